"""Sentences about the cycle: what each step shows, what is missing, and how to read it."""

from __future__ import annotations

from survey.insight.cycle.analysis import TIMES_FOR_LAGS, Cycle, LagLink, Step
from survey.insight.cycle.stations import STRAIN, Station
from survey.insight.inside_link import InsideLink
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS
from survey.insight.words.association import reliably, strength, with_interval
from survey.insight.words.compared import counted
from survey.insight.words.inside import needs, reading, sharp, why_unclear
from survey.render import numbers

AGAINST = "the other way"
CALENDARS = (
    "Between stations known per month, a team’s month stands beside the same team’s month, or the"
    " first or second month after it. Strain is known per block and wave: it stands for the days of"
    " the wave’s window, and its neighbour is what was counted for the block’s units in the same"
    " days, or the days one or two months later (for customer loss: earlier). A monthly count"
    " enters where its month lies wholly inside those days and at least half of them are told."
)
TAKEN_OUT = (
    "What is usual for a team or block, and what moved in all of them at once, is taken out first:"
    " a season does not make a link. A real movement of the whole centre is taken out with it."
)
SAME_ANSWERS = (
    "Uneven service is the standard deviation of CSAT scores in a team’s month, from"
    f" {MINIMUM_CUSTOMERS} scores on. It is made of the same answers as that month’s satisfaction,"
    " and a mean near the top leaves no room for spread; so the same month is not compared, and"
    " from the months after, the satisfaction of the month itself is taken out."
)
NEIGHBOURS = (
    "A link at one lag shows faintly at the others as well, turned round, because what is usual for"
    " a team is made of the same months. The arrow shows the clearest lag; read the others with"
    " this in mind."
)
CAUTION = (
    "The cycle is a story told in many centres, not a finding of this one. A step that goes"
    " together shows association: something else may move both, and the arrow may run the other"
    " way or both ways. A step in which nothing is seen may be there all the same, only smaller"
    " than these data can show."
)


def headline(cycle: Cycle) -> str:
    """What the steps show taken together, in one sentence."""
    found = [step for step in cycle.steps if step.state == "goes with"]
    told = [step for step in found if step.is_as_told]
    unseen = _unseen(cycle)
    n_open = len(cycle.steps) - len(found) - unseen
    if not found and not unseen:
        n_tested = sum(bool(step.judged) for step in cycle.steps)
        if not n_tested:
            return "We cannot tell yet: no step of the cycle has enough data."
        return (
            f"We cannot tell yet whether the cycle turns here: {_steps(n_tested)} could be tested,"
            " and none is clear."
        )
    if not found and n_open:
        return (
            f"We cannot tell yet whether the cycle turns here: {_shows(unseen)} no evidence,"
            f" and {numbers.whole(n_open)} cannot be told yet."
        )
    if not found:
        return "There is no evidence for the cycle here: no step is seen to go together."
    against = len(found) - len(told)
    if not told:
        return f"{_steps(against)} went together, {AGAINST} than it is told."
    turned = f", and {numbers.whole(against)} {AGAINST} than it is told" if against else ""
    return f"{_steps(len(told))} went together as the cycle is told{turned}."


def _unseen(cycle: Cycle) -> int:
    return sum(step.state in ("no evidence here", "no link that matters") for step in cycle.steps)


def _shows(n: int) -> str:
    return f"{_steps(n)} {'shows' if n == 1 else 'show'}"


def _steps(n: int) -> str:
    return f"{numbers.whole(n)} of 6 steps"


def title(cycle: Cycle) -> str:
    """The finding above the picture."""
    found = sum(step.state == "goes with" for step in cycle.steps)
    if found:
        return f"{numbers.whole(found)} of {numbers.whole(len(cycle.steps))} steps went together"
    unseen = _unseen(cycle)
    if unseen == len(cycle.steps):
        return "No step of the cycle is seen to go together"
    if unseen:
        return f"No evidence in {_steps(unseen)}; the others cannot be told yet"
    return "No step of the cycle can be told yet"


def arrow(step: Step) -> str:
    """The word on a step's arrow."""
    if step.gap:
        missed = _missing(step)
        if missed.is_imported:
            return "not imported"
        return "not published" if missed.code == STRAIN else "too few scores"
    if step.state == "goes with" and not step.is_as_told:
        return f"goes {AGAINST}"
    return step.state


def beside_arrow(step: Step) -> tuple[str, ...]:
    """The short lines below the word: r with its interval, and how much later."""
    shown = step.shown
    if shown is None or shown.link is None:
        return ()
    estimate = shown.link.estimate
    return (f"r {numbers.r(estimate.value)} ({numbers.interval(*estimate.ends)})", later(shown.lag))


def later(lag: int) -> str:
    """How much later the second station is read."""
    return "same time" if lag == 0 else f"{counted(lag, 'month')} later"


def finding(step: Step) -> str:
    """What one step shows, as a sentence."""
    source, target = step.source, step.target
    if step.gap:
        return f"We cannot tell yet: {missing(_missing(step))}"
    shown = step.shown
    if shown is None or shown.link is None:
        return f"We cannot tell yet: {_what_it_takes(step)}."
    r = shown.link.estimate.value or 0.0
    if step.state == "goes with":
        side = "more" if r > 0 else "fewer" if target.code == "leavers" else "less"
        turned = "" if step.is_as_told else ", the other way than the cycle is told"
        return (
            f"More {source.noun} than usual went with {side} {target.noun} {_when(shown.lag)}"
            f"{turned}: {strength(r)}."
        )
    if step.state == "cannot tell yet":
        whether = f"whether {source.noun} and {target.noun} go together"
        return f"We cannot tell yet {whether}: {_open(step)}."
    if step.state == "no link that matters":
        return f"{source.name} and {target.noun} did not go together to any degree that matters."
    least = max(one.link.detectable.value or 1.0 for one in step.judged if one.link)
    return (
        f"{source.name} and {target.noun} are not seen to go together at any lag: a link of"
        f" {numbers.r(least)} or more would have shown up reliably."
    )


def _open(step: Step) -> str:
    """Why a step of which some lag was tested is open: its clearest open lag, or one untested."""
    for one in step.judged:
        if one.link is not None and one.state == "cannot tell yet":
            unclear = why_unclear(one.link, one.q, is_alone=False)
            if unclear:
                return f"{_when(one.lag)} {with_interval(one.link.estimate)}, {unclear}"
            return f"{_when(one.lag)} {reliably(one.link.detectable, _nouns(step)[0])}"
    untold = next(one for one in step.lags if one.link is not None and one.q is None)
    assert untold.link is not None
    return f"no evidence so far, and {_when(untold.lag)} {needs(untold.link, *_nouns(step))}"


def _missing(step: Step) -> Station:
    return step.source if step.gap == "no_source" else step.target


def missing(station: Station) -> str:
    """What to do so that a station is known."""
    if station.is_imported:
        return f"nobody has imported {station.noun} (flask import-context)."
    if station.code == STRAIN:
        return "no strain is published, and nobody has imported stress (flask import-context)."
    return f"no team has a month with {MINIMUM_CUSTOMERS} scores."


def _when(lag: int) -> str:
    return "at the same time" if lag == 0 else later(lag)


def _what_it_takes(step: Step) -> str:
    """What is missing at the lag that lacks least."""
    links = [one.link for one in step.lags if one.link is not None]
    nearest = min(links, key=lambda link: (link.more_units, link.more_times))
    return needs(nearest, *_nouns(step))


def _nouns(step: Step) -> tuple[str, str]:
    return ("block", "wave") if step.is_by_wave else ("team", "month")


def verdict(step: Step, one: LagLink) -> str:
    """What the table says of one step at one lag."""
    if one.link is None:
        return "not looked at: made of the same answers"
    return reading(one.link, one.state, one.q, nouns=_nouns(step))


def family(cycle: Cycle) -> str:
    """Which tests are judged together."""
    if not cycle.n_tests:
        return "No step can be tested yet, so there is no q."
    return (
        f"q is p held against all m = {numbers.whole(cycle.n_tests)} tests of this page, every step"
        " at every lag (Benjamini and Hochberg). A step goes with the next where q is below 0.05"
        " and the 95% interval leaves out zero. The interval allows for a team’s months, or a"
        " block’s waves, being alike; among so many tests, that it leaves out zero is not enough."
        f" {sharp()} Lags are looked at from {TIMES_FOR_LAGS} months or waves on."
        f"{_approximate(cycle)}"
    )


def _approximate(cycle: Cycle) -> str:
    links = [one.link for step in cycle.steps for one in step.lags if one.q is not None]
    if not any(link is not None and link.is_approximate for link in links):
        return ""
    return " Where units or times are few, or few units carry the movement, p is approximate."


def made_of(step: Step, link: InsideLink) -> str:
    """What a link is made of: "50 from 9 blocks and 6 waves"."""
    nouns = _nouns(step)
    estimate = link.estimate
    units, times = (
        counted(estimate.n_units or 0, nouns[0]),
        counted(estimate.n_waves or 0, nouns[1]),
    )
    return f"{numbers.whole(estimate.n)} from {units} and {times}"
