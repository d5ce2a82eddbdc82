"""What a link inside units shows, and what it lacks before it is judged, in words.

One vocabulary for every page with many such links: "goes with", "no link that matters", "no
evidence here", "cannot tell yet" (`survey.insight.inside_link.State`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from survey.insight.inside_link import WORTH_SEEING, InsideLink, State
from survey.insight.linkage.verdict import ALPHA
from survey.insight.words.reasons import reason_inside
from survey.render import numbers
from survey.render.speech import say, say_n, to_say, to_say_n

# What a link inside units can be made of here.
_MORE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "block": to_say_n(
            "%(num)s more block with several waves", "%(num)s more blocks with several waves"
        ),
        "team": to_say_n(
            "%(num)s more team with several months", "%(num)s more teams with several months"
        ),
        "wave": to_say_n("%(num)s more wave", "about %(num)s more waves"),
        "month": to_say_n("%(num)s more month", "about %(num)s more months"),
    }
)
_GAPS: Mapping[str, str] = MappingProxyType(
    {
        "block": to_say("its blocks and waves have too many gaps to judge by"),
        "team": to_say("its teams and months have too many gaps to judge by"),
    }
)
_SO_FEW: Mapping[str, str] = MappingProxyType(
    {
        "block": to_say("%(state)s: with so few blocks no link would show reliably"),
        "team": to_say("%(state)s: with so few teams no link would show reliably"),
    }
)
_STATES: Mapping[State, str] = MappingProxyType(
    {
        "goes with": to_say("goes with"),
        "no link that matters": to_say("no link that matters"),
        "no evidence here": to_say("no evidence here"),
        "cannot tell yet": to_say("cannot tell yet"),
    }
)


def sharp() -> str:
    """What it takes to say that there is no evidence."""
    return say(
        "“No evidence here” is said only where a link of %(r)s would have shown up reliably; what"
        " would have is told for one test alone, among several it takes a little more.",
        r=numbers.r(WORTH_SEEING),
    )


def state_words(state: State) -> str:
    """The state in the words it is always shown in."""
    return say(_STATES[state])


def needs(link: InsideLink, unit_noun: str, time_noun: str) -> str:
    """What the link lacks: "it needs 2 more blocks and about 3 more waves", or why it has none."""
    units = say_n(*_MORE[unit_noun], link.more_units) if link.more_units else ""
    times = say_n(*_MORE[time_noun], link.more_times) if link.more_times else ""
    if units and times:
        return say("it needs %(units)s and %(times)s", units=units, times=times)
    if units or times:
        return say("it needs %(missing)s", missing=units or times)
    if link.estimate.reason:
        return reason_inside(link.estimate.reason)
    return say(_GAPS[unit_noun])


def r_inside(link: InsideLink) -> str:
    """r with its interval, "0.31 (0.10 to 0.48)"; without one where it may not be judged."""
    r = numbers.r(link.estimate.value)
    if not link.is_enough or link.estimate.interval is None:
        return r
    return say("%(r)s (%(interval)s)", r=r, interval=numbers.interval(*link.estimate.ends))


def why_unclear(link: InsideLink, judged_by: float | None, *, is_alone: bool) -> str:
    """What stands between two signs that should agree, or nothing where neither is there.

    `is_alone` says that the link is judged by its own p.
    """
    is_small = judged_by is not None and judged_by < ALPHA
    if link.leaves_out_zero and not is_small:
        if is_alone:
            return say("its own p is not below %(alpha)s", alpha=numbers.decimal(ALPHA))
        return say("not clear among so many tests")
    return say("its interval holds zero") if is_small and not link.leaves_out_zero else ""


def reading(
    link: InsideLink,
    state: State,
    judged_by: float | None,
    *,
    nouns: tuple[str, str],
    is_alone: bool = False,
) -> str:
    """The state, and beside an open one its reason or the smallest link that would have shown."""
    told = state_words(state)
    if state in ("goes with", "no link that matters"):
        return told
    if not link.is_enough:
        return say("%(state)s: %(why)s", state=told, why=needs(link, *nouns))
    unclear = why_unclear(link, judged_by, is_alone=is_alone)
    if unclear:
        return say("%(state)s: %(why)s", state=told, why=unclear)
    least = link.detectable.value
    if least is None:
        return say(_SO_FEW[nouns[0]], state=told)
    if state == "no evidence here":
        return say("%(state)s: %(r)s or more would show reliably", state=told, r=numbers.r(least))
    return say("%(state)s: only %(r)s or more would show reliably", state=told, r=numbers.r(least))
