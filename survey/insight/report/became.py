"""What became of the last decisions, and the minutes of the last forum held by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.insight.forum.minutes import last_minutes
from survey.insight.report.asks import driver_words
from survey.insight.report.frame import Frame
from survey.insight.report.stood import Ledger, day_of, ledger_of
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.store.reads_of_forum import DecisionRow

# Who saw it otherwise, and the minutes, are for those who decide.
FULL = frozenset(("centre", "slides"))


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what was asked and decided, who sees to it by when, and how it stands.

    `overdue_since` is a day in words where it is late, else empty; `words` are the latest noted
    about it, `noted` the day they were; `dissent` is who saw it otherwise and why.
    """

    driver: str
    wave_name: str
    ask: str
    mandate: str
    money: str
    owner: str
    decided: str
    due: str
    state: str
    overdue_since: str
    words: str
    noted: str
    dissent: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The last forum held: title and day, who was there, what was said, decided and put off."""

    title: str
    day: str
    present: str
    paragraphs: tuple[str, ...]
    decided: str
    put_off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Became:
    """`last` were taken before and are not over, or ended since; `new` in the days of the report.

    `late` are those of `last` that are overdue, judged by the last day the report speaks of;
    `settled` says how many older ones are over, or nothing.
    """

    finding: str
    tally: str
    last: tuple[Decided, ...]
    late: tuple[Decided, ...]
    new: tuple[Decided, ...]
    settled: str
    judged: str
    minutes: Minutes | None


def became_of(frame: Frame) -> Became:
    """What became of the last decisions, of the whole centre in every edition."""
    found = ledger_of(frame.occasion)
    is_full = frame.edition.kind in FULL
    last = tuple(_decided(one, found, is_full=is_full) for one in found.last)
    return Became(
        finding=_finding(found),
        tally=_tally(found.last),
        last=last,
        late=tuple(one for one in last if one.overdue_since),
        new=tuple(_decided(one, found, is_full=is_full) for one in found.new),
        settled=_settled(found.n_settled),
        judged=numbers.day(found.judged_on),
        minutes=_minutes(found.judged_on) if is_full else None,
    )


def _decided(found: DecisionRow, ledger: Ledger, *, is_full: bool) -> Decided:
    step = ledger.steps.get(found.id)
    words = (step.words if step else None) or found.outcome
    is_late = found.is_overdue(ledger.judged_on)
    return Decided(
        driver=driver_words(found.driver),
        wave_name=found.wave_name,
        ask=found.ask,
        mandate=found.mandate,
        money=found.money or "",
        owner=found.owner,
        decided=numbers.short_day(found.decided_on),
        due=numbers.short_day(found.due_on) if found.due_on else "",
        state=found.state,
        overdue_since=numbers.short_day(found.due_on) if is_late else "",
        words=words or "",
        noted=numbers.short_day(day_of(step, ledger.zone)) if step and words else "",
        dissent=(found.dissent or "") if is_full else "",
    )


def _minutes(until_on: date) -> Minutes | None:
    """The minutes of the last forum held by then, None without one."""
    found = last_minutes(until_on)
    if found is None:
        return None
    n = len(found.decisions)
    lines = (one.strip() for one in (found.text or "").splitlines())
    return Minutes(
        title=found.title,
        day=numbers.day(found.day),
        present=found.present,
        paragraphs=tuple(one for one in lines if one),
        decided=say_n("%(num)s decision was taken.", "%(num)s decisions were taken.", n),
        put_off=found.put_off,
    )


def _finding(found: Ledger) -> str:
    """What became of the last decisions, in one line."""
    n, n_late = len(found.last), len(found.late)
    n_over = sum(one.is_over for one in found.last)
    if not n:
        return say("No earlier decision is waiting")
    if n_over == n:
        return say_n(
            "The one earlier decision is settled", "All %(num)s earlier decisions are settled", n
        )
    if n == 1:
        if n_late:
            return say("The one earlier decision is overdue")
        return say("The one earlier decision is still open")
    settled = say_n("%(num)s settled", "%(num)s settled", n_over) if n_over else say("none settled")
    late = say_n("%(num)s overdue", "%(num)s overdue", n_late) if n_late else say("none overdue")
    return say_n(
        "Of %(num)s earlier decision, %(settled)s and %(late)s",
        "Of %(num)s earlier decisions, %(settled)s and %(late)s",
        n,
        settled=settled,
        late=late,
    )


def _tally(last: Sequence[DecisionRow]) -> str:
    """How many stand how: "2 done, 1 under way, 1 agreed"."""
    counted = Counter(one.state for one in last)
    parts = [
        words
        for state, words in (
            ("done", say("%(n)s done", n=numbers.whole(counted["done"]))),
            ("under_way", say("%(n)s under way", n=numbers.whole(counted["under_way"]))),
            ("agreed", say("%(n)s agreed", n=numbers.whole(counted["agreed"]))),
            ("declined", say("%(n)s declined", n=numbers.whole(counted["declined"]))),
        )
        if counted[state]
    ]
    return say("%(parts)s.", parts=say(", ").join(parts)) if parts else ""


def _settled(n: int) -> str:
    if not n:
        return ""
    return say_n(
        "%(num)s older decision is settled: see the page Forum.",
        "%(num)s older decisions are settled: see the page Forum.",
        n,
    )
