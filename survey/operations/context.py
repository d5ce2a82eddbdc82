"""Keeping context series: what stands beside engagement and satisfaction, unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from survey.errors import Conflict
from survey.intake.context import ContextRecord, Read, Spans, WithoutValue, refuse_overlap
from survey.intake.context_mapping import ContextMapping
from survey.intake.problems import Problem, Rejected, shorten
from survey.operations.dry_run import rolled_back
from survey.operations.import_report import ImportReport, Tally, ignore
from survey.store import context_writes, directory
from survey.store.context_writes import Stored
from survey.store.database import transaction

Value = tuple[int, date, date, float, float | None]


def accept_context(
    records: Iterable[Read],
    mapping: ContextMapping,
    *,
    dry_run: bool = False,
    on_rejected: Callable[[Rejected], None] = ignore,
) -> ImportReport:
    """What became of every record, all in one transaction.

    A value is known by series, unit and first day; sent again it takes the place of the stored one.
    Days that another stored value tells of are rejected. With `dry_run` nothing is kept.

    Raises:
        Conflict: the series exists and holds something else, or has a base where this has none.
    """
    tally = Tally(on_rejected)
    # The file is read to its end first: on SQLite customers who answer wait for what follows.
    sent = list(records)
    with rolled_back() if dry_run else transaction():
        series_id = _series(mapping)
        stored = context_writes.stored_values(series_id)
        _require_same_kind_of_base(mapping, stored)
        found = _known(sent, tally)
        _require_free_days(found, stored, tally)
        values: list[Value] = []
        for (unit_id, from_on), record in found.items():
            before = stored.get((unit_id, from_on))
            if before == Stored(record.until_on, record.value, record.base):
                tally.n_unchanged += 1
                continue
            tally.n_accepted += before is None
            tally.n_updated += before is not None
            values.append((unit_id, from_on, record.until_on, record.value, record.base))
        context_writes.keep_values(series_id, values)
    return tally.close()


def _series(mapping: ContextMapping) -> int:
    found = context_writes.find_or_insert_series(
        mapping.name, measures=mapping.measures, adds=mapping.adds
    )
    if (found.measures, found.adds) != (mapping.measures, mapping.adds):
        raise Conflict(
            f"The series '{mapping.name}' holds {found.measures} as a {found.adds}, and this"
            f" mapping declares {mapping.measures} as a {mapping.adds}. Give the new values a"
            " series of their own."
        )
    return found.id


def _require_same_kind_of_base(
    mapping: ContextMapping, stored: dict[tuple[int, date], Stored]
) -> None:
    """With and without a base are different things, and are never joined."""
    has_base = mapping.base is not None
    if any((value.base is not None) != has_base for value in stored.values()):
        told, declared = ("no", "one") if has_base else ("a", "none")
        raise Conflict(
            f"The values of the series '{mapping.name}' have {told} base, and this mapping declares"
            f" {declared}. Give the new values a series of their own."
        )


def _known(records: Iterable[Read], tally: Tally) -> dict[tuple[int, date], ContextRecord]:
    """The records of units that are known, by unit and first day; the others are counted."""
    units = directory.Codes("unit")
    found: dict[tuple[int, date], ContextRecord] = {}
    for record in records:
        if isinstance(record, Rejected):
            tally.reject(record)
        elif isinstance(record, WithoutValue):
            tally.n_without_value += 1
        else:
            unit_id = units.find(record.unit)
            if unit_id is None:
                tally.reject(_unknown(record))
            else:
                found[unit_id, record.from_on] = record
    return found


def _unknown(record: ContextRecord) -> Rejected:
    code = shorten(record.unit)
    message = f"There is no unit with the code '{code}'. Correct it, or add the unit."
    problem = Problem(record.row, record.line, "unit", code, message)
    return Rejected(record.row, record.line, (problem,))


def _require_free_days(
    found: dict[tuple[int, date], ContextRecord],
    stored: dict[tuple[int, date], Stored],
    tally: Tally,
) -> None:
    """Take out what overlaps a stored value that stays: one that nothing in the file replaces."""
    while _refused(found, stored, tally):
        # What a refused record would have replaced stays, and takes its days after all.
        pass


def _refused(
    found: dict[tuple[int, date], ContextRecord],
    stored: dict[tuple[int, date], Stored],
    tally: Tally,
) -> bool:
    """Whether a record had to go."""
    codes = {unit_id: record.unit for (unit_id, _), record in found.items()}
    spans = Spans()
    for (unit_id, from_on), value in stored.items():
        if unit_id in codes and (unit_id, from_on) not in found:
            spans.take(codes[unit_id], (from_on, value.until_on), "")
    n_before = len(found)
    for key, record in list(found.items()):
        taken = spans.overlapping(record.unit, (record.from_on, record.until_on))
        if taken is not None:
            tally.reject(refuse_overlap(record, taken, by="A stored value"))
            del found[key]
    return len(found) < n_before
