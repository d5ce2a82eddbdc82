"""Why customers were not asked: every reason counted, by channel and queue, for a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from survey.insight.asking.words import REASONS
from survey.insight.period import Period, last_days, parse_period
from survey.insight.selection import CHANNEL_NAMES
from survey.store import reads_of_asking
from survey.store.reads_of_asking import ReasonCount

DEFAULT_DAYS = 28
INVITED = ("invited", "by_hand")
Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason: its heading, what it means, how many, and the address of those contacts."""

    heading: str
    meaning: str
    n: int
    href: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One channel or queue: how many were asked of how many, and the reason most often met."""

    name: str
    n: int
    n_asked: int
    reason: str


@dataclass(frozen=True, slots=True)
class NotAskedPage:
    """Contacts that closed in a period and were decided about. `n_waiting` contacts wait."""

    period: Period
    n: int
    n_asked: int
    n_waiting: int
    reasons: tuple[ReasonLine, ...]
    channels: tuple[PlaceLine, ...]
    queues: tuple[PlaceLine, ...]

    @property
    def n_not_asked(self) -> int:
        """How many customers were not asked."""
        return self.n - self.n_asked


def not_asked(query: Mapping[str, str], *, today: date, contacts: Link) -> NotAskedPage:
    """The page for the period an address asks for, the last 28 days where it names none.

    `contacts` gives the address of the funnel's list for a place and a period.

    Raises:
        InvalidInput: naming every value that cannot be used.
    """
    named = any(query.get(name, "").strip() for name in ("period", "from", "to"))
    period = parse_period(query, today=today) if named else last_days(DEFAULT_DAYS, today=today)
    counts = reads_of_asking.reasons(from_on=period.from_on, until_on=period.until_on)
    return NotAskedPage(
        period=period,
        n=sum(one.n for one in counts),
        n_asked=sum(one.n for one in counts if one.outcome in INVITED),
        n_waiting=reads_of_asking.n_undecided(),
        reasons=tuple(_reasons(counts, period, contacts)),
        channels=tuple(_places(counts, lambda one: CHANNEL_NAMES[one.channel])),
        queues=tuple(_places(counts, lambda one: one.queue)),
    )


def _reasons(counts: Iterable[ReasonCount], period: Period, contacts: Link) -> Iterable[ReasonLine]:
    found: Counter[str] = Counter()
    for one in counts:
        if one.outcome not in INVITED:
            found[one.rule or one.outcome] += one.n
    for reason, n in found.most_common():
        heading, meaning = REASONS[reason]
        yield ReasonLine(heading, meaning, n, contacts(place=_place(reason), **period.query))


def _place(reason: str) -> str:
    """The reason as the funnel's addresses name it."""
    if reason == "answered":
        return "already_answered"
    is_rule = reason in ("channel", "queue", "reason", "handle_time", "language")
    return f"rule_{reason}" if is_rule else reason


def _places(
    counts: Iterable[ReasonCount], name_of: Callable[[ReasonCount], str]
) -> Iterable[PlaceLine]:
    places: dict[str, Counter[str]] = {}
    for one in counts:
        outcome = "invited" if one.outcome in INVITED else one.rule or one.outcome
        places.setdefault(name_of(one), Counter())[outcome] += one.n
    for name, found in sorted(places.items(), key=lambda place: -place[1].total()):
        others = Counter({key: n for key, n in found.items() if key != "invited"})
        most = REASONS[others.most_common(1)[0][0]][0] if others else ""
        yield PlaceLine(name, found.total(), found["invited"], most)
