"""The banded plot: shapes that tell bands apart without colour, and two lines with their words."""

from __future__ import annotations

from functools import partial

import pytest

from survey.render import figures, numbers
from survey.render.figures import BandedRow, BandMark, Canvas, Drawing, Reference, on_screen
from survey.render.figures.marks import Area, Dot, Text, flat
from survey.render.palette import DARK, LIGHT, contrast
from tests.render.gallery import NAMES
from tests.render.test_figures import CANVASES, HOSTILE, collisions, printed, strays

BANDS: tuple[tuple[BandMark, str], ...] = (
    ("top", "Top"),
    ("middle", "Middle"),
    ("low", "Low"),
    ("unknown", "Not enough evidence"),
)


def rows(names: tuple[str, ...] = NAMES) -> list[BandedRow]:
    return [
        BandedRow(name, 0.4 - 0.1 * at, 0.3 - 0.1 * at, 0.5 - 0.1 * at, 1_204, *BANDS[at % 4])
        for at, name in enumerate(names)
    ]


def plot(low: float = -0.25, high: float = 0.25) -> partial[Drawing]:
    return partial(
        figures.banded_plot,
        rows(),
        title="T",
        axis=figures.deviation_axis(reach=0.75),
        low=Reference(low, f"lower line {low}"),
        high=Reference(high, f"upper line {high}"),
    )


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize(("low", "high"), [(-0.25, 0.25), (-0.75, -0.7), (0.7, 0.75), (0, 0.01)])
def test_no_label_covers_another_and_none_leaves_the_sheet(
    canvas: Canvas, low: float, high: float
) -> None:
    drawing = plot(low, high)(canvas=canvas)
    assert collisions(drawing) == []
    assert strays(drawing) == []


@pytest.mark.parametrize("canvas", CANVASES)
def test_each_band_has_a_shape_a_role_and_a_word_of_its_own(canvas: Canvas) -> None:
    drawing = plot()(canvas=canvas)
    shapes = [
        (len(mark.points), mark.role) for mark in flat(drawing.marks) if isinstance(mark, Area)
    ]
    assert shapes == [(3, "good"), (4, "watch"), (3, "poor")] * 2
    assert all(mark.is_open for mark in flat(drawing.marks) if isinstance(mark, Dot))
    areas = [mark.points for mark in flat(drawing.marks) if isinstance(mark, Area)]
    up, down = areas[0], areas[2]
    # In SVG, y grows downward.
    assert up[0][1] < up[1][1]
    assert down[0][1] > down[1][1]
    for word in ("Top", "Middle", "Low", "Not enough evidence"):
        assert word in drawing.desc


@pytest.mark.parametrize("canvas", CANVASES)
def test_how_many_answers_stand_behind_a_row_is_printed_on_a_phone_too(canvas: Canvas) -> None:
    drawing = plot()(canvas=canvas)
    texts = [mark.text for mark in flat(drawing.marks) if isinstance(mark, Text)]
    assert sum(numbers.whole(1_204) in text for text in texts) == len(NAMES)
    assert drawing.desc.count(numbers.n(1_204)) == len(NAMES)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("role", ["good", "watch", "poor", "soft"])
def test_the_colours_of_bands_stand_out_from_the_paper(scheme: dict[str, str], role: str) -> None:
    assert contrast(scheme[role], scheme["paper"]) >= 4.5


def test_hostile_labels_stay_words() -> None:
    build = partial(
        figures.banded_plot,
        rows((HOSTILE, "Other")),
        title=HOSTILE,
        axis=figures.deviation_axis(reach=1),
        low=Reference(-0.25, HOSTILE),
        high=Reference(0.25, HOSTILE),
    )
    assert "<script" not in printed(on_screen(build, subtitle=HOSTILE))
