"""Sentences about one unusual day or week, for the page, the report and the letter.

`what(signal)` is the short word of a signal, `mark(signal)` its shape, `whose(signal)` its unit or
queue, `when(signal)` its day or week, `sentence(signal)` all of it; `place`, `what_and_line` and
`expected` are for the cells of a table. `rates()` says how often chance alone makes one.
"""

from __future__ import annotations

from datetime import date, timedelta

from survey.render import numbers
from survey.render.speech import say, say_n, to_say
from survey.stats.unusual import FALSE_PER_YEAR
from survey.store.reads_of_signals import SignalRow

_WHAT = {
    ("limits", True): to_say("unusually low"),
    ("limits", False): to_say("unusually high"),
    ("below", True): to_say("below the threshold"),
    ("above", False): to_say("above the threshold"),
}
_COUNT = {1: to_say("once"), 2: to_say("twice"), 3: to_say("three times")}


def is_low(signal: SignalRow) -> bool:
    """Whether there was less satisfaction than was to be expected."""
    return signal.value < signal.expected


def what(signal: SignalRow) -> str:
    """The short word: "unusually low", "low for 9 weeks", "below the threshold"."""
    if signal.rule != "runs":
        return say(_WHAT[signal.rule, is_low(signal)])
    weeks = signal.weeks or 0
    if is_low(signal):
        return say_n("low for %(num)s week", "low for %(num)s weeks", weeks)
    return say_n("high for %(num)s week", "high for %(num)s weeks", weeks)


def mark(signal: SignalRow) -> str:
    """The shape beside it: that of good for more than expected, that of poor for less."""
    return "poor" if is_low(signal) else "good"


def whose(signal: SignalRow) -> str:
    """The unit or queue, and which of the two it is, for both may have one name."""
    if signal.unit_id is None:
        return say("the queue %(name)s", name=signal.name)
    return say("the unit %(name)s", name=signal.name)


def place(signal: SignalRow) -> str:
    """Its unit or queue, where it stands alone: "Queue Orders"."""
    if signal.unit_id is None:
        return say("Queue %(name)s", name=signal.name)
    return say("Unit %(name)s", name=signal.name)


def what_and_line(signal: SignalRow) -> str:
    """The short word, with the threshold that somebody set: "below the threshold (70%)"."""
    if signal.rule in ("limits", "runs"):
        return what(signal)
    line = line_value(signal.expected)
    return say("%(how)s (%(where)s)", how=what(signal), where=line)


def expected(signal: SignalRow) -> str:
    """What was to be expected, in short: "56% or more", "median 82%"; empty for a threshold."""
    if signal.rule == "runs":
        return say("median %(share)s", share=numbers.share(signal.expected))
    if signal.rule != "limits":
        return ""
    if is_low(signal) and signal.high == 1.0:
        return say("%(value)s or more", value=numbers.share(signal.low))
    if not is_low(signal) and signal.low == 0.0:
        return say("%(value)s or less", value=numbers.share(signal.high))
    return numbers.share_interval(signal.low, signal.high)


def head(signal: SignalRow) -> str:
    """The signal in a few words: "Queue Orders: unusually low"."""
    if signal.unit_id is None:
        return say("Queue %(name)s: %(what)s", name=signal.name, what=what(signal))
    return say("Unit %(name)s: %(what)s", name=signal.name, what=what(signal))


def last_day(signal: SignalRow) -> date:
    """The last day it is about."""
    return signal.from_on + timedelta(days=6 if signal.every == "week" else 0)


def when(signal: SignalRow) -> str:
    """The day, or the days of the week: "3 March 2026", "2 to 8 March 2026"."""
    return numbers.period(signal.from_on, last_day(signal))


def sentence(signal: SignalRow) -> str:
    """The whole signal: who, how many of whom when, and what was to be expected."""
    had = _had(signal)
    if signal.rule == "limits":
        return _beside_expected(signal, had)
    if signal.rule == "runs":
        return _after_runs(signal, had)
    line = line_value(signal.expected)
    if is_low(signal):
        return say(
            "%(had)s: below the threshold of %(line)s by more than chance explains.",
            had=had,
            line=line,
        )
    return say(
        "%(had)s: above the threshold of %(line)s by more than chance explains.", had=had, line=line
    )


def _had(signal: SignalRow) -> str:
    """Who had how many satisfied when, as the first half of a sentence."""
    values = {
        "name": signal.name,
        "share": numbers.share(signal.value),
        "when": when(signal),
        "answers": numbers.counted(signal.n, "answer"),
    }
    if signal.unit_id is None:
        if signal.every == "day":
            return say(
                "The queue %(name)s had %(share)s satisfied on %(when)s from %(answers)s", **values
            )
        return say(
            "The queue %(name)s had %(share)s satisfied in the week of %(when)s from %(answers)s",
            **values,
        )
    if signal.every == "day":
        return say(
            "The unit %(name)s had %(share)s satisfied on %(when)s from %(answers)s", **values
        )
    return say(
        "The unit %(name)s had %(share)s satisfied in the week of %(when)s from %(answers)s",
        **values,
    )


def _beside_expected(signal: SignalRow, had: str) -> str:
    if is_low(signal) and signal.high == 1.0:
        least = numbers.share(signal.low)
        return say("%(had)s; %(least)s or more was to be expected.", had=had, least=least)
    if not is_low(signal) and signal.low == 0.0:
        most = numbers.share(signal.high)
        return say("%(had)s; %(most)s or less was to be expected.", had=had, most=most)
    expected = numbers.share_interval(signal.low, signal.high)
    return say("%(had)s; %(expected)s were to be expected.", had=had, expected=expected)


def _after_runs(signal: SignalRow, had: str) -> str:
    median, weeks = numbers.share(signal.expected), signal.weeks or 0
    if is_low(signal):
        return say_n(
            "%(had)s. By then it had been below its median of %(median)s for %(num)s week in a row,"
            " more than chance explains.",
            "%(had)s. By then it had been below its median of %(median)s for %(num)s weeks in a"
            " row, more than chance explains.",
            weeks,
            had=had,
            median=median,
        )
    return say_n(
        "%(had)s. By then it had been above its median of %(median)s for %(num)s week in a row,"
        " more than chance explains.",
        "%(had)s. By then it had been above its median of %(median)s for %(num)s weeks in a row,"
        " more than chance explains.",
        weeks,
        had=had,
        median=median,
    )


def line_value(share: float) -> str:
    """A threshold as it was set: "70%", "72.5%"."""
    return numbers.share(share, 0 if round(share * 100, 6).is_integer() else 1)


def how_often() -> str:
    """How often chance alone makes a signal for one team or queue: "about once a year"."""
    often = say(_COUNT[round(sum(FALSE_PER_YEAR.values()) / 2)])
    return say("about %(often)s a year", often=often)


def rates() -> tuple[str, ...]:
    """How often chance alone makes a signal where nothing changes, in whole sentences."""
    total = sum(FALSE_PER_YEAR.values())
    day = FALSE_PER_YEAR["limits", "day"]
    week = FALSE_PER_YEAR["limits", "week"] + FALSE_PER_YEAR["runs", "week"]
    return (
        say(
            "A signal is a reason to look, not a finding. Where nothing changes, chance alone still"
            " makes one for a team or queue %(often)s, and up to %(most)s where satisfaction"
            " scatters widely: up to %(days)s a year from days and %(weeks)s from weeks.",
            often=how_often(),
            most=say(_COUNT[round(total)]),
            days=numbers.decimal(day, 1),
            weeks=numbers.decimal(week, 1),
        ),
        say("So of twenty teams about one or two have a false signal in any month."),
    )
