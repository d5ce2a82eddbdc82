"""Figures run from left to right; words of the other direction inside them read as they should."""

from functools import partial
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from survey.render import figures, metrics
from survey.render.bidi import label
from survey.render.figures import PRINT, PRINT_HALF, Drawing, on_paper
from survey.render.figures.marks import Text, flat
from survey.render.speech import speaking
from tests.render import gallery
from tests.render.pictures import png_of
from tests.render.test_figures import SVG, collisions, printed, strays

ARABIC = ("فريق الدعم الفني", "خدمة العملاء في القاهرة", "فريق 24/7 للمكالمات", "سششصضس بتث نن")
HINDI = ("ग्राहक सेवा दल", "तकनीकी सहायता हैदराबाद", "क्षत्रिय श्री ज्ञान", "दिल्ली २४")
RIGHT_TO_LEFT, FIRST_STRONG, END = "\u2067", "\u2068", "\u2069"


def drawn_width(text: str, *, is_bold: bool) -> float:
    """How wide the page really prints the text, at 100 pixels an em."""
    sheet = Drawing(3000, 200, "T", "", "", (Text(20, 130, text, 100, "ink", "start", is_bold),))
    image = Image.open(BytesIO(png_of(sheet, scale=1)))
    box = ImageChops.difference(image, Image.new("RGB", image.size, "#ffffff")).getbbox()
    assert box is not None
    return float(box[2] - box[0])


@pytest.mark.parametrize("is_bold", [False, True])
@pytest.mark.parametrize("text", [*ARABIC, *HINDI])
def test_no_word_of_another_script_is_printed_wider_than_its_estimate(
    text: str, is_bold: bool
) -> None:
    real = drawn_width(text, is_bold=is_bold)
    assert real <= metrics.text_width(text, 100) + 4
    # An estimate far too wide would cut names that fit.
    assert metrics.text_width(text, 100) <= 1.7 * real


def test_what_only_turns_text_takes_no_room() -> None:
    assert metrics.text_width(f"{FIRST_STRONG}82\u200e%{END}", 10) == metrics.text_width("82%", 10)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("82%", ""),
        ("Hamburg", ""),
        (ARABIC[0], RIGHT_TO_LEFT),
        ("\u200e−0.30 إلى 0.10", RIGHT_TO_LEFT),
        (f"{FIRST_STRONG}Hamburg{END} في", RIGHT_TO_LEFT),
        ("Hamburg القاهرة", FIRST_STRONG),
    ],
)
def test_a_label_turns_with_its_own_first_letter(text: str, opening: str) -> None:
    assert label(text) == (f"{opening}{text}{END}" if opening else text)


def test_the_sheet_stays_left_to_right_in_every_language() -> None:
    build = partial(
        figures.interval_plot, gallery.interval_rows(ARABIC), title=ARABIC[0], axis=gallery.SHARE
    )
    with speaking("ar"):
        page = ElementTree.fromstring(printed(on_paper(build)))
    (drawing,) = page.iter(f"{SVG}svg")
    assert drawing.get("direction") == "ltr"
    said = [text.text or "" for text in drawing.iter(f"{SVG}text")]
    assert f"{RIGHT_TO_LEFT}{ARABIC[0]}{END}" in said
    ticks = [float(text.get("x") or 0) for text in drawing.iter(f"{SVG}text")
             if text.get("text-anchor") == "middle"]  # fmt: skip
    assert ticks == sorted(ticks)


@pytest.mark.parametrize("canvas", [PRINT, PRINT_HALF])
@pytest.mark.parametrize("language", ["ar", "hi", "de"])
@pytest.mark.parametrize("names", [ARABIC, HINDI])
def test_labels_stay_apart_in_other_languages(
    names: tuple[str, ...], language: str, canvas: figures.Canvas
) -> None:
    with speaking(language):
        for drawing in (
            figures.interval_plot(gallery.interval_rows(names), title="T",
                                  axis=gallery.SHARE, canvas=canvas),
            figures.slope(gallery.slopes(names), title="T", axis=gallery.MEAN, before=names[0],
                          after=names[1], canvas=canvas),
            figures.funnel(gallery.stages(names), title="T", canvas=canvas),
            figures.forest(gallery.sources(names), title="T", canvas=canvas),
            figures.trend([gallery.series(names[0], 0.8)], title="T", axis=gallery.SHARE,
                          canvas=canvas),
        ):  # fmt: skip
            assert collisions(drawing) == []
            assert strays(drawing) == []


@pytest.mark.parametrize(
    ("language", "month"),
    [("en", "May"), ("de", "Mai"), ("ar", "مايو"), ("pt", "mai."), ("hi", "मई")],
)
def test_months_stand_above_their_year_in_every_language(language: str, month: str) -> None:
    with speaking(language):
        made = figures.trend([gallery.series("A", 0.8)], title="T", axis=gallery.SHARE)
    said = [mark.text for mark in flat(made.marks) if isinstance(mark, Text)]
    assert month in said
    assert (said.count("2025"), said.count("2026")) == (1, 1)
