"""Instants from declared formats in local time: what `strptime` says, at a fraction of its price.

Day and month are told apart by the declared format alone. A clock time that a change of the clocks
skipped is refused; one that happened twice is taken as the first.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.intake.fields import Remembering
from survey.intake.problems import Unfit, shorten
from survey.intake.time_format import ISO, Cut, TimeFormat, swap_day_and_month

EARLIEST_ON = date(1970, 1, 2)
LATEST_ON = date(9999, 12, 30)
CLOCKS_OF_A_DAY = 86_400
_PLAIN_CLOCKS = {"%H:%M": len("18:05"), "%H:%M:%S": len("18:05:30")}
_PLAIN_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?", re.ASCII)
_ISO_SHAPE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?", re.ASCII)

Moment = tuple[datetime | None, date | None]
NO_MOMENT: Moment = (None, None)


class LocalTimes:
    """A reader of moments: `times[text]` is (the UTC instant or None, the local date or None).

    Raises Unfit with the reason for a text that does not fit.
    """

    def __init__(
        self,
        declared: TimeFormat,
        zone: ZoneInfo,
        *,
        field: str,
        missing: Container[str],
        required: bool,
    ) -> None:
        self._format = declared
        self._zone = zone
        self._field = field
        self._missing = missing
        self._required = required
        cut = declared.cut or Cut("", "", "", False)
        self._day_pattern, self._gap, self._clock_pattern, is_last = cut
        self._split = str.rpartition if is_last else str.partition
        self._days = Remembering(self._read_day)
        self._clocks = Remembering(self._read_clock, limit=CLOCKS_OF_A_DAY)

    def __getitem__(self, text: str, /) -> Moment:
        if self._gap and text not in self._missing:
            day, _, clock = self._split(text, self._gap)
            try:
                midnight, on = self._days[day]
                since = self._clocks[clock]
            except ValueError:
                return self._read_whole(text)
            if since is None:
                return None, on
            if midnight is not None:
                return midnight + since, on

        return self._read_whole(text)

    def read_all(self, texts: Sequence[str], /) -> list[Moment]:
        """The moments of many texts: the same, at half the price of asking for each."""
        split, gap, days, clocks = self._split, self._gap or " ", self._days, self._clocks
        missing = self._missing
        moments = []
        for text in texts:
            day, _, clock = split(text, gap)
            # Known parts are looked up here; whatever else there may be is the other's task.
            midnight, on = days.get(day, NO_MOMENT)
            since = clocks.get(clock)
            if midnight is None or since is None or text in missing:
                moments.append(self[text])
            else:
                moments.append((midnight + since, on))

        return moments

    def _read_day(self, text: str) -> tuple[datetime | None, date]:
        """(UTC instant of local midnight, date); no instant on a day on which the clocks change."""
        on = _strptime(text, self._day_pattern).date()
        check_range(on)

        return find_even_midnight(on, self._zone), on

    def _read_clock(self, text: str) -> timedelta | None:
        if len(text) == _PLAIN_CLOCKS.get(self._clock_pattern) and _PLAIN_CLOCK.fullmatch(text):
            # A day has 86,400 clock times, and by the pattern each takes twenty times as long.
            at = time.fromisoformat(text)
        else:
            at = _strptime(text, self._clock_pattern).time()
        if at == self._format.date_only:
            return None

        return timedelta(
            hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond
        )

    def _read_whole(self, text: str) -> Moment:
        stripped = text.strip()
        if stripped in self._missing:
            if self._required:
                raise Unfit(f"{self._field} is missing.")
            return NO_MOMENT
        read = self._parse(stripped)
        check_range(read.date())
        if not self._has_clock(stripped) or read.time() == self._format.date_only:
            return None, read.date()
        if read.tzinfo is not None:
            return read.astimezone(UTC), read.astimezone(self._zone).date()

        return localise(read, self._zone), read.date()

    def _has_clock(self, text: str) -> bool:
        if self._format.pattern == ISO:
            return len(text) > len("2026-01-31")

        return self._format.has_clock

    def _parse(self, text: str) -> datetime:
        try:
            if self._format.pattern == ISO:
                return _parse_iso(text)
            return _strptime(text, self._format.pattern)
        except ValueError:
            raise Unfit(self._explain(text)) from None

    def _explain(self, text: str) -> str:
        pattern = (
            "ISO 8601 (2026-01-31T18:05)" if self._format.pattern == ISO else self._format.pattern
        )
        said = f"'{shorten(text)}' is not a date in the declared format {pattern}."
        if "%d" not in pattern or "%m" not in pattern:
            return said
        try:
            _strptime(text, swap_day_and_month(self._format.pattern))
        except ValueError:
            return said

        return f"{said} It fits with day and month exchanged: check the format before you import."


def check_range(on: date) -> None:
    """Raises Unfit for a day that cannot be meant, such as a spreadsheet's 1900."""
    if not EARLIEST_ON <= on <= LATEST_ON:
        raise Unfit(f"The year {on.year} cannot be right. Check the date.")


def localise(naive: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local time, the first of two where the clocks were put back.

    Raises Unfit for a time that the clocks skipped.
    """
    at = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != naive:
        raise Unfit(
            f"{naive:%Y-%m-%d %H:%M} did not exist in {zone.key}: the clocks went forward over it."
            " Check the timezone in the mapping."
        )

    return at


def find_second_occurrence(at: datetime, zone: ZoneInfo) -> datetime:
    """The later instant with the same local time, or `at` itself where there is only one."""
    return at.astimezone(zone).replace(fold=1).astimezone(UTC)


def find_even_midnight(on: date, zone: ZoneInfo) -> datetime | None:
    """The UTC instant at which a local day starts, or None where its clocks change on the way."""
    start = datetime.combine(on, time())
    offsets = {
        (start + timedelta(hours=hour)).replace(tzinfo=zone, fold=fold).utcoffset()
        for hour in range(25)
        for fold in (0, 1)
    }
    if len(offsets) > 1:
        return None

    return start.replace(tzinfo=zone).astimezone(UTC)


def _parse_iso(text: str) -> datetime:
    # The shape keeps out week dates and other rarities that fromisoformat also takes.
    if not _ISO_SHAPE.fullmatch(text):
        raise ValueError(text)

    return datetime.fromisoformat(text)


def _strptime(text: str, pattern: str) -> datetime:
    # Local times are naive until `localise` has looked at the zone's changes.
    return datetime.strptime(text, pattern)  # noqa: DTZ007
