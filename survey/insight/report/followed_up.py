"""What was done for unhappy customers: cases of the window's contacts, as counts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from survey.insight.report.frame import Occasion
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.store.reads_of_follow_up import case_counts


@dataclass(frozen=True, slots=True)
class Outcome:
    """How cases ended or stood, in words, and how many did."""

    words: str
    n: int


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The cases of the contacts of the window: how many opened, how each stood then.

    All is judged by the end of the last day the report speaks of: a case closed later was open,
    and is in `n_overdue` where it was due.
    """

    n: int
    n_closed: int
    n_recovered: int
    n_open: int
    n_overdue: int
    outcomes: tuple[Outcome, ...]
    sentence: str


def followed_up(occasion: Occasion, unit_ids: Collection[int]) -> FollowedUp:
    """What became of the cases about contacts of these units in the occasion's window."""
    counted = case_counts(
        unit_ids=unit_ids,
        from_on=occasion.window.from_on,
        until_on=occasion.window.until_on,
        judged_at=_end(occasion),
    )
    by_outcome: Counter[str] = Counter()
    for one in counted:
        by_outcome[one.outcome or "open"] += one.n
    n_overdue = sum(one.n_overdue for one in counted)
    n, n_open = by_outcome.total(), by_outcome["open"]
    return FollowedUp(
        n=n,
        n_closed=n - n_open,
        n_recovered=by_outcome["recovered"],
        n_open=n_open,
        n_overdue=n_overdue,
        outcomes=_outcomes(by_outcome, n_overdue),
        sentence=_sentence(by_outcome, n_overdue),
    )


def _end(occasion: Occasion) -> datetime:
    """The end of the last day the report speaks of, in the centre's time zone."""
    return datetime.combine(occasion.judged_on + timedelta(days=1), time.min, tzinfo=occasion.zone)


def _outcomes(found: Counter[str], n_overdue: int) -> tuple[Outcome, ...]:
    words = {
        "recovered": say("Closed: the customer was won back"),
        "not_recovered": say("Closed: not won back"),
        "no_reply": say("Closed: the customer did not reply"),
        "not_needed": say("Closed: nothing was needed"),
        "erased": say("Closed: the customer was erased"),
    }
    closed = tuple(Outcome(words[code], found[code]) for code in words if found[code])
    in_time = found["open"] - n_overdue
    still = (
        Outcome(say("Open, not yet due"), in_time),
        Outcome(say("Open and overdue"), n_overdue),
    )
    return (*closed, *(one for one in still if one.n))


def _sentence(found: Counter[str], n_overdue: int) -> str:
    n = found.total()
    if not n:
        return say("No customer of these contacts was followed up: no case was opened.")
    opened = say_n(
        "%(num)s unhappy customer was to be followed up.",
        "%(num)s unhappy customers were to be followed up.",
        n,
    )
    closed = say(
        "Closed so far: %(closed)s, and %(recovered)s of these with the customer won back.",
        closed=numbers.part(n - found["open"], n),
        recovered=numbers.whole(found["recovered"]),
    )
    late = say_n("%(num)s is overdue.", "%(num)s are overdue.", n_overdue) if n_overdue else ""
    return " ".join(one for one in (opened, closed, late) if one)
