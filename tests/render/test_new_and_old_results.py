"""Slope, funnel and forest: what each promises on its own, also with nothing, one and two rows."""

from functools import partial

import pytest

from survey.render import figures
from survey.render.figures import (
    PHONE,
    PRINT,
    PRINT_HALF,
    SCREEN,
    Canvas,
    Drawing,
    ForestRow,
    FunnelStage,
    Loss,
    SlopeRow,
)
from survey.render.figures.marks import Area, Dot, Line, Text, flat
from tests.render import gallery
from tests.render.test_figures import HOSTILE, collisions, printed, strays

CANVASES = (SCREEN, PHONE, PRINT, PRINT_HALF)
ARABIC = "فريق الدعم الفني للخط الثاني"
NAMES = ("N" * 200, "long " * 40, ARABIC, ARABIC * 8, HOSTILE, "")
slope = partial(figures.slope, title="T", axis=gallery.MEAN, before="May", after="June")
forest = partial(figures.forest, title="T")
funnel = partial(figures.funnel, title="T")


def marks(drawing: Drawing, kind: type) -> list[object]:
    return [mark for mark in flat(drawing.marks) if isinstance(mark, kind)]


def words(drawing: Drawing) -> list[str]:
    return [mark.text for mark in flat(drawing.marks) if isinstance(mark, Text)]


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("n", [0, 1, 2, 6])
def test_names_of_any_kind_stay_apart_inside_and_words(canvas: Canvas, n: int) -> None:
    names = NAMES[:n]
    for drawing in (
        slope(gallery.slopes(names)[:n], before=HOSTILE, after=ARABIC, canvas=canvas),
        funnel(gallery.stages(names)[:n], canvas=canvas),
        forest(gallery.sources(names)[:n], canvas=canvas),
    ):
        assert collisions(drawing) == []
        assert strays(drawing) == []
        assert bool(drawing.height) is bool(n)
        page = printed(figures.Figure(drawing, None, HOSTILE))
        assert "<script" not in page


def test_only_a_change_whose_interval_leaves_out_zero_stands_out() -> None:
    rows = [
        SlopeRow("Up", 3.1, 3.6, 0.2, 0.8),
        SlopeRow("Down", 3.6, 3.1, -0.8, -0.2),
        SlopeRow("Touches", 3.0, 3.6, 0.0, 1.2),
        SlopeRow("Across", 2.0, 4.9, -0.1, 5.9),
        SlopeRow("Unknown", 1.0, 5.0),
    ]
    drawing = slope(rows)
    bold = {text.text for text in marks(drawing, Text) if text.is_bold}  # type: ignore[attr-defined]
    assert {"Up", "Down"} <= bold
    assert not {"Touches", "Across", "Unknown"} & bold
    filled = [dot for dot in marks(drawing, Dot) if not dot.is_open]  # type: ignore[attr-defined]
    assert len(filled) == 4
    assert "leaves out zero" in drawing.note
    assert "Up: 3.10, then 3.60, change +0.50, 95% interval +0.20 to +0.80, which leaves" in (
        drawing.desc
    )


def test_a_slope_without_a_clear_change_says_so() -> None:
    drawing = slope([SlopeRow("A", 3.0, 3.1, -0.2, 0.4)])
    assert "of no change does the 95% interval leave out zero" in drawing.note
    assert all(text.role != "agents" for text in marks(drawing, Text))  # type: ignore[attr-defined]


def test_a_row_of_one_wave_has_one_dot_and_no_line_and_a_hidden_one_nothing() -> None:
    drawing = slope([SlopeRow("New", None, 3.7, n_after=9), SlopeRow("S", 3, 4, is_hidden=True)])
    assert len(marks(drawing, Dot)) == 1
    assert drawing.desc == "New: no data, then 3.70, n = 9."
    assert "Not every block is shown" in drawing.note
    assert slope([SlopeRow("S", 3, 4, is_hidden=True)]).height == 0


def test_a_slope_names_both_ends_and_counts_each() -> None:
    rows = [SlopeRow("A", 3.0, 3.1, n_before=12, n_after=1400)]
    assert words(slope(rows)).count("A") == 2
    assert "1\u202f400" in words(slope(rows))
    assert "n then and now: A: 12, 1\u202f400." in slope(rows, canvas=PHONE).note


def test_bars_of_a_funnel_begin_at_nought_and_are_as_long_as_their_share() -> None:
    stages = [FunnelStage("All", 200), FunnelStage("Some", 50), FunnelStage("None", 0)]
    areas = [mark for mark in flat(funnel(stages).marks) if isinstance(mark, Area)]
    solid = [area for area in areas if area.role == "customers"]
    lengths = [area.points[1][0] - area.points[0][0] for area in solid]
    assert len({area.points[0][0] for area in solid}) == 1
    assert lengths[1] == pytest.approx(lengths[0] / 4)
    assert len(solid) == 2
    assert funnel(stages).desc == (
        "All: 200; Some: 50, 25% of the stage before; None: 0, 0% of the stage before."
    )


def test_reasons_stand_beside_their_stage_with_their_counts() -> None:
    stages = [FunnelStage("All", 200, (Loss("Opted out", 150),)), FunnelStage("Some", 50)]
    drawing = funnel(stages)
    assert {"150", "Opted out", "stayed behind"} <= set(words(drawing))
    assert "All: 200 (stayed behind: Opted out 150)" in drawing.desc
    assert drawing.table is not None
    assert [[datum.raw for datum in row] for row in drawing.table.rows] == [
        ["All", None, 200, None],
        ["All", "Opted out", 150, None],
        ["Some", None, 50, 0.25],
    ]


def test_no_share_is_given_of_a_stage_that_was_passed_by_hidden_or_empty() -> None:
    passed = funnel([FunnelStage("Opened", 3), FunnelStage("Answered", 9)])
    assert "%" not in passed.desc
    assert "never were in the one before" in passed.note
    hidden = funnel([FunnelStage("A", None), FunnelStage("B", 9), FunnelStage("C", None)])
    assert hidden.desc == "A: hidden; B: 9; C: hidden."
    assert marks(hidden, Area) == []
    nothing = funnel([FunnelStage("A", 0), FunnelStage("B", 0)])
    assert marks(nothing, Area) == []


def test_our_own_result_is_a_bold_diamond_and_the_others_are_dots() -> None:
    rows = [ForestRow("Brown 2008", 0.23, sample="28 studies"),
            ForestRow("Here", 0.3, -0.1, 0.6, "n = 12", is_local=True)]  # fmt: skip
    drawing = forest(rows)
    assert len(marks(drawing, Dot)) == 1
    (diamond,) = (mark for mark in marks(drawing, Area) if mark.role == "ink")  # type: ignore[attr-defined]
    assert diamond
    assert drawing.desc == (
        "Axis from −1 to 1; no link at 0. Brown 2008: 0.23, 28 studies;"
        " Here: 0.30, −0.10 to 0.60, n = 12, our own result."
    )
    assert "Without a line where no interval is given" in drawing.note


def test_the_line_of_no_link_lies_in_the_middle_of_the_whole_scale() -> None:
    drawing = forest([ForestRow("A", 1.0), ForestRow("B", -1.0), ForestRow("C", 0.0)])
    right, left, middle = (dot.x for dot in marks(drawing, Dot))  # type: ignore[attr-defined]
    (zero,) = (line for line in marks(drawing, Line) if line.dash)  # type: ignore[attr-defined]
    assert middle == pytest.approx(zero.x1)  # type: ignore[attr-defined]
    assert middle == pytest.approx((left + right) / 2)


def test_a_finding_in_words_has_no_dot() -> None:
    drawing = forest([ForestRow("Silvestro 2002", None, text="inverse")])
    assert marks(drawing, Dot) == []
    assert "Silvestro 2002: inverse" in drawing.desc
