"""Keeping context series, on both engines."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from survey.errors import Conflict
from survey.intake.context import ContextRecord, Read, WithoutValue
from survey.intake.context_mapping import ContextMapping
from survey.intake.problems import Problem, Rejected
from survey.operations import people
from survey.operations.context import accept_context
from survey.operations.import_report import ImportReport
from survey.store import database
from survey.store.reads_of_context import Series, all_series
from tests.conftest import ROOT
from tests.contact_records import counts
from tests.contexts import kept_values
from tests.operations.interrupting_context import MAPPING, month

PLAIN = replace(MAPPING, base=None)


@pytest.fixture
def teams(both_stores: str) -> None:
    for code in ("a", "b"):
        people.add_unit(code, code.upper())


def accept(
    *records: Read, mapping: ContextMapping = MAPPING, dry_run: bool = False
) -> ImportReport:
    return accept_context(records, mapping, dry_run=dry_run)


def span(first: int, last: int, value: float, row: int = 1) -> ContextRecord:
    return ContextRecord(row, row + 1, "a", date(2026, 3, first), date(2026, 3, last), value, 10.0)


@pytest.mark.usefixtures("teams")
def test_no_one_and_two_values_are_kept_as_one_series() -> None:
    assert counts(accept()) == (0, 0, 0, 0)
    assert all_series() == (Series("Absence", "absence", "count"),)
    assert counts(accept(month("a", 1, 4))) == (1, 0, 0, 0)
    assert counts(accept(month("a", 1, 4), month("b", 1, 6))) == (1, 0, 1, 0)
    assert kept_values("Absence") == [
        ("a", "2026-01-01", "2026-01-31", 4, 10), ("b", "2026-01-01", "2026-01-31", 6, 10),
    ]  # fmt: skip


@pytest.mark.usefixtures("teams")
def test_what_is_sent_again_takes_the_place_of_what_was_kept() -> None:
    accept(month("a", 1, 4), month("a", 2, 5))
    assert counts(accept(month("a", 1, 7), month("a", 2, 5))) == (0, 1, 1, 0)
    assert [value for *_, value, _ in kept_values("Absence")] == [7, 5]


@pytest.mark.usefixtures("teams")
def test_a_dry_run_reports_the_same_and_keeps_nothing() -> None:
    assert counts(accept(month("a", 1, 4), month("c", 1, 4), dry_run=True)) == (1, 0, 0, 1)
    assert all_series() == ()


@pytest.mark.usefixtures("teams")
def test_an_unknown_unit_a_rejected_row_and_one_without_a_value_are_counted() -> None:
    bad = Rejected(1, 2, (Problem(1, 2, "value", "x", "No."),))
    report = accept(bad, WithoutValue("a"), month("nobody", 1, 1), month("a", 1, 1))
    assert (counts(report), report.n_without_value) == ((1, 0, 0, 2), 1)
    assert report.rejected[1].problems[0].message == (
        "There is no unit with the code 'nobody'. Correct it, or add the unit."
    )


@pytest.mark.usefixtures("teams")
def test_days_that_a_stored_value_tells_of_are_rejected() -> None:
    accept(span(1, 7, 1), span(8, 14, 1))
    report = accept(span(5, 6, 2, 1), span(14, 20, 2, 2), span(15, 21, 2, 3))
    assert counts(report) == (1, 0, 0, 2)
    assert report.rejected[0].problems[0].message == (
        "A stored value tells of this unit for 2026-03-01 to 2026-03-07."
        " Days may be told once only."
    )


@pytest.mark.usefixtures("teams")
def test_the_order_of_a_file_does_not_decide_what_overlaps() -> None:
    accept(span(1, 31, 9))
    weeks = (span(8, 14, 2, 1), span(1, 7, 1, 2), span(15, 31, 3, 3))
    assert counts(accept(*weeks)) == (2, 1, 0, 0)
    assert [value for *_, value, _ in kept_values("Absence")] == [1, 2, 3]


@pytest.mark.usefixtures("teams")
def test_what_a_refused_row_would_have_replaced_stays() -> None:
    accept(span(1, 14, 1), span(15, 28, 2))
    report = accept(span(1, 20, 8, 1), span(8, 10, 9, 2))
    assert counts(report) == (0, 0, 0, 2)
    assert [row[1:4] for row in kept_values("Absence")] == [
        ("2026-03-01", "2026-03-14", 1), ("2026-03-15", "2026-03-28", 2),
    ]  # fmt: skip


@pytest.mark.usefixtures("teams")
def test_a_series_of_another_kind_is_a_conflict() -> None:
    accept(month("a", 1, 4))
    with pytest.raises(Conflict, match="holds absence as a count, and this mapping declares abs"):
        accept(month("a", 1, 4), mapping=replace(MAPPING, adds="mean"))
    with pytest.raises(Conflict, match="this mapping declares leavers as a count"):
        accept(month("a", 1, 4), mapping=replace(MAPPING, measures="leavers"))
    with pytest.raises(Conflict, match="have a base, and this mapping declares none"):
        accept(month("a", 2, 4)._replace(base=None), mapping=PLAIN)
    other = replace(PLAIN, name="Bare")
    accept(month("a", 2, 4)._replace(base=None), mapping=other)
    with pytest.raises(Conflict, match="have no base, and this mapping declares one"):
        accept(month("a", 3, 4), mapping=replace(MAPPING, name="Bare"))
    assert len(kept_values("Absence")) == 1


@pytest.mark.slow
def test_a_killed_import_leaves_nothing_and_is_simply_run_again(
    both_stores: str, tmp_path: Path
) -> None:
    database.disconnect()
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.interrupting_context", both_stores, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
