"""Closed contacts from a file: one checked record a row, or every reason against the row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from survey.intake import reach
from survey.intake.contact_columns import make_reader
from survey.intake.contact_mapping import ContactMapping
from survey.intake.mapping import Origin
from survey.intake.moments import Moment, find_second_occurrence
from survey.intake.problems import Problem, Rejected, Unfit, shorten
from survey.intake.table import Row, Table

FUTURE_ALLOWED = timedelta(days=1)  # clocks of other systems run ahead, by a time zone at most


class ContactRecord(NamedTuple):
    """A closed contact as it came from outside, checked.

    Instants are UTC; `closed_on` is the centre's day, and all that is known where `closed_at` is
    None. `agent`, `team` and `leader` are codes. `score` is on the
    scale that the mapping declares. `reach` is None where nothing is known of it.
    """

    source: str
    external_id: str
    queue: str
    channel: str
    reason: str | None
    agent: str
    agent_name: str | None
    team: str
    leader: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    closed_on: date
    handle_seconds: int | None
    score: int | None
    comment: str | None
    customer_ref: str | None
    tenure: str | None
    shift: str | None
    reach: reach.Reach | None = None


# The fields that name by a code what the centre must know.
CODES = ("team", "leader", "agent")
# The order in which a row's values are read: the record's, so that they can be put into it.
# Those of `reach.COLUMNS` follow where they are mapped.
FIELDS = (
    "external_id", "queue", "channel", "reason", "agent", "agent_name", "team", "leader",
    "opened", "closed", "handle_seconds", "score", "comment", "customer_ref", "tenure", "shift",
)  # fmt: skip

_OPENED, _CLOSED = FIELDS.index("opened"), FIELDS.index("closed")


def read_contacts(
    table: Table, mapping: ContactMapping, *, zone: ZoneInfo, now: datetime
) -> Iterator[ContactRecord | Rejected]:
    """Every data row of the file as a record, or rejected with all reasons. Memory stays flat.

    The mapping's timezone says how to read the file's times; `zone` is the centre's, which decides
    on which day a contact closed. A day without a time is taken as it stands.
    """
    parser = ContactParser(mapping, table.header, now=now)
    for chunk in table.chunks():
        items = parser.parse_chunk(chunk)
        yield from items if zone.key == mapping.zone.key else map(_days_of(zone), items)


def _days_of(zone: ZoneInfo) -> Callable[[ContactRecord | Rejected], ContactRecord | Rejected]:
    def place(item: ContactRecord | Rejected) -> ContactRecord | Rejected:
        if isinstance(item, Rejected) or item.closed_at is None:
            return item
        return item._replace(closed_on=item.closed_at.astimezone(zone).date())

    return place


class ContactParser:
    """Turns the cells of one row into a record, after a mapping compiled for one header."""

    def __init__(self, mapping: ContactMapping, header: Sequence[str], *, now: datetime) -> None:
        self._source = mapping.source
        self._zone = mapping.zone
        self._now = now
        self._latest_at = now + FUTURE_ALLOWED
        self._may_be_ambiguous = mapping.closed.is_local
        more = tuple(field for field in reach.COLUMNS if field in mapping.origins)
        self._fold = reach.fold(more) if more else None
        self._fields = FIELDS + more
        self._readers = [make_reader(field, mapping) for field in self._fields]
        self._pick, self._behind = _make_pick(self._fields, header, mapping)

    def parse_chunk(self, items: Sequence[Row | Rejected]) -> Iterable[ContactRecord | Rejected]:
        """The record of each row, or the row rejected with every reason.

        Column by column, which takes half the time; a chunk with anything unusual in it is gone
        through row by row.
        """
        if not any(isinstance(item, Rejected) for item in items):
            try:
                return self._parse_columns([item[2] for item in cast("Sequence[Row]", items)])
            except Unfit:
                pass  # row by row, every reason is found

        return [item if isinstance(item, Rejected) else self.parse(*item) for item in items]

    def _parse_columns(self, rows: Sequence[list[str]]) -> Iterable[ContactRecord]:
        """The records of rows that are all usual; raises Unfit where one is not."""
        texts: list[Sequence[str]] = [*zip(*rows, strict=True)]
        texts += [[text] * len(rows) for text in self._behind]
        picked = self._pick(texts)
        columns: list[Sequence[Any]] = [
            reader.read_all(column) for reader, column in zip(self._readers, picked, strict=True)
        ]
        opened_at, _ = zip(*columns[_OPENED], strict=True)
        closed_at, closed_on = zip(*columns[_CLOSED], strict=True)
        latest_at = self._latest_at
        for opened, closed in zip(opened_at, closed_at, strict=True):
            if not (opened and closed and opened <= closed <= latest_at):
                raise Unfit("These times want a closer look.")
        folded = map(self._fold, *columns[len(FIELDS) :]) if self._fold else repeat(None)
        columns[len(FIELDS) :] = [cast("Sequence[Any]", folded)]
        columns[_OPENED : _CLOSED + 1] = [opened_at, closed_at, closed_on]
        records = zip(repeat(self._source), *columns, strict=False)

        return map(partial(tuple.__new__, ContactRecord), records)

    def parse(self, row: int, line: int, cells: list[str]) -> ContactRecord | Rejected:
        """The row's record, or the row rejected with every reason."""
        texts = self._pick(cells + self._behind)
        try:
            values = [reader[text] for reader, text in zip(self._readers, texts, strict=True)]
            opened, closed = values[_OPENED], values[_CLOSED]
            opened_at, closed_at = opened[0], closed[0]
            if not (opened_at and closed_at and opened_at <= closed_at <= self._latest_at):
                closed = self._settle(opened, closed)
        except Unfit:
            problems = tuple(self._find_problems(texts, row, line))
            return Rejected(row, line, problems, tuple(self._find_codes(texts)))

        # A million rows pass here: the record is filled in its own order, without naming fields.
        plain = values[_CLOSED + 1 : len(FIELDS)]
        folded = self._fold(*values[len(FIELDS) :]) if self._fold else None
        return tuple.__new__(
            ContactRecord, (self._source, *values[:_OPENED], opened_at, *closed, *plain, folded)
        )

    def _settle(self, opened: Moment, closed: Moment) -> Moment:
        """The closing moment where the quick comparison was not enough."""
        closed = self._resolve(opened, closed)
        if find_time_faults(opened, closed, zone=self._zone, now=self._now):
            raise Unfit("The times contradict each other.")

        return closed

    def _resolve(self, opened: Moment, closed: Moment) -> Moment:
        """The second occurrence of a closing time that happened twice, if the first precedes the
        opening: a contact that spans the hour at which the clocks are put back."""
        (opened_at, _), (closed_at, closed_on) = opened, closed
        if self._may_be_ambiguous and opened_at and closed_at and closed_at < opened_at:
            return find_second_occurrence(closed_at, self._zone), closed_on

        return closed

    def _find_codes(self, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        for field, reader, text in zip(self._fields, self._readers, texts, strict=True):
            if field in CODES:
                with suppress(Unfit):
                    if code := reader[text]:
                        yield field, code

    def _find_problems(self, texts: Sequence[str], row: int, line: int) -> Iterator[Problem]:
        moments: dict[str, Moment] = {}
        for field, reader, text in zip(self._fields, self._readers, texts, strict=True):
            try:
                value = reader[text]
            except Unfit as reason:
                yield Problem(row, line, field, shorten(text), str(reason))
            else:
                if field in ("opened", "closed"):
                    moments[field] = value
        if len(moments) == 2:
            opened, closed = moments["opened"], moments["closed"]
            closed = self._resolve(opened, closed)
            for fault in find_time_faults(opened, closed, zone=self._zone, now=self._now):
                yield Problem(row, line, "closed", shorten(texts[_CLOSED]), fault)


def find_time_faults(opened: Moment, closed: Moment, *, zone: ZoneInfo, now: datetime) -> list[str]:
    """What is wrong with the two moments together; where a time is unknown, days are compared."""
    (opened_at, opened_on), (closed_at, closed_on) = opened, closed
    latest_at = now + FUTURE_ALLOWED
    if opened_at and closed_at:
        is_before = closed_at < opened_at
    else:
        is_before = bool(opened_on and closed_on and closed_on < opened_on)
    if closed_at:
        is_ahead = closed_at > latest_at
    else:
        is_ahead = bool(closed_on and closed_on > latest_at.astimezone(zone).date())
    faults = []
    if is_before:
        faults.append("The contact closed before it opened. Check both times and their formats.")
    if is_ahead:
        faults.append("The contact closes more than a day from now. Check the date and its format.")

    return faults


def _make_pick(
    fields: Sequence[str], header: Sequence[str], mapping: ContactMapping
) -> tuple[Callable[[Sequence[Any]], tuple[Any, ...]], list[str]]:
    """What takes the fields' cells out of a row, and the cells to put behind the row before.

    Constants and unmapped fields are cells like the others, so that every row is read one way.
    """
    behind: list[str] = []
    places: list[int] = []
    for field in fields:
        origin = mapping.origins.get(field, Origin())
        if origin.column is not None:
            places.append(header.index(origin.column.strip()))
        else:
            places.append(len(header) + len(behind))
            behind.append(origin.constant or "")

    return itemgetter(*places), behind
