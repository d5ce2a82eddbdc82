"""The days a report can be about: a closed wave's window, a calendar month, a quarter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from survey.errors import NotFound, NotYet
from survey.insight.period import DAY, EARLIEST, LATEST, Period, month_of, months_back, spanning
from survey.insight.report.frame import Occasion
from survey.intake.editions import Every
from survey.privacy import gate
from survey.render import numbers
from survey.render.moments import long_month
from survey.render.speech import say
from survey.store.reads_of_months import months_with_contacts

_KEY = re.compile(
    r"wave:(?P<number>[1-9]\d{0,5})"
    r"|month:(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])"
    r"|quarter:(?P<years>20\d\d)-(?P<quarter>[1-4])",
    re.ASCII,
)
QUARTER = 3  # months
UNKNOWN = (
    "There is no such occasion. Write wave:4, month:2026-10 or quarter:2026-3, of a wave, a month"
    " or a quarter that there is."
)


def occasion_of(key: str, *, today: date) -> Occasion:
    """The occasion with this key: `wave:4`, `month:2026-10` or `quarter:2026-3`.

    A month needs no contacts: a report can say that there were none.

    Raises:
        NotFound: the key names nothing there is.
        NotYet: the wave is still open, or the days of its window, the month or the quarter are not
            over: nobody knows yet what will be late on its last day.
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise NotFound(UNKNOWN)
    if found["number"]:
        made = _of_wave(int(found["number"]))
    else:
        made = _of_quarter(key) if found["quarter"] else _of_month(key)
    window = made.window
    if made.every != "wave" and not EARLIEST <= window.from_on <= window.until_on <= LATEST:
        raise NotFound(UNKNOWN)
    if window.until_on >= today:
        first = numbers.day(window.until_on + DAY)
        raise NotYet(
            say(
                "%(days)s are not over. A report on them can be made from %(first)s on.",
                days=window.words,
                first=first,
            )
        )
    return made


def occasions(*, today: date) -> tuple[Occasion, ...]:
    """Closed waves, months and quarters with contacts whose days are over: the newest first.

    Where there is none at all it is the last whole month, so that every centre has a report.
    """
    known = months_with_contacts()
    keys = [f"month:{month}" for month in known] or [_month_key(_last_month(today))]
    keys += sorted({_quarter_key(date.fromisoformat(f"{month}-01")) for month in known})
    every = [*map(_of_key, keys), *(_of_wave(one.number) for one in gate.closed_waves())]
    over = (one for one in every if one.window.until_on < today)
    return tuple(sorted(over, key=_newest_first))


def _of_key(key: str) -> Occasion:
    return _of_quarter(key) if key.startswith("quarter:") else _of_month(key)


def _newest_first(one: Occasion) -> tuple[int, int, str]:
    order = ("wave", "month", "quarter")
    return -one.window.until_on.toordinal(), order.index(one.every), one.key


def _of_wave(number: int) -> Occasion:
    """The occasion of a closed wave.

    Raises:
        NotFound: there is no such wave.
        NotYet: it is still open.
    """
    wave = gate.wave(number)
    if not wave.is_closed:
        raise NotYet(f"Wave {number} is still open. Its report can be made once it has closed.")
    earlier = tuple(one for one in gate.closed_waves() if one.number < number)
    before = earlier[-1] if earlier else None
    return Occasion(
        key=f"wave:{number}",
        every="wave",
        name=wave.name,
        window=spanning(wave.window_from, wave.window_until),
        before=spanning(before.window_from, before.window_until) if before else None,
        before_name=before.name if before else "",
        wave=wave,
        earlier=earlier,
        has_new_wave=True,
    )


def _of_month(key: str) -> Occasion:
    window = month_of(date.fromisoformat(f"{key.removeprefix('month:')}-01"))
    return _of_days(key, "month", window, long_month(window.from_on))


def _of_quarter(key: str) -> Occasion:
    year, quarter = map(int, key.removeprefix("quarter:").split("-"))
    first = date(year, QUARTER * (quarter - 1) + 1, 1)
    window = spanning(first, months_back(first, -QUARTER) - DAY)
    name = say("Quarter %(quarter)s of %(year)s", quarter=numbers.whole(quarter), year=str(year))
    return _of_days(key, "quarter", window, name)


def _of_days(key: str, every: Every, window: Period, name: str) -> Occasion:
    before = window.previous
    closed = tuple(one for one in gate.closed_waves() if one.closes_on <= window.until_on)
    known = _has_contacts(before, months_with_contacts())
    return Occasion(
        key=key,
        every=every,
        name=name,
        window=window,
        before=before if known else None,
        before_name=_name_before(before, every) if known else "",
        wave=closed[-1] if closed else None,
        earlier=closed[:-1],
        has_new_wave=bool(closed) and closed[-1].closes_on >= window.from_on,
    )


def _has_contacts(period: Period, known: Iterable[str]) -> bool:
    return not {f"{month:%Y-%m}" for month in period.months}.isdisjoint(known)


def _name_before(before: Period, every: Every) -> str:
    """What the days before are called in a sentence."""
    if every == "quarter":
        return numbers.months(before.from_on, before.until_on)
    return long_month(before.from_on)


def _last_month(today: date) -> date:
    return months_back(today.replace(day=1), 1)


def _month_key(first: date) -> str:
    return f"month:{first:%Y-%m}"


def _quarter_key(first: date) -> str:
    return f"quarter:{first.year}-{(first.month - 1) // QUARTER + 1}"
