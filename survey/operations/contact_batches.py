"""Contacts in batches, read and laid out in columns while the database takes in the batch before.

The database's long statements leave the interpreter to others, so both go on at once. Nothing here
asks the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import compress, islice
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from survey.intake.contact import ContactRecord
from survey.intake.problems import Rejected
from survey.store.fields import to_seconds

# A record with its row in the file, from 1.
Numbered = tuple[int, ContactRecord]
Item = ContactRecord | Rejected


@dataclass(frozen=True, slots=True)
class Part:
    """Contacts without repeats: the records, and their values by column, as they are stored.

    Columns are named as in the record, and beside them `row_number`, and `received_at`: when
    feedback that came with the contact was received.
    """

    numbered: Sequence[Numbered]
    columns: Mapping[str, Sequence[Any]]

    @property
    def reaches(self) -> list[tuple[Any, ...]]:
        """Row number and how the customer can be reached, of the rows that say it."""
        column = self.columns["reach"]
        if column.count(None) == len(column):
            return []
        rows = zip(self.columns["row_number"], column, strict=True)
        return [(row, *reach) for row, reach in rows if reach is not None]

    def without(self, rows: set[int]) -> Part:
        """The part without these rows."""
        stays = [row not in rows for row, _ in self.numbered]
        columns = {name: list(compress(column, stays)) for name, column in self.columns.items()}
        return Part(list(compress(self.numbered, stays)), columns)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows read: those rejected, and the others in parts that hold each contact once.

    The later row of two comes in the later part, as if it had come in a later file.
    """

    n_rows: int
    rejected: list[Rejected]
    parts: list[Part]


class Reader:
    """The records in batches of at most `n_rows`; `zone` decides when a day began."""

    def __init__(
        self, records: Iterable[Item], pool: Executor, *, n_rows: int, zone: ZoneInfo
    ) -> None:
        self._numbered = enumerate(records, start=1)
        self._pool = pool
        self._n_rows = n_rows
        self._days = _Days(zone)
        self._next: Future[Batch] | None = None

    def begin(self) -> None:
        """Start to read the next batch, unless that has begun."""
        if self._next is None:
            self._next = self._pool.submit(self._read)

    def take(self) -> Batch:
        """The next batch; without rows at the end."""
        self.begin()
        assert self._next is not None
        batch, self._next = self._next.result(), None
        return batch

    def _read(self) -> Batch:
        rows = list(islice(self._numbered, self._n_rows))
        rejected = [item for _, item in rows if isinstance(item, Rejected)]
        numbered = cast("list[Numbered]", rows)
        if rejected:
            numbered = [(row, item) for row, item in rows if not isinstance(item, Rejected)]
        parts = [_lay_out(part, self._days) for part in _without_repeats(numbered)]
        return Batch(len(rows), rejected, parts)


class _Day(NamedTuple):
    """A closing day as it is stored, and the instant at which it begins, in seconds."""

    text: str
    begins_at: int


class _Days(dict[date, _Day]):
    """`days[day]`, worked out once for each day of a file."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, day: date) -> _Day:
        begins = datetime.combine(day, time(), self._zone).astimezone(UTC)
        self[day] = _Day(str(day), to_seconds(begins))
        return self[day]


def _without_repeats(numbered: list[Numbered]) -> list[list[Numbered]]:
    """The records in parts that hold each contact once."""
    if len({record.external_id for _, record in numbered}) == len(numbered):
        return [numbered] if numbered else []
    parts: list[list[Numbered]] = []
    n_met: Counter[tuple[str, str]] = Counter()
    for row, record in numbered:
        key = (record.source, record.external_id)
        if n_met[key] == len(parts):
            parts.append([])
        parts[n_met[key]].append((row, record))
        n_met[key] += 1
    return parts


def _lay_out(numbered: list[Numbered], days: _Days) -> Part:
    rows, records = zip(*numbered, strict=True)
    columns: dict[str, Sequence[Any]] = dict(
        zip(ContactRecord._fields, zip(*records, strict=True), strict=True)
    )
    known_days = [days[day] for day in columns["closed_on"]]
    closed_at = _seconds(columns["closed_at"])
    columns["row_number"] = rows
    columns["opened_at"] = _seconds(columns["opened_at"])
    columns["closed_at"] = closed_at
    columns["closed_on"] = [day.text for day in known_days]
    columns["comment"] = [comment or None for comment in columns["comment"]]
    columns["received_at"] = [
        day.begins_at if at is None else at for at, day in zip(closed_at, known_days, strict=True)
    ]
    return Part(numbered, columns)


def _seconds(instants: Sequence[datetime | None]) -> list[int | None]:
    return [None if at is None else int(at.timestamp()) for at in instants]
