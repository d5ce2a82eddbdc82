"""Keeping unit-level scores that another system has worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from survey.errors import Conflict
from survey.intake.problems import Problem, Rejected, shorten
from survey.intake.score import Read, ScoreRecord, WithoutValue
from survey.intake.score_mapping import ScoreMapping, UnitCreation
from survey.operations.dry_run import rolled_back
from survey.operations.import_report import ImportReport, Tally, ignore
from survey.operations.new_units import add_unit_under
from survey.operations.wording import LONGEST_CODE, text_problems
from survey.store import directory, score_writes
from survey.store.database import transaction

Score = tuple[int, str, float, int | None]


def accept_scores(
    records: Iterable[Read],
    mapping: ScoreMapping,
    *,
    dry_run: bool = False,
    on_rejected: Callable[[Rejected], None] = ignore,
) -> ImportReport:
    """What became of every record, all in one transaction.

    A score is known by series, unit and period; sent again it takes the place of the stored one,
    and an n that is missing leaves the stored n. With `dry_run` nothing is kept.

    Raises:
        Conflict: the series exists with another kind or scale.
    """
    tally = Tally(on_rejected)
    with rolled_back() if dry_run else transaction():
        series_id = _series(mapping)
        units = _Units(mapping.create, tally)
        stored = score_writes.stored_scores(series_id)
        scores: list[Score] = []
        for row, record in enumerate(records, start=1):
            if isinstance(record, WithoutValue):
                tally.n_without_value += 1
                continue
            unit_id = record if isinstance(record, Rejected) else units.find(row, record.unit)
            if isinstance(unit_id, Rejected):
                tally.reject(unit_id)
            elif isinstance(record, ScoreRecord):
                scores += _compare(unit_id, record, stored, tally)
        score_writes.keep_scores(series_id, scores)
    return tally.close()


def _series(mapping: ScoreMapping) -> int:
    found = score_writes.series_named(mapping.series)
    if found is None:
        return score_writes.insert_series(
            mapping.series, mapping.kind, low=mapping.low, high=mapping.high
        )
    if (found.kind, found.low, found.high) != (mapping.kind, mapping.low, mapping.high):
        raise Conflict(
            f"The series '{mapping.series}' holds {found.kind} from {found.low:g} to"
            f" {found.high:g}, and this mapping declares {mapping.kind} from {mapping.low:g} to"
            f" {mapping.high:g}. Give the new scores a series of their own."
        )
    return found.id


def _compare(
    unit_id: int,
    record: ScoreRecord,
    stored: dict[tuple[int, str], tuple[float, int | None]],
    tally: Tally,
) -> list[Score]:
    """The score to keep, counted; empty where it is stored already."""
    before = stored.get((unit_id, record.period))
    if before is None:
        tally.n_accepted += 1
        return [(unit_id, *record[1:])]
    n = before[1] if record.n is None else record.n
    if before == (record.value, n):
        tally.n_unchanged += 1
        return []
    tally.n_updated += 1
    return [(unit_id, record.period, record.value, n)]


class _Units:
    """Unit ids by code; new units are created where the mapping allows it."""

    def __init__(self, creation: UnitCreation, tally: Tally) -> None:
        self._creation = creation
        self._codes = directory.Codes("unit")
        self._tally = tally

    def find(self, row: int, code: str) -> int | Rejected:
        """Id of the unit, or the row rejected because there is none and may be none."""
        unit_id = self._codes.find(code)
        if unit_id is not None:
            return unit_id
        objections = text_problems("code", code, LONGEST_CODE)
        if not self._creation.units:
            objections = [
                f"There is no unit with the code '{shorten(code)}'. Correct it, add the unit, or"
                " allow the import to create units."
            ]
        if objections:
            problems = tuple(Problem(row, 0, "unit", shorten(code), text) for text in objections)
            return Rejected(row, 0, problems)
        return add_unit_under(
            code, self._creation.under, units=self._codes, created=self._tally.created
        )
