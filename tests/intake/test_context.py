"""Files of context series: which days a value is about, and the reasons why not."""

from __future__ import annotations

import io
from datetime import date

import pytest

from survey.intake import contact_mapping, score_mapping
from survey.intake.context import ContextRecord, Read, WithoutValue, read_context
from survey.intake.context_mapping import load_context_mapping, parse_context_mapping
from survey.intake.declared import InvalidMapping
from survey.intake.problems import Rejected
from survey.intake.table import open_table
from tests.intake.writing import EXAMPLES

TODAY = date(2026, 11, 22)
HEAD = 'context = "Absence"\nmeasures = "absence"\nadds = "count"\nmissing = ["-"]\n'
MONTHLY = HEAD + '[fields]\nunit = "team"\nmonth = "month"\nvalue = "days"\nbase = "heads"\n'
SPANS = HEAD + '[fields]\nunit = "team"\nfrom = "from"\nuntil = "until"\nvalue = "days"\n'


def read(text: str, mapping: str = MONTHLY, header: str = "team,month,days,heads") -> list[Read]:
    declared = parse_context_mapping(mapping)
    stream = io.BytesIO(f"{header}\n{text}".encode())
    table = open_table(stream, declared.csv, needed=declared.columns)
    return list(read_context(table, declared, today=TODAY))


def spans(*lines: str) -> list[Read]:
    return read("\n".join(lines) + "\n", SPANS, "team,from,until,days")


def reasons(items: list[Read]) -> list[tuple[int, str, str]]:
    rejected = [item for item in items if isinstance(item, Rejected)]
    return [(one.row, one.field, one.message) for item in rejected for one in item.problems]


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidMapping) as refusal:
        parse_context_mapping(text)
    return refusal.value.problems


def test_a_month_is_all_of_its_days() -> None:
    assert read("north,2024-02,3.5,20\n") == [
        ContextRecord(1, 2, "north", date(2024, 2, 1), date(2024, 2, 29), 3.5, 20.0)
    ]


@pytest.mark.parametrize(
    ("field", "written", "first", "last"),
    [
        ('day = "when"', "2026-03-05", 5, 5),
        ('day = { column = "when", format = "%d/%m/%Y" }', "05/03/2026", 5, 5),
        ('month = { column = "when", format = "%B %Y" }', "March 2026", 1, 31),
        ('month = { column = "when", format = "%d.%m.%Y" }', "17.03.2026", 1, 31),
        ('month = { constant = "2026-03" }', "", 1, 31),
    ],
)
def test_days_are_read_as_they_are_declared(
    field: str, written: str, first: int, last: int
) -> None:
    mapping = f'{HEAD}[fields]\nunit = {{ constant = "centre" }}\n{field}\nvalue = "days"\n'
    (record,) = read(f"{written},4\n", mapping, "when,days")
    days = (date(2026, 3, first), date(2026, 3, last))
    assert record == ContextRecord(1, 2, "centre", *days, 4.0, None)


def test_no_row_one_row_and_a_row_without_a_value() -> None:
    assert read("") == []
    assert len(read("north,2026-01,1,1\n")) == 1
    assert read("north,2026-01,-,20\nsouth,2026-01,,\n") == [
        WithoutValue("north"), WithoutValue("south"),
    ]  # fmt: skip


def test_every_reason_against_a_row_is_given() -> None:
    assert reasons(read(",March,-2,0\n")) == [
        (1, "unit", "unit is missing."),
        (1, "month", "'March' is not a month such as 2026-01. Declare its format."),
        (1, "value", "A count cannot be below zero."),
        (1, "base", "A base must be above zero. Leave the row out where there was nobody."),
    ]
    found = reasons(read("a,2026-13,x,5\na,1900-01,1,5\na,2026-01,1,-\na,2026-02,1,5,9\n"))
    assert [field for _, field, _ in found] == ["month", "value", "month", "base", "row"]
    assert found[2][2] == "The year 1900 cannot be right. Check the date."


def test_a_month_that_is_none_is_not_taken_for_a_day() -> None:
    mapping = MONTHLY.replace('"month"', '{ column = "month", format = "%Y-%m" }', 1)
    assert reasons(read("a,2026-13,1,5\n", mapping)) == [
        (1, "month", "'2026-13' is not a date in the declared format %Y-%m.")
    ]


@pytest.mark.parametrize("measures", ["absence", "leavers", "customer_loss", "service_level"])
def test_a_part_is_not_more_than_its_base(measures: str) -> None:
    mapping = MONTHLY.replace('"absence"', f'"{measures}"')
    assert reasons(read("a,2026-01,500,100\nb,2026-01,100,100\n", mapping)) == [
        (1, "value", "It is more than its base, 100, of which it is a part.")
    ]


@pytest.mark.parametrize(("measures", "adds"), [("stress", "count"), ("absence", "mean")])
def test_what_is_no_part_may_be_more_than_its_base(measures: str, adds: str) -> None:
    mapping = MONTHLY.replace('"absence"', f'"{measures}"').replace('"count"', f'"{adds}"')
    assert reasons(read("a,2026-01,500,100\n", mapping)) == []


def test_days_ahead_are_refused_and_the_month_that_runs_is_not() -> None:
    assert reasons(read("a,2026-11,1,5\na,2026-12,1,5\na,2030-01,1,5\n")) == [
        (2, "month", "It lies ahead: today is 2026-11-22. Check the date."),
        (3, "month", "It lies ahead: today is 2026-11-22. Check the date."),
    ]
    found = spans(
        "a,2026-11-22,2026-11-30,1",
        "b,2026-11-23,2026-11-24,1",
        "c,2026-11-01,2026-12-01,1",
    )
    assert [(row, field) for row, field, _ in reasons(found)] == [(2, "until"), (3, "until")]


def test_a_mean_may_lie_below_zero() -> None:
    (record,) = read("a,2026-01,-4.5,5\n", MONTHLY.replace('adds = "count"', 'adds = "mean"'))
    assert isinstance(record, ContextRecord)
    assert record.value == -4.5


def test_a_span_that_ends_before_it_begins_is_rejected() -> None:
    assert reasons(spans("a,2026-03-07,2026-03-01,4")) == [
        (1, "until", "The last day lies before the first, 2026-03-07.")
    ]


def test_days_of_a_unit_are_told_once_only() -> None:
    found = spans(
        "a,2026-03-02,2026-03-08,1",
        "a,2026-03-16,2026-03-22,1",
        "a,2026-03-08,2026-03-15,2",
        "b,2026-03-08,2026-03-15,2",
        "a,2026-03-01,2026-03-31,3",
        "a,2026-03-09,2026-03-15,4",
        "a,2026-03-22,2026-03-22,5",
    )
    assert reasons(found) == [
        (3, "unit", "Row 1 already tells of this unit for 2026-03-02 to 2026-03-08."
         " Days may be told once only."),
        (5, "unit", "Row 1 already tells of this unit for 2026-03-02 to 2026-03-08."
         " Days may be told once only."),
        (7, "unit", "Row 2 already tells of this unit for 2026-03-16 to 2026-03-22."
         " Days may be told once only."),
    ]  # fmt: skip


def test_every_mistake_of_a_mapping_is_reported_at_once() -> None:
    found = mistakes("""
        measures = "weather"
        adds = "both"
        sheet = 1
        [fields]
        day = "d"
        month = { column = "m", format = "%d" }
        value = { columns = ["v"] }
        n = "x"
    """)
    for expected in (
        "context is missing.",
        "measures must be one of handle_time, tenure,",
        "adds must be one of count, mean, not 'both'.",
        "sheet is not known.",
        "fields.unit is missing",
        "fields needs a day, or a month, or both from and until, and no more than that.",
        "fields.month.format '%d' does not do: the year (%Y) is missing.",
        "fields.month.format '%d' does not do: the month (%m) is missing.",
        "fields.value.column is missing.",
        "fields.n is not known.",
    ):
        assert sum(expected in mistake for mistake in found) == 1, (expected, found)


def test_a_constant_that_is_no_month_is_a_mistake_of_the_mapping() -> None:
    (mistake,) = mistakes(MONTHLY.replace('"month"', '{ constant = "spring" }'))
    assert mistake.startswith("fields.month.constant does not do. 'spring' is not a month")


def test_mappings_of_other_files_are_sent_to_their_own_commands() -> None:
    assert "use flask import-contacts" in mistakes('source = "desk"')[0]
    assert "use flask import-scores" in mistakes('series = "vendor"')[0]
    for parse in (contact_mapping.parse_contact_mapping, score_mapping.parse_score_mapping):
        with pytest.raises(InvalidMapping, match="use flask import-context"):
            parse(MONTHLY)


@pytest.mark.parametrize(("name", "n_records"), [("absence", 4), ("service-level", 3)])
def test_the_examples_are_read_without_a_rejection(name: str, n_records: int) -> None:
    declared = load_context_mapping(EXAMPLES / f"context-{name}.toml")
    with (EXAMPLES / f"context-{name}.csv").open("rb") as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        found = list(read_context(table, declared, today=TODAY))
    assert len(found) == 4
    assert sum(isinstance(item, ContextRecord) for item in found) == n_records
    assert reasons(found) == []
