"""The table behind each figure: the same numbers, no more of them, and no finer."""

import re

import pytest

from survey.render import figures
from survey.render.figures import PRINT, SCREEN, IntervalRow, Series, TrendPoint
from survey.render.tables import Table
from tests.render import gallery

SHARE, MEAN = figures.share_axis(), figures.mean_axis("Engagement")


def table_of(drawing: figures.Drawing) -> Table:
    assert drawing.table is not None
    return drawing.table


def raws(table: Table, key: str) -> list[object]:
    at = [column.key for column in table.columns].index(key)
    return [row[at].raw for row in table.rows]


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_every_figure_has_its_data_as_a_table_with_stable_keys(name: str) -> None:
    table = table_of(gallery.FIGURES[name](canvas=PRINT))
    keys = [column.key for column in table.columns]
    assert table.title == "T"
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in keys)
    assert all(column.label and column.meaning.endswith(".") for column in table.columns)
    assert all(len(row) == len(keys) for row in table.rows)
    assert bool(table.rows) is not name.startswith("no ")


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_the_table_says_no_more_than_the_words_for_the_figure(name: str) -> None:
    drawing = gallery.FIGURES[name](canvas=SCREEN)
    said = drawing.desc + drawing.note
    if name in ("scatter of many", "multiples"):
        # The dots of many points, and the thin line of reference, are drawn and not described.
        return
    ends = {at for at, column in enumerate(table_of(drawing).columns)
            if column.key.endswith(("low", "high")) or column.key.startswith("is_")}  # fmt: skip
    shown = [datum.text for row in table_of(drawing).rows for at, datum in enumerate(row)
             if at not in ends]  # fmt: skip
    assert [text for text in shown if text not in said] == []


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_no_file_holds_more_digits_than_the_page(name: str) -> None:
    for row in table_of(gallery.FIGURES[name](canvas=SCREEN)).rows:
        for datum in row:
            assert not isinstance(datum.raw, float) or round(datum.raw, 2) == datum.raw


def test_halves_are_rounded_in_files_as_on_the_page() -> None:
    rows = [IntervalRow("A", 0.825, 0.7, 0.9, 40), IntervalRow("B", -0.001, n=3)]
    table = table_of(figures.interval_plot(rows, title="T", axis=SHARE))
    assert raws(table, "value") == [0.83, 0.0]
    assert str(raws(table, "value")[1]) == "0.0"
    assert [row[1].text for row in table.rows] == ["83%", "0%"]
    assert raws(table, "low") == [0.7, None]


def test_hidden_rows_and_values_are_not_in_the_table() -> None:
    rows = [IntervalRow("Shown", 0.5, n=50), IntervalRow("Secret", 0.3, n=3, is_hidden=True)]
    table = table_of(figures.interval_plot(rows, title="T", axis=SHARE))
    assert raws(table, "name") == ["Shown"]
    points = (TrendPoint("Wave 1", 0.3, 0.2, 0.4, n=3, is_hidden=True), TrendPoint("Wave 2", 0.4))
    (first, _) = table_of(figures.trend([Series("E", points)], title="T", axis=SHARE)).rows
    assert [datum.raw for datum in first] == ["E", "Wave 1", None, None, None, None]
    assert first[2].text == "hidden"


def test_a_mere_bound_is_words_in_the_file_too() -> None:
    rows = [IntervalRow("A", 4.5, n=12, text="4.5 or more", side="agents")]
    table = table_of(figures.interval_plot(rows, title="T", axis=MEAN))
    assert raws(table, "value") == ["4.5 or more"]


def test_hidden_cells_of_a_heat_map_have_neither_value_nor_count() -> None:
    heat = figures.heat_map(
        [("A", 12, [(1.004, "below"), (None, "")]), ("B", 4, [(None, "")] * 2)],
        columns=("x", "y"), title="T", axis=MEAN,
    )  # fmt: skip
    assert heat.table is not None
    assert raws(heat.table, "value") == [1.0, None, None, None]
    assert raws(heat.table, "n") == [12, None, None, None]
    assert raws(heat.table, "standing") == ["below", None, None, None]
    assert [row[2].text for row in heat.table.rows] == ["1.00", "hidden", "hidden", "hidden"]


def test_bars_of_nothing_have_no_share_and_tiles_their_row() -> None:
    bars = table_of(figures.bar_list([figures.BarRow("Sent", 3)], total=0, title="T"))
    assert (raws(bars, "n"), raws(bars, "share")) == ([3], [None])
    made = figures.tile("Satisfied", 0.82, 0.79, 0.85, axis=SHARE, n=1204)
    assert made.table is not None
    assert [datum.raw for datum in made.table.rows[0]] == ["Satisfied", 0.82, 0.79, 0.85, 1204]
    assert figures.tile("Satisfied", None, axis=SHARE).table is None


def test_states_and_bands_have_one_code_in_every_language() -> None:
    ring = table_of(gallery.FIGURES["ring"](canvas=SCREEN))
    assert set(raws(ring, "state")) == {"goes with", "no evidence here", "cannot tell yet"}
    row = figures.BandedRow("A", 0.8, 0.7, 0.9, 40, "top", "leads")
    lines = {"low": figures.Reference(0.7, "low"), "high": figures.Reference(0.9, "high")}
    banded = table_of(figures.banded_plot([row], title="T", axis=SHARE, **lines))
    assert raws(banded, "band") == ["top"]
    assert banded.rows[0][-1].text == "leads"
