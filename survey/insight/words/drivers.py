"""Sentences about drivers: which constructs went with an outcome, and what it takes to tell."""

from __future__ import annotations

from collections.abc import Sequence

from survey.insight.drivers.analysis import DriverLink, Drivers, Outcome
from survey.insight.drivers.material import Asked, Material
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM
from survey.insight.words import inside
from survey.insight.words.association import strength
from survey.insight.words.compared import counted
from survey.render import numbers

NAMES: dict[Outcome, str] = {"satisfaction": "customers’ satisfaction", "engagement": "engagement"}
NOUNS = ("block", "wave")
DESCRIPTIVE = (
    "This describes what varied together inside blocks from wave to wave, not what moves what."
    " Changing a construct need not change anything else."
)
COMMON_METHOD = (
    "The same people answered both sides in the same minutes. A good or a bad day, or a habit of"
    " answering high, lifts all their answers at once, so some link shows here even where there is"
    " none. Customers’ satisfaction above comes from other people and is free of this."
)
PICTURE = (
    "Each dot is a construct: across the mean over published blocks in the latest wave that asked"
    " it, upward how it moved with customers’ satisfaction"
)
PERFORMANCE_ONLY = (
    "Mean over published blocks in the latest wave that asked it. How it goes with satisfaction is"
    " left out: there is too little to judge that by"
)
TAKEN_OUT = (
    "Inside blocks: what is usual for a block, and what moved in all blocks in the same wave, is"
    " taken out first. The interval allows for a block’s waves being alike. Between blocks: the"
    " blocks’ means over all waves; a different question, which may have another answer, and which"
    f" is not tested here. It is shown from {SHOW_BETWEEN_FROM} blocks on."
)


def headline(drivers: Drivers) -> str:
    """What the constructs show about satisfaction, in one sentence."""
    found = [link for link in drivers.links if link.state == "goes with"]
    outcome = NAMES[drivers.outcome]
    if found:
        more = [_name(link) for link in found if (link.inside.estimate.value or 0.0) > 0]
        less = [_name(link) for link in found if (link.inside.estimate.value or 0.0) <= 0]
        told = [f"upward: {_listed(more)}"] if more else []
        told += [f"downward: {_listed(less)}"] if less else []
        return f"{_of(len(found), drivers)} went with {outcome} inside blocks, {'; '.join(told)}."
    judged = [link for link in drivers.links if link.inside.is_enough]
    if not judged:
        return f"We cannot tell yet which constructs go with {outcome}: {_what_it_takes(drivers)}."
    limits = [link.inside.detectable.value or 1.0 for link in judged]
    if all(link.state != "cannot tell yet" for link in drivers.links):
        return (
            f"No construct is seen to go with {outcome}: a link of {numbers.r(max(limits))} or more"
            " would have shown up reliably."
        )
    return (
        f"We cannot tell yet which constructs go with {outcome}: only a link of"
        f" {numbers.r(min(limits))} or more would have shown up reliably."
    )


def _what_it_takes(drivers: Drivers) -> str:
    """What the construct that is nearest to being judged lacks."""
    if not drivers.links:
        return "no wave has been closed"
    nearest = min(drivers.links, key=lambda one: (one.inside.more_units, one.inside.more_times))
    return inside.needs(nearest.inside, *NOUNS)


def _name(link: DriverLink) -> str:
    return link.asked.construct.name


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def reading(link: DriverLink) -> str:
    """How one construct's row is to be read."""
    r = link.inside.estimate.value or 0.0
    if link.state == "goes with":
        return f"{'goes with more' if r > 0 else 'goes with less'}: {strength(r)}"
    judged_by = link.inside.p if link.is_headline else link.q
    return inside.reading(
        link.inside, link.state, judged_by, nouns=NOUNS, is_alone=link.is_headline
    )


def judged_by(link: DriverLink) -> str:
    """The q of a construct, or the headline's own p, named as such."""
    if link.is_headline:
        return f"own {numbers.p_phrase(link.inside.p)}" if link.inside.is_enough else ""
    return "" if link.q is None else numbers.p(link.q)


def family(drivers: Drivers) -> str:
    """Which tests are judged together."""
    if not drivers.n_tests:
        return "No construct can be tested yet, so there is no q."
    own = next((link for link in drivers.links if link.is_headline), None)
    alone = (
        f" {own.asked.construct.name} is the headline of the linkage: it is judged by its own p"
        " and not counted among them."
        if own
        else ""
    )
    return (
        f"q is p held against all m = {numbers.whole(drivers.n_tests)} constructs tested with"
        f" {NAMES[drivers.outcome]} (Benjamini and Hochberg).{alone}"
        f" {inside.sharp()}"
    )


def approximate(drivers: Drivers) -> str:
    """That p is approximate, where it is."""
    if not any(link.inside.is_approximate and link.inside.is_enough for link in drivers.links):
        return ""
    return "Where blocks or waves are few, or few blocks carry the movement, p is approximate."


def asked_words(asked: Asked, n_waves: int) -> str:
    """In how many waves a construct was asked in the same words: "2 of 6"."""
    return f"{numbers.whole(asked.n_waves)} of {numbers.whole(n_waves)}"


def left_out(material: Material) -> tuple[str, ...]:
    """What stayed out, what is a bound, and what comes in turn."""
    found = []
    if material.n_hidden:
        found.append("Figures that are hidden because too few answered enter nowhere.")
    if material.n_bounded:
        n = numbers.counted(material.n_bounded, "figure")
        found.append(f"{n} published only as a bound, to protect unanimous groups, enter as that.")
    in_turn = [one for one in material.constructs if one.n_waves < material.n_waves]
    if in_turn:
        names = ", ".join(one.construct.name for one in in_turn)
        found.append(
            f"Not asked in every wave in the same words: {names}. Each is compared in the waves"
            " that asked it, and has no share of the whole."
        )
    lower = [one.construct.name for one in material.constructs if is_turned(one)]
    if lower:
        found.append(f"Less is better for {_low(lower)}; the picture shows it turned round.")
    return tuple(found)


def is_turned(asked: Asked) -> bool:
    """Whether less of the construct is better."""
    return not asked.construct.higher_is_better


def turned(asked: Asked) -> str:
    """The name of a construct turned round: "Strain, turned round"."""
    return f"{asked.construct.name}, turned round"


def _low(names: Sequence[str]) -> str:
    return " and ".join(name.lower() for name in names)


def satisfaction_title(drivers: Drivers) -> str:
    """The finding above the picture of importance and performance."""
    found = [link for link in drivers.links if link.state == "goes with"]
    if not found:
        return "No construct can be told from no link at all"
    if len(found) == 1:
        return f"{found[0].asked.construct.name} went with satisfaction"
    return f"{_of(len(found), drivers)} went with satisfaction"


def engagement_title(drivers: Drivers) -> str:
    """The finding above the picture of constructs with engagement."""
    found = sum(link.state == "goes with" for link in drivers.links)
    if not found:
        return "No construct can be told from no link with engagement"
    return f"{_of(found, drivers)} went with engagement"


def _of(n: int, drivers: Drivers) -> str:
    return f"{numbers.whole(n)} of {counted(len(drivers.links), 'construct')}"


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
    around = f" ({numbers.interval(*estimate.ends)})" if estimate.interval else ""
    is_same = estimate.n == link.inside.estimate.n_units
    return f"{numbers.r(estimate.value)}{around}" + (
        "" if is_same else f", {counted(estimate.n, 'block')}"
    )
