"""Keeping unit scores from elsewhere, on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.errors import Conflict
from survey.intake.problems import Problem, Rejected
from survey.intake.score import ScoreRecord, WithoutValue
from survey.intake.score_mapping import ScoreMapping, UnitCreation, parse_score_mapping
from survey.operations import people
from survey.operations.import_report import ImportReport
from survey.operations.scores import accept_scores
from survey.store.database import rows
from survey.store.reads_of_scores import all_series, unit_scores
from tests.contact_records import counts

MAPPING = parse_score_mapping(
    """
    series = "teachers"
    kind = "engagement"
    [scale]
    low = 0
    high = 100
    [fields]
    unit = "school"
    period = "year"
    value = "positive"
    n = "answered"
    [create]
    units = true
    under = "schools"
    """
)
NO_UNITS = replace(MAPPING, create=UnitCreation())
SCORE = ScoreRecord("s1", "2025", 61.5, 20)


def _accept(
    *records: ScoreRecord | WithoutValue | Rejected,
    mapping: ScoreMapping = MAPPING,
    dry_run: bool = False,
) -> ImportReport:
    return accept_scores(records, mapping, dry_run=dry_run)


def _kept() -> list[tuple[str, str, float, int | None]]:
    return [(one.unit_code, one.period, one.value, one.n) for one in unit_scores("teachers")]


def test_scores_are_kept_as_one_series(both_stores: str) -> None:
    report = _accept(SCORE, SCORE._replace(unit="s2", n=None))
    assert counts(report) == (2, 0, 0, 0)
    assert report.created == {"unit": 3}
    assert _kept() == [("s1", "2025", 61.5, 20), ("s2", "2025", 61.5, None)]
    assert rows("SELECT depth FROM unit ORDER BY code") == [(1,), (1,), (0,)]


def test_a_row_without_a_value_is_counted_and_keeps_nothing(both_stores: str) -> None:
    report = _accept(SCORE, WithoutValue("s2", "2025"))
    assert counts(report) == (1, 0, 0, 0)
    assert (report.n_without_value, report.n_rows) == (1, 2)
    assert len(_kept()) == 1


def test_scores_sent_again_change_nothing_but_what_is_new(both_stores: str) -> None:
    _accept(SCORE)
    assert counts(_accept(SCORE)) == (0, 0, 1, 0)
    assert counts(_accept(SCORE._replace(n=None))) == (0, 0, 1, 0)
    assert counts(_accept(SCORE._replace(value=62.0, n=None))) == (0, 1, 0, 0)
    assert _kept() == [("s1", "2025", 62.0, 20)]


def test_an_unknown_unit_is_rejected_unless_it_may_be_created(both_stores: str) -> None:
    people.add_unit("s1", "School one")
    report = _accept(SCORE, SCORE._replace(unit="s2"), mapping=NO_UNITS)
    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].problems[0][:4] == (2, 0, "unit", "s2")
    assert "There is no unit with the code 's2'" in report.rejected[0].problems[0].message


def test_rejected_rows_are_counted_and_the_rest_is_kept(both_stores: str) -> None:
    unread = Rejected(1, 2, (Problem(1, 2, "value", "x", "It is not a number."),))
    report = _accept(unread, SCORE, SCORE._replace(unit="s" * 65))
    assert counts(report) == (1, 0, 0, 2)
    assert [one.row for one in report.rejected] == [1, 3]


def test_a_series_keeps_its_kind_and_scale(both_stores: str) -> None:
    _accept(SCORE)
    with pytest.raises(Conflict, match="holds engagement from 0 to 100"):
        _accept(SCORE, mapping=replace(MAPPING, high=10.0))
    assert [one.high for one in all_series()] == [100.0]


def test_a_dry_run_of_scores_keeps_nothing(both_stores: str) -> None:
    told = _accept(SCORE, dry_run=True)
    assert all_series() == ()
    assert rows("SELECT * FROM unit") == []
    assert _accept(SCORE) == told
