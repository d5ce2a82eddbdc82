"""The tables of a report, found in its data, and its figures, found in its document."""

from __future__ import annotations

from datetime import date
from typing import Any

from survey.insight.report.drawn import drawn_in
from survey.insight.report.tables import tables_of


def figure(*labels: str, key: str = "name", title: str = "Chat fell") -> dict[str, Any]:
    """A figure as it stands in a report's data."""
    columns = [{"key": key, "label": "Team", "meaning": "What the row is about."}]
    rows = [[{"raw": label, "text": label}] for label in labels]
    table = {"title": title, "columns": columns, "rows": rows}
    return {"subtitle": "", "title": title, "desc": "", "note": "", "table": table}


def test_a_figures_table_is_named_after_where_it_stands() -> None:
    tables = tables_of({"customers": {"by_month": figure("a", "b")}})
    assert [row[0].raw for row in tables["customers-by-month"].rows] == ["a", "b"]
    assert tables["customers-by-month"].title == "Chat fell"


def test_a_figure_cut_into_pages_is_one_table_again() -> None:
    tables = tables_of({"customers": {"teams": [figure("a"), figure("b", title="More teams")]}})
    assert [row[0].raw for row in tables["customers-teams"].rows] == ["a", "b"]
    others = tables_of({"customers": {"teams": [figure("a"), figure("b", key="other")]}})
    assert {"customers-teams-1", "customers-teams-2"} <= others.keys()


def test_rows_that_are_printed_as_a_table_are_one_with_a_column_for_each_value() -> None:
    rows = [
        {"label": "Chat", "cut": {"n": 3, "share": 0.5}, "note": None},
        {"label": "Phone", "cut": {"n": 0, "share": None}, "extra": True, "figure": figure("a")},
    ]
    table = tables_of({"customers": {"reach": rows}})["customers-reach"]
    assert [column.key for column in table.columns] == [
        *("label", "cut_n", "cut_share", "note", "extra")
    ]
    assert [[datum.raw for datum in row] for row in table.rows] == [
        ["Chat", 3, 0.5, None, None],
        ["Phone", 0, None, None, "yes"],
    ]
    assert table.columns[1].meaning == "How many answers it rests on."
    assert all(column.meaning for column in table.columns)


def test_tables_inside_the_rows_of_a_list_are_one_table_that_names_the_row() -> None:
    drivers = [
        {"driver": "cost", "quotes": [{"text": "Fewer systems", "times": 2}], "shown": figure("a")},
        {"driver": "quality", "quotes": [{"text": "More time"}], "shown": figure("b", "c")},
        {"quotes": [{"text": "Lunch"}]},
    ]
    tables = tables_of({"asked": {"drivers": drivers}})
    assert set(tables) == {"asked-drivers", "asked-drivers-quotes", "asked-drivers-shown"}
    quotes = tables["asked-drivers-quotes"]
    assert quotes.title == "Asked, drivers, quotes"
    assert [column.key for column in quotes.columns] == [
        *("drivers_driver", "drivers_number", "text", "times")
    ]
    assert [[datum.raw for datum in row] for row in quotes.rows] == [
        ["cost", None, "Fewer systems", 2],
        ["quality", None, "More time", None],
        [None, 3, "Lunch", None],
    ]
    shown = [[datum.raw for datum in row] for row in tables["asked-drivers-shown"].rows]
    assert shown == [["cost", "a"], ["quality", "b"], ["quality", "c"]]


def test_what_stands_alone_is_in_the_facts() -> None:
    facts = tables_of({"title": "Forum report", "customers": {"whole": {"n": 0, "low": None}}})
    assert [[datum.raw for datum in row] for row in facts["facts"].rows] == [
        ["title", "Forum report"],
        ["customers.whole.n", 0],
    ]
    assert tables_of({}) == {}


def test_a_day_is_a_day_again() -> None:
    shown = figure("a")
    shown["table"]["rows"] = [[{"raw": "2026-01-31", "text": "31 January 2026"}]]
    assert tables_of({"year": shown})["year"].rows[0][0].raw == date(2026, 1, 31)


DOCUMENT = """<!doctype html><html lang="ar" dir="rtl"><head><link rel="stylesheet" href="a.css">
</head><body><figure class="figure"><p class="figure-title">Before any section</p></figure>
<section id="customers" class="page"><figure class="figure figure-heat"><p class="figure-title">Chat
&amp; <bdi>mail</bdi></p><svg></svg></figure><p>between</p>
<figure class="figure"><svg></svg></figure>
</section><section id="people"><figure class="figure"></figure></section></body></html>"""


def test_figures_are_named_after_their_section_in_the_order_of_the_pages() -> None:
    found = drawn_in(DOCUMENT)
    assert [(one.name, one.title) for one in found] == [
        ("report-1", "Before any section"),
        ("customers-1", "Chat & mail"),
        ("customers-2", ""),
        ("people-1", ""),
    ]
    assert drawn_in("") == ()
