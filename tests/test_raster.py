"""Pictures of figures and pages: not blank, of the right size, the same bytes, never absurd."""

from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from survey.errors import Refusal
from survey.pdf import render_pdf
from survey.raster import pages_as_png
from survey.render import figures
from survey.render.figures import PRINT_HALF, on_paper, on_screen
from survey.render.palette import LIGHT
from tests.render import gallery
from tests.render.pictures import png_of

ROOT = Path(__file__).resolve().parents[1]
WHITE = (255, 255, 255)


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def rgb(role: str) -> tuple[int, ...]:
    return tuple(int(LIGHT[role][at : at + 2], 16) for at in (1, 3, 5))


def colours(image: Image.Image) -> dict[object, int]:
    return {colour: count for count, colour in image.getcolors(image.width * image.height) or ()}


def test_a_figure_is_drawn_on_white_in_its_own_colours() -> None:
    drawing = gallery.FIGURES["interval"](canvas=PRINT_HALF)
    image = opened(png_of(drawing, scale=2))
    found = colours(image)
    assert image.size[0] == pytest.approx(2 * (drawing.width + 32), abs=2)
    assert found[WHITE] > 0.7 * image.width * image.height
    assert found[rgb("customers")] > 100
    assert found[rgb("ink")] > 100
    assert image.getpixel((0, 0)) == image.getpixel((image.width - 1, image.height - 1)) == WHITE


def test_a_figure_carries_its_title_and_notes_and_ends_below_them() -> None:
    build = gallery.FIGURES["interval"]
    bare, whole = (
        opened(png_of(it, scale=1)) for it in (build(canvas=figures.PRINT), on_paper(build))
    )
    assert bare.height + 20 < whole.height < bare.height + 120


def test_a_heat_map_keeps_its_tint() -> None:
    heat = figures.heat_map(
        [("A", 12, [(3.0, "above"), (2.0, "")])], columns=("x", "y"), title="T", axis=gallery.MEAN
    )
    image = opened(png_of(heat, scale=1))
    tinted = [colour for colour, count in colours(image).items() if count > 1000]
    assert len(tinted) > 1
    assert WHITE in tinted


def test_the_same_figure_gives_the_same_bytes_without_a_time() -> None:
    shown = on_screen(gallery.FIGURES["control"], subtitle="S")
    first = png_of(shown)
    assert first == png_of(shown)
    assert b"tIME" not in first
    assert b"tEXt" not in first


@pytest.mark.parametrize("scale", [0, -1, 1000])
def test_absurd_sizes_are_refused_with_a_sentence(scale: float) -> None:
    with pytest.raises(Refusal, match="Take a smaller scale"):
        png_of(gallery.FIGURES["interval"](canvas=PRINT_HALF), scale=scale)
    large = replace(gallery.FIGURES["interval"](canvas=PRINT_HALF), height=9e6)
    with pytest.raises(Refusal, match="no side may be longer"):
        png_of(large)


def test_nothing_to_draw_is_refused_and_a_figure_of_nothing_says_so_in_its_picture() -> None:
    with pytest.raises(Refusal, match="nothing to draw"):
        png_of(gallery.FIGURES["no row"](canvas=PRINT_HALF))
    image = opened(png_of(on_paper(partial(gallery.FIGURES["no row"]))))
    assert len(colours(image)) > 2


def test_markup_in_a_name_is_drawn_as_words() -> None:
    rows = [figures.IntervalRow('<img src="file:///etc/passwd">', 0.5, n=50)]
    build = partial(figures.interval_plot, rows, title="<script>", axis=gallery.SHARE)
    assert len(colours(opened(png_of(on_paper(build))))) > 2


def test_each_page_of_a_document_becomes_a_picture() -> None:
    html = (
        '<html lang="en"><title>T</title><style>@page { size: A4 }</style>'
        '<p>One</p><p style="break-before: page">Two</p></html>'
    )
    pages = pages_as_png(render_pdf(html, base=ROOT / "reports"), dpi=72)
    assert [opened(page).size for page in pages] == [(596, 842)] * 2
    assert all(len(colours(opened(page))) > 2 for page in pages)
    assert pages[0] != pages[1]


def test_what_is_no_document_and_what_is_too_fine_are_refused() -> None:
    with pytest.raises(Refusal, match="no PDF"):
        pages_as_png(b"no document")
    html = '<html lang="en"><title>T</title><p>One</p></html>'
    with pytest.raises(Refusal, match="Take a smaller scale"):
        pages_as_png(render_pdf(html, base=ROOT / "reports"), dpi=20_000)
