"""Sentences about the cycle: what the steps show together, and how to read it."""

from __future__ import annotations

from survey.insight.cycle.analysis import TIMES_FOR_LAGS, Cycle, LagLink, Step
from survey.insight.cycle.stations import STRAIN, Station
from survey.insight.inside_link import InsideLink
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS
from survey.insight.linkage.verdict import ALPHA
from survey.insight.words.compared import counted
from survey.insight.words.inside import reading, sharp, state_words
from survey.render import numbers
from survey.render.speech import say, say_n, to_say

CALENDARS = to_say(
    "Between stations known per month, a team’s month stands beside the same team’s month, or the"
    " first or second month after it. Strain is known per block and wave: it stands for the days of"
    " the wave’s window, and its neighbour is what was counted for the block’s units in the same"
    " days, or the days one or two months later (for customer loss: earlier). A monthly count"
    " enters where its month lies wholly inside those days and at least half of them are told."
)
TAKEN_OUT = to_say(
    "What is usual for a team or block, and what moved in all of them at once, is taken out first:"
    " a season does not make a link. A real movement of the whole centre is taken out with it."
)
NEIGHBOURS = to_say(
    "A link at one lag shows faintly at the others as well, turned round, because what is usual for"
    " a team is made of the same months. The arrow shows the clearest lag; read the others with"
    " this in mind."
)
CAUTION = to_say(
    "The cycle is a story told in many centres, not a finding of this one. A step that goes"
    " together shows association: something else may move both, and the arrow may run the other"
    " way or both ways. A step in which nothing is seen may be there all the same, only smaller"
    " than these data can show."
)


def same_answers() -> str:
    """Why the same month is not compared, and what is taken out of the months after."""
    return say(
        "Uneven service is the standard deviation of CSAT scores in a team’s month, from %(n)s"
        " scores on. It is made of the same answers as that month’s satisfaction, and a mean near"
        " the top leaves no room for spread; so the same month is not compared, and from the months"
        " after, the satisfaction of the month itself is taken out.",
        n=numbers.whole(MINIMUM_CUSTOMERS),
    )


def headline(cycle: Cycle) -> str:
    """What the steps show taken together, in one sentence."""
    found = [step for step in cycle.steps if step.state == "goes with"]
    told = [step for step in found if step.is_as_told]
    unseen = _unseen(cycle)
    n_open = len(cycle.steps) - len(found) - unseen
    if not found and not unseen:
        return _untold(sum(bool(step.judged) for step in cycle.steps))
    if not found and n_open:
        return say_n(
            "We cannot tell yet whether the cycle turns here: %(num)s of 6 steps shows no evidence,"
            " and %(open)s cannot be told yet.",
            "We cannot tell yet whether the cycle turns here: %(num)s of 6 steps show no evidence,"
            " and %(open)s cannot be told yet.",
            unseen,
            open=numbers.whole(n_open),
        )
    if not found:
        return say("There is no evidence for the cycle here: no step is seen to go together.")
    against = len(found) - len(told)
    if not told:
        return say_n(
            "%(num)s of 6 steps went together, the other way than it is told.",
            "%(num)s of 6 steps went together, the other way than it is told.",
            against,
        )
    if not against:
        return say_n(
            "%(num)s of 6 steps went together as the cycle is told.",
            "%(num)s of 6 steps went together as the cycle is told.",
            len(told),
        )
    return say_n(
        "%(num)s of 6 steps went together as the cycle is told, and %(against)s the other way than"
        " it is told.",
        "%(num)s of 6 steps went together as the cycle is told, and %(against)s the other way than"
        " it is told.",
        len(told),
        against=numbers.whole(against),
    )


def _untold(n_tested: int) -> str:
    """The headline where no step could be judged one way or the other."""
    if not n_tested:
        return say("We cannot tell yet: no step of the cycle has enough data.")
    return say_n(
        "We cannot tell yet whether the cycle turns here: %(num)s of 6 steps could be tested, and"
        " none is clear.",
        "We cannot tell yet whether the cycle turns here: %(num)s of 6 steps could be tested, and"
        " none is clear.",
        n_tested,
    )


def _unseen(cycle: Cycle) -> int:
    return sum(step.state in ("no evidence here", "no link that matters") for step in cycle.steps)


def title(cycle: Cycle) -> str:
    """The finding above the picture."""
    found = sum(step.state == "goes with" for step in cycle.steps)
    if found:
        return say_n(
            "%(num)s of %(all)s steps went together",
            "%(num)s of %(all)s steps went together",
            found,
            all=numbers.whole(len(cycle.steps)),
        )
    unseen = _unseen(cycle)
    if unseen == len(cycle.steps):
        return say("No step of the cycle is seen to go together")
    if unseen:
        return say_n(
            "No evidence in %(num)s of 6 steps; the others cannot be told yet",
            "No evidence in %(num)s of 6 steps; the others cannot be told yet",
            unseen,
        )
    return say("No step of the cycle can be told yet")


def arrow(step: Step) -> str:
    """The word on a step's arrow."""
    if step.gap:
        missed = missed_by(step)
        if missed.is_imported:
            return say("not imported")
        return say("not published") if missed.code == STRAIN else say("too few scores")
    if step.state == "goes with" and not step.is_as_told:
        return say("goes the other way")
    return state_words(step.state)


def missed_by(step: Step) -> Station:
    """The station of the step of which nothing is known."""
    return step.source if step.gap == "no_source" else step.target


def beside_arrow(step: Step) -> tuple[str, ...]:
    """The short lines below the word: r with its interval, and how much later."""
    shown = step.shown
    if shown is None or shown.link is None:
        return ()
    estimate = shown.link.estimate
    r, interval = numbers.r(estimate.value), numbers.interval(*estimate.ends)
    return (say("r %(r)s (%(interval)s)", r=r, interval=interval), later(shown.lag))


def later(lag: int) -> str:
    """How much later the second station is read."""
    if lag == 0:
        return say("same time")
    return say("%(months)s later", months=numbers.counted(lag, "month"))


def nouns_of(step: Step) -> tuple[str, str]:
    """What a step compares, and over what."""
    return ("block", "wave") if step.is_by_wave else ("team", "month")


def verdict(step: Step, one: LagLink) -> str:
    """What the table says of one step at one lag."""
    if one.link is None:
        return say("not looked at: made of the same answers")
    return reading(one.link, one.state, one.q, nouns=nouns_of(step))


def family(cycle: Cycle) -> str:
    """Which tests are judged together."""
    if not cycle.n_tests:
        return say("No step can be tested yet, so there is no q.")
    parts = (
        say(
            "q is p held against all m = %(m)s tests of this page, every step at every lag"
            " (Benjamini and Hochberg). A step goes with the next where q is below %(alpha)s and"
            " the 95%% interval leaves out zero. The interval allows for a team’s months, or a"
            " block’s waves, being alike; among so many tests, that it leaves out zero is not"
            " enough.",
            m=numbers.whole(cycle.n_tests),
            alpha=numbers.decimal(ALPHA),
        ),
        sharp(),
        say("Lags are looked at from %(n)s months or waves on.", n=numbers.whole(TIMES_FOR_LAGS)),
        _approximate(cycle),
    )
    return " ".join(part for part in parts if part)


def _approximate(cycle: Cycle) -> str:
    links = [one.link for step in cycle.steps for one in step.lags if one.q is not None]
    if not any(link is not None and link.is_approximate for link in links):
        return ""
    return say("Where units or times are few, or few units carry the movement, p is approximate.")


def made_of(step: Step, link: InsideLink) -> str:
    """What a link is made of: "50 from 9 blocks and 6 waves"."""
    units, times = nouns_of(step)
    estimate = link.estimate
    return say(
        "%(n)s from %(units)s and %(times)s",
        n=numbers.whole(estimate.n),
        units=counted(estimate.n_units or 0, units),
        times=counted(estimate.n_waves or 0, times),
    )
