"""What each figure promises on its own."""

from types import SimpleNamespace

import pytest

from survey.render import figures
from survey.render.figures import PHONE, Drawing, IntervalRow, Series, TrendPoint
from survey.render.figures.labels import leader, place_beside, spread, thinned
from survey.render.figures.marks import Area, Box, Dot, Line, Stroke, Text, flat
from tests.render import gallery

SHARE, MEAN = figures.share_axis(), figures.mean_axis()


def words(drawing: Drawing) -> list[str]:
    return [mark.text for mark in flat(drawing.marks) if isinstance(mark, Text)]


def dots(drawing: Drawing) -> list[Dot]:
    return [mark for mark in flat(drawing.marks) if isinstance(mark, Dot)]


def test_axes_span_the_whole_scale_and_say_so_where_they_do_not() -> None:
    assert SHARE.ticks == (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    assert MEAN.ticks == (1, 2, 3, 4, 5)
    assert SHARE.warning == MEAN.warning == ""
    cut = figures.share_axis("Satisfied", low=0.4)
    assert cut.warning == "Satisfied: 40% to 100% shown of a scale from 0% to 100%."
    with pytest.raises(ValueError, match="no length"):
        figures.share_axis(low=1, high=1)


def test_values_beyond_an_axis_stay_on_its_end() -> None:
    assert SHARE.at(1.4, 0, 100) == 100
    assert SHARE.at(-0.4, 0, 100) == 0


def test_a_row_with_few_answers_is_grey_and_open() -> None:
    rows = [
        IntervalRow("A", 0.5, n=29),
        IntervalRow("B", 0.5, n=30),
        IntervalRow("C", 3, n=2, side="agents"),
    ]
    drawing = figures.interval_plot(rows, title="T", axis=SHARE)
    assert [(dot.role, dot.is_open) for dot in dots(drawing)] == [
        ("soft", True),
        ("customers", False),
        ("soft", True),
    ]
    assert "Open circles: fewer than 30 answers" in drawing.note


def test_a_pulse_row_keeps_its_hue_where_groups_are_small_by_design() -> None:
    rows = [IntervalRow("A", 3.4, n=9, side="agents")]
    drawing = figures.interval_plot(rows, title="T", axis=MEAN, few=0)
    assert [(dot.role, dot.is_open) for dot in dots(drawing)] == [("agents", False)]


def test_rows_of_no_one_and_two_answers_print_without_nan() -> None:
    rows = [IntervalRow("0", None, None, None, 0), IntervalRow("1", 1.0, None, None, 1),
            IntervalRow("2", 0.0, 0.0, 0.84, 2)]  # fmt: skip
    drawing = figures.interval_plot(rows, title="T", axis=SHARE)
    assert "no data" in words(drawing)
    assert len(dots(drawing)) == 2
    assert not any("nan" in word.lower() for word in [*words(drawing), drawing.desc])


def test_hidden_rows_leave_no_trace_and_one_alone_is_not_counted() -> None:
    shown = IntervalRow("Shown", 0.5, n=50)
    secret = IntervalRow("Secret", None, n=3, is_hidden=True)
    one = figures.interval_plot([shown, secret], title="T", axis=SHARE, thing="team")
    two = figures.interval_plot([shown, secret, secret], title="T", axis=SHARE, thing="team")
    for drawing in (one, two):
        assert "Secret" not in f"{words(drawing)} {drawing.desc} {drawing.note}"
    assert one.note == "Not every team is shown: fewer than 5 answers stay hidden."
    assert two.note == "2 teams not shown: fewer than 5 answers."


def test_nothing_to_show_is_a_sentence_and_no_drawing() -> None:
    drawing = figures.interval_plot([], title="T", axis=SHARE)
    assert (drawing.height, drawing.marks) == (0, ())
    assert drawing.desc == "No row can be shown."


def test_the_narrow_layout_prints_n_with_its_letter_and_the_wide_one_with_a_head() -> None:
    rows = [IntervalRow("A", 0.5, 0.4, 0.6, n=1204)]
    assert "n = 1\u202f204" in words(
        figures.interval_plot(rows, title="T", axis=SHARE, canvas=PHONE)
    )
    wide = words(figures.interval_plot(rows, title="T", axis=SHARE))
    assert {"95% interval", "40 to 60%", "n", "1\u202f204"} <= set(wide)


def test_a_trend_does_not_bridge_a_gap() -> None:
    whole = gallery.series("Phone", 0.8)
    hidden = tuple(TrendPoint(point.label, None, is_hidden=True) for point in whole.points[4:6])
    gapped = Series("Phone", (*whole.points[:4], *hidden, *whole.points[6:]))
    drawing = figures.trend([gapped], title="T", axis=SHARE)
    strokes = [mark for mark in flat(drawing.marks) if isinstance(mark, Stroke)]
    assert [len(stroke.points) for stroke in strokes] == [4, 6]
    assert "hidden" in drawing.desc
    assert "Gaps: fewer than 5 answers stay hidden" in drawing.note


def test_a_lonely_point_has_a_bar_for_a_band() -> None:
    point = TrendPoint("Wave 1", 3.4, 3.1, 3.7, 12)
    drawing = figures.trend([Series("E", (point,), "agents")], title="T", axis=MEAN)
    assert not any(isinstance(mark, Area) for mark in flat(drawing.marks))
    assert any(isinstance(mark, Line) and mark.role == "agents" for mark in flat(drawing.marks))


def test_a_trend_prints_n_under_each_month_or_its_range_where_there_is_no_room() -> None:
    build = [gallery.series("Phone", 0.8)]
    assert "1\u202f000" in words(figures.trend(build, title="T", axis=SHARE))
    narrow = figures.trend(build, title="T", axis=SHARE, canvas=PHONE)
    assert "n per point: Phone 1\u202f000 to 1\u202f011" in narrow.note


def test_months_show_each_year_once() -> None:
    shown = words(figures.trend([gallery.series("Phone", 0.8)], title="T", axis=SHARE))
    assert (shown.count("2025"), shown.count("2026")) == (1, 1)


def test_a_clear_change_is_coloured_and_bold_and_others_are_not() -> None:
    drawing = figures.change_plot(
        [figures.ChangeRow("A", 3.1, 3.6, is_clear=True), figures.ChangeRow("B", 3.4, 3.5)],
        title="T", axis=MEAN, before="wave 5", after="wave 6",
    )  # fmt: skip
    bold = [mark.text for mark in flat(drawing.marks) if isinstance(mark, Text) and mark.is_bold]
    assert bold == ["+0.50"]
    assert [dot.role for dot in dots(drawing)] == ["agents", "agents", "soft", "soft"]


def test_a_line_that_ends_in_few_answers_ends_in_grey_and_light_words() -> None:
    for n, expected in ((29, ("soft", False)), (30, ("customers", True))):
        points = (
            TrendPoint("May 2026", 0.8, 0.7, 0.9, 90),
            TrendPoint("June 2026", 0.97, 0.6, 1, n),
        )
        one = Series("Contacts", points)
        trend = figures.trend([one], title="T", axis=SHARE)
        many = figures.small_multiples([one], title="T", axis=SHARE)
        for drawing in (trend, many):
            ends = [
                mark for mark in flat(drawing.marks)
                if isinstance(mark, Text) and mark.text == "97%"
            ]  # fmt: skip
            assert [(mark.role, mark.is_bold) for mark in ends] == [expected]


def test_a_scatter_of_many_has_dots_only() -> None:
    drawing = gallery.FIGURES["scatter of many"]()
    assert len(dots(drawing)) == 400
    assert "400 points" in drawing.desc


def test_heat_cells_are_tinted_where_they_stand_out_and_hidden_ones_hold_no_number() -> None:
    heat = figures.heat_map(
        [
            ("A", 12, [(1.0, "below"), (3.0, ""), (5.0, "above")]),
            ("B", 4, [(None, "")] * 3),
            ("C", 9, [(None, "above"), (2.0, ""), (4.0, "")]),
        ],
        columns=("x", "y", "z"), title="T", axis=MEAN,
    )  # fmt: skip
    assert [cell.standing for cell in heat.rows[0].cells] == ["below", "", "above"]
    assert heat.rows[1].is_hidden
    assert heat.rows[1].n == ""
    assert [cell.standing for cell in heat.rows[2].cells] == ["", "", ""]
    assert heat.rows[2].cells[0].text == "hidden: fewer than 5 answers"
    assert "Tinted, with the word" in heat.note
    assert "Hatched: hidden" in heat.note


def test_a_heat_map_in_which_nothing_stands_out_says_so() -> None:
    heat = figures.heat_map([("A", 12, [(3.0, "")])], columns=("x",), title="T", axis=MEAN)
    assert heat.note == (
        "No figure is tinted: none differs from the whole centre by more than chance explains."
    )
    hidden = figures.heat_map([("A", 4, [(None, "")])], columns=("x",), title="T", axis=MEAN)
    assert hidden.note == "Hatched: hidden: fewer than 5 answers."


def test_a_tile_without_a_value_makes_no_claim() -> None:
    for value, said in (
        (None, "no data"),
        (SimpleNamespace(threshold=5), "hidden: fewer than 5 answers"),
    ):
        made = figures.tile("Agents", value, 3.0, 4.0, axis=MEAN, change=0.2, verdict="good")
        assert (made.value, made.interval, made.change, made.verdict, made.strip) == (
            said, "", "", None, None,
        )  # fmt: skip


def test_a_tile_speaks_of_points_for_shares_and_of_plain_numbers_for_means() -> None:
    share = figures.tile("C", 0.8, 0.7, 0.9, axis=SHARE, n=40, change=0.02, change_low=-0.01,
                         change_high=0.05, since="May")  # fmt: skip
    assert share.change == "+2 points (−1 to +5) since May"
    assert figures.tile("A", 3.7, axis=MEAN, change=-0.1).change == "−0.10"


def test_spread_keeps_order_distance_and_ends() -> None:
    places = spread([5, 5, 5, 90, 99], gap=10, low=0, high=100)
    assert places == (0, 10, 20, 89.5, 99.5)
    assert spread([], gap=10, low=0, high=100) == ()


def test_thinned_labels_always_keep_the_last() -> None:
    kept = thinned(["Jan 2026"] * 12, [10.0 * at for at in range(12)], 10)
    assert kept[-1] == 11
    assert len(kept) < 12
    assert thinned([], [], 10) == ()


def test_a_name_never_stands_nearer_to_another_point_than_to_its_own() -> None:
    spots = [((50.0, 50.0), "Own"), ((58.0, 50.0), "Near"), ((54.0, 54.0), "Between")]
    for place, text in enumerate(place_beside(spots, size=10, bounds=Box(0, 0, 300, 100))):
        if text is None:
            continue
        gaps = [
            max(text.box.left - x, 0, x - text.box.right)
            + max(text.box.top - y, 0, y - text.box.bottom)
            for (x, y), _ in spots
        ]
        assert gaps[place] == min(gaps)


def test_a_name_that_stands_off_is_led_to_its_point() -> None:
    beside = Text(57, 52.7, "Own", 10)
    assert leader(beside, (50, 50), []) is None
    assert leader(beside, (50, 50), [(85, 50)]) is not None
    assert leader(beside, (50, 50), [(150, 50)]) is None
    off = Text(50, 90, "Own", 10)
    assert leader(off, (50, 50), []) == ((50, 50), (50, off.box.top))
