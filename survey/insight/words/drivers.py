"""Sentences about drivers: which constructs went with an outcome, and what it takes to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.insight.drivers.analysis import DriverLink, Drivers, Outcome
from survey.insight.drivers.material import Asked
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM
from survey.insight.words import inside
from survey.insight.words.association import strength
from survey.insight.words.compared import counted
from survey.insight.words.constructs import construct_name, listed
from survey.render import numbers
from survey.render.speech import say, to_say

# Sentences are written about satisfaction, which is what reports speak of.
_OUTCOME = "customers’ satisfaction"
NOUNS = ("block", "wave")
DESCRIPTIVE = to_say(
    "This describes what varied together inside blocks from wave to wave, not what moves what."
    " Changing a construct need not change anything else."
)
COMMON_METHOD = to_say(
    "The same people answered both sides in the same minutes. A good or a bad day, or a habit of"
    " answering high, lifts all their answers at once, so some link shows here even where there is"
    " none. Customers’ satisfaction above comes from other people and is free of this."
)
PICTURE = to_say(
    "Each dot is a construct: across the mean over published blocks in the latest wave that asked"
    " it, upward how it moved with customers’ satisfaction"
)
PERFORMANCE_ONLY = to_say(
    "Mean over published blocks in the latest wave that asked it. How it goes with satisfaction is"
    " left out: there is too little to judge that by"
)


def taken_out() -> str:
    """What is taken out before anything is compared."""
    return say(
        "Inside blocks: what is usual for a block, and what moved in all blocks in the same wave,"
        " is taken out first. The interval allows for a block’s waves being alike. Between blocks:"
        " the blocks’ means over all waves; a different question, which may have another answer,"
        " and which is not tested here. It is shown from %(n)s blocks on.",
        n=numbers.whole(SHOW_BETWEEN_FROM),
    )


def headline(drivers: Drivers) -> str:
    """What the constructs show about satisfaction, in one sentence."""
    found = [link for link in drivers.links if link.state == "goes with"]
    if found:
        return _found(drivers, found)
    judged = [link for link in drivers.links if link.inside.is_enough]
    if not judged:
        return say_about(
            drivers.outcome,
            "We cannot tell yet which constructs go with customers’ satisfaction: %(needs)s.",
            needs=_what_it_takes(drivers),
        )
    limits = [link.inside.detectable.value or 1.0 for link in judged]
    if all(link.state != "cannot tell yet" for link in drivers.links):
        return say_about(
            drivers.outcome,
            "No construct is seen to go with customers’ satisfaction: a link of %(r)s or more would"
            " have shown up reliably.",
            r=numbers.r(max(limits)),
        )
    return say_about(
        drivers.outcome,
        "We cannot tell yet which constructs go with customers’ satisfaction: only a link of %(r)s"
        " or more would have shown up reliably.",
        r=numbers.r(min(limits)),
    )


def say_about(outcome: Outcome, text: str, /, **values: Any) -> str:
    """The sentence about customers’ satisfaction; of engagement it is said in English alone."""
    key = text if outcome == "satisfaction" else text.replace(_OUTCOME, outcome)
    return say(key, **values)


def _found(drivers: Drivers, found: Sequence[DriverLink]) -> str:
    """Which constructs go with the outcome, those upward first."""
    more = [_name(link) for link in found if (link.inside.estimate.value or 0.0) > 0]
    less = [_name(link) for link in found if (link.inside.estimate.value or 0.0) <= 0]
    told = [say("upward: %(names)s", names=listed(more))] if more else []
    told += [say("downward: %(names)s", names=listed(less))] if less else []
    return say_about(
        drivers.outcome,
        "%(some)s went with customers’ satisfaction inside blocks, %(told)s.",
        some=_of(len(found), drivers),
        told=say("; ").join(told),
    )


def _what_it_takes(drivers: Drivers) -> str:
    """What the construct that is nearest to being judged lacks."""
    if not drivers.links:
        return say("no wave has been closed")
    nearest = min(drivers.links, key=lambda one: (one.inside.more_units, one.inside.more_times))
    return inside.needs(nearest.inside, *NOUNS)


def _name(link: DriverLink) -> str:
    return construct_name(link.asked.construct)


def reading(link: DriverLink) -> str:
    """How one construct's row is to be read."""
    r = link.inside.estimate.value or 0.0
    if link.state == "goes with":
        if r > 0:
            return say("goes with more: %(strength)s", strength=strength(r))
        return say("goes with less: %(strength)s", strength=strength(r))
    judged_by = link.inside.p if link.is_headline else link.q
    return inside.reading(
        link.inside, link.state, judged_by, nouns=NOUNS, is_alone=link.is_headline
    )


def judged_by(link: DriverLink) -> str:
    """The q of a construct, or the headline's own p, named as such."""
    if link.is_headline:
        if not link.inside.is_enough:
            return ""
        return say("own %(p)s", p=numbers.p_phrase(link.inside.p))
    return "" if link.q is None else numbers.p(link.q)


def family(drivers: Drivers) -> str:
    """Which tests are judged together."""
    if not drivers.n_tests:
        return say("No construct can be tested yet, so there is no q.")
    own = next((link for link in drivers.links if link.is_headline), None)
    told = say_about(
        drivers.outcome,
        "q is p held against all m = %(m)s constructs tested with customers’ satisfaction"
        " (Benjamini and Hochberg).",
        m=numbers.whole(drivers.n_tests),
    )
    alone = own and say(
        "%(construct)s is the headline of the linkage: it is judged by its own p and not counted"
        " among them.",
        construct=_name(own),
    )
    return " ".join(part for part in (told, alone, inside.sharp()) if part)


def approximate(drivers: Drivers) -> str:
    """That p is approximate, where it is."""
    if not any(link.inside.is_approximate and link.inside.is_enough for link in drivers.links):
        return ""
    return say("Where blocks or waves are few, or few blocks carry the movement, p is approximate.")


def asked_words(asked: Asked, n_waves: int) -> str:
    """In how many waves a construct was asked in the same words: "2 of 6"."""
    return say("%(some)s of %(all)s", some=numbers.whole(asked.n_waves), all=numbers.whole(n_waves))


def is_turned(asked: Asked) -> bool:
    """Whether less of the construct is better."""
    return not asked.construct.higher_is_better


def turned(asked: Asked) -> str:
    """The name of a construct turned round: "Strain, turned round"."""
    return say("%(construct)s, turned round", construct=construct_name(asked.construct))


def satisfaction_title(drivers: Drivers) -> str:
    """The finding above the picture of importance and performance."""
    found = [link for link in drivers.links if link.state == "goes with"]
    if not found:
        return say("No construct can be told from no link at all")
    if len(found) == 1:
        return say("%(some)s went with satisfaction", some=_name(found[0]))
    return say("%(some)s went with satisfaction", some=_of(len(found), drivers))


def engagement_title(drivers: Drivers) -> str:
    """The finding above the picture of constructs with engagement."""
    found = sum(link.state == "goes with" for link in drivers.links)
    if not found:
        return say("No construct can be told from no link with engagement")
    return say("%(some)s went with engagement", some=_of(found, drivers))


def _of(n: int, drivers: Drivers) -> str:
    constructs = numbers.counted(len(drivers.links), "construct")
    return say("%(some)s of %(all)s", some=numbers.whole(n), all=constructs)


def blocks(link: DriverLink) -> str:
    """How many blocks the link inside is made of, or nothing."""
    estimate = link.inside.estimate
    return "" if estimate.value is None else numbers.whole(estimate.n_units)


def rows(link: DriverLink) -> str:
    """How many blocks in a wave the link inside is made of, or nothing."""
    estimate = link.inside.estimate
    return "" if estimate.value is None else numbers.whole(estimate.n)


def between(link: DriverLink) -> str:
    """The correlation of the blocks' means with its interval, or nothing.

    Says how many blocks it compares where these are not the blocks of the link inside.
    """
    if not link.has_between:
        return ""
    estimate = link.between
    r = numbers.r(estimate.value)
    if estimate.interval:
        r = say("%(r)s (%(interval)s)", r=r, interval=numbers.interval(*estimate.ends))
    if estimate.n == link.inside.estimate.n_units:
        return r
    return say("%(r)s, %(blocks)s", r=r, blocks=counted(estimate.n, "block"))
