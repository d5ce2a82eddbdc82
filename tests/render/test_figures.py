"""What holds for every figure: labels apart and inside, the same bytes, words for the data."""

from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.render import figures
from survey.render.environment import make_environment
from survey.render.figures import PHONE, PRINT, PRINT_HALF, SCREEN, Canvas, Drawing, on_screen
from survey.render.figures.marks import Box, Text, flat, xy
from tests.render import gallery

ROOT = Path(__file__).resolve().parents[2]
CANVASES = (SCREEN, PHONE, PRINT, PRINT_HALF)
HOSTILE = '</title><script>alert(1)</script><text onload="x">&amp;'
SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: Drawing) -> list[Text]:
    return [mark for mark in flat(drawing.marks) if isinstance(mark, Text)]


def collisions(drawing: Drawing) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in combinations(texts(drawing), 2)
        if one.box.meets(other.box)
    ]


def strays(drawing: Drawing) -> list[str]:
    sheet = Box(-0.1, -0.1, drawing.width + 0.1, drawing.height + 0.1)
    return [
        text.text
        for text in texts(drawing)
        if text.box.left < sheet.left
        or text.box.right > sheet.right
        or text.box.top < sheet.top
        or text.box.bottom > sheet.bottom
    ]


def printed(figure: figures.Figure) -> str:
    environment = make_environment([ROOT / "templates"])
    template = environment.from_string(
        '{% from "macros/figure.html" import figure %}{{ figure(it) }}'
    )
    return template.render(it=figure)


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("name", gallery.FIGURES)
def test_no_label_covers_another_and_none_leaves_the_sheet(name: str, canvas: Canvas) -> None:
    drawing = gallery.FIGURES[name](canvas=canvas)
    assert collisions(drawing) == []
    assert strays(drawing) == []


LABELS = st.lists(st.text(max_size=50), min_size=1, max_size=12).map(tuple)
SIZES = st.sampled_from(CANVASES)


@settings(max_examples=40, deadline=None)
@given(LABELS, SIZES)
def test_labels_of_any_kind_stay_apart(labels: tuple[str, ...], canvas: Canvas) -> None:
    for build in (
        partial(figures.interval_plot, gallery.interval_rows(labels), axis=gallery.SHARE),
        partial(figures.scatter, gallery.points(labels), x_axis=gallery.MEAN, y_axis=gallery.SHARE),
        partial(figures.change_plot, gallery.changes(labels), axis=gallery.MEAN, before="a",
                after="b"),
        partial(figures.small_multiples, [gallery.series(label, 0.5) for label in labels],
                axis=gallery.SHARE),
        partial(figures.slope, gallery.slopes(labels), axis=gallery.MEAN, before=labels[0],
                after=labels[-1]),
        partial(figures.funnel, gallery.stages(labels)),
        partial(figures.forest, gallery.sources(labels)),
    ):  # fmt: skip
        drawing = build(title="T", canvas=canvas)
        assert collisions(drawing) == []
        assert strays(drawing) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 5), st.floats(0, 1)), min_size=1, max_size=30),
    SIZES,
)
def test_scatter_names_stay_apart_wherever_the_points_lie(
    places: list[tuple[float, float]], canvas: Canvas
) -> None:
    points = [figures.ScatterPoint(f"Team {at}", x, y) for at, (x, y) in enumerate(places)]
    drawing = figures.scatter(
        points, title="T", x_axis=gallery.MEAN, y_axis=gallery.SHARE, canvas=canvas
    )
    named = {text.text for text in texts(drawing)}
    assert collisions(drawing) == []
    assert all(point.label in named or point.label in drawing.note for point in points)


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_the_same_data_give_the_same_bytes(name: str) -> None:
    build = gallery.FIGURES[name]
    assert printed(on_screen(build)) == printed(on_screen(build))
    assert "e-" not in xy(1e-7)


@pytest.mark.parametrize("name", [name for name in gallery.FIGURES if not name.startswith("no ")])
def test_each_drawing_is_one_image_with_title_and_description(name: str) -> None:
    environment = make_environment([ROOT / "templates"])
    template = environment.from_string(
        '{% from "figures/drawing.svg" import drawing %}{{ drawing(it) }}'
    )
    drawing = gallery.FIGURES[name](canvas=SCREEN)
    root = ElementTree.fromstring(template.render(it=drawing))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "T"
    assert root[1].tag == f"{SVG}desc"
    assert len(root[1].text or "") > 10
    assert all("style" not in element.attrib for element in root.iter())


def test_on_paper_the_title_carries_the_data_and_no_mark_waits_for_a_pointer() -> None:
    environment = make_environment([ROOT / "templates"])
    template = environment.from_string(
        '{% from "figures/drawing.svg" import drawing %}{{ drawing(it) }}'
    )
    drawing = gallery.FIGURES["interval"](canvas=PRINT)
    root = ElementTree.fromstring(template.render(it=drawing))
    titles = [element.text or "" for element in root.iter(f"{SVG}title")]
    assert len(titles) == 1
    assert "Hamburg inbound: 90%, 85 to 95%, n = 1\u202f204" in titles[0]


@pytest.mark.parametrize("name", ["interval", "trends", "scatter", "change"])
def test_hostile_labels_stay_words(name: str) -> None:
    names = (HOSTILE, "Other")
    builds: dict[str, Callable[..., Drawing]] = {
        "interval": partial(figures.interval_plot, gallery.interval_rows(names), axis=gallery.SHARE,
                            reference=figures.Reference(0.5, HOSTILE)),
        "trends": partial(figures.trend, [gallery.series(one, 0.5) for one in names],
                          axis=gallery.SHARE),
        "scatter": partial(figures.scatter, gallery.points(names), y_axis=gallery.SHARE,
                           x_axis=figures.mean_axis(HOSTILE)),
        "change": partial(figures.change_plot, gallery.changes(names), axis=gallery.MEAN,
                          before=HOSTILE, after=HOSTILE),
    }  # fmt: skip
    page = printed(on_screen(partial(builds[name], title=HOSTILE), subtitle=HOSTILE))
    assert "<script" not in page
    assert 'onload="' not in page
    ElementTree.fromstring(page)
