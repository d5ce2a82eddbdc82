"""The last page: how the numbers were made, what is hidden and why."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS
from survey.insight.report.agents import Agents
from survey.insight.report.wave_customers import Customers
from survey.privacy import gate
from survey.render import numbers

MADE_UP = (
    "Everything in this report is made up: an invented contact centre with invented people, so"
    " that you can see what a report looks like. No real customer or agent said any of this."
)


@dataclass(frozen=True, slots=True)
class Note:
    """One point of the method under its heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Method:
    """Everything needed to judge the numbers, and to make them again."""

    facts: tuple[Note, ...]
    notes: tuple[Note, ...]


CHANGES = Note(
    "Changes",
    "A change in satisfaction is the difference of two shares with Newcombe’s interval. We call it"
    " a rise or a fall only where the whole interval lies on one side of zero. Everything else is"
    " “no detectable change”, which is not the same as no change.",
)
COMPARING = Note(
    "Comparing",
    "A title names a team, channel or block, and a construct counts as moved, only where it stays"
    " below 5% after allowing for how many are compared (Benjamini and Hochberg); engagement is"
    " judged on its own. Teams and channels are held against all the others by Fisher’s exact test,"
    " from 30 answers on, blocks by the common spread. Waves are compared over blocks of the same"
    " units that are shown in both, as if other people had answered each time: that errs towards"
    " “no detectable change”.",
)
LINKAGE = Note(
    "Linkage",
    "Only published block means enter, each with the satisfaction of the same units in the same"
    f" wave’s window, from {MINIMUM_CUSTOMERS} customers on. The leading figure is fixed by how"
    " many waves there are, not by its result.",
)
WHOSE = Note(
    "Whose customers",
    "A contact counts for the team its agent belonged to when it closed, and stays there when"
    " people move.",
)
STANDING_STILL = Note(
    "Standing still",
    "The report is made from closed waves up to this one, so a later wave does not change it; a"
    " late answer of a customer or news of a decision does. Made again from the same data it is"
    " the same file, to the last byte.",
)


def method_of(wave: gate.WaveRef, customers: Customers, agents: Agents, *, is_demo: bool) -> Method:
    """The notes on this report's own data and rules."""
    notes = (
        *((Note("Made-up data", MADE_UP),) if is_demo else ()),
        _satisfaction(customers),
        CHANGES,
        _engagement(agents),
        _hidden(wave, agents),
        COMPARING,
        LINKAGE,
        WHOSE,
        _words(wave),
        STANDING_STILL,
    )
    return Method(_facts(wave, customers, agents), notes)


def _facts(wave: gate.WaveRef, customers: Customers, agents: Agents) -> tuple[Note, ...]:
    counts, turnout = customers.whole.contacts, agents.turnout
    n_shown = len(agents.blocks) - agents.n_hidden
    return (
        Note("Pulse open", numbers.period(wave.opens_on, wave.closes_on)),
        Note("Contacts closed", customers.window.words),
        Note("Agents", f"{numbers.part(turnout.n_answered, turnout.n_invited)} answered"),
        Note(
            "Customers",
            f"{numbers.whole(customers.whole.n)} answered, {numbers.whole(counts.n_invited)} were"
            f" invited about {numbers.whole(counts.n_contacts)} contacts",
        ),
        Note(
            "Smallest groups",
            f"{wave.threshold} answers for a figure, {wave.comment_threshold} for remarks,"
            f" {wave.block_minimum} invited for a block",
        ),
        Note(
            "Blocks",
            f"{numbers.whole(len(agents.blocks))}, each of one or more teams as on"
            f" {numbers.day(wave.opens_on)}"
            + (f"; {numbers.whole(n_shown)} shown" if agents.n_hidden > 1 else ""),
        ),
        Note("Instrument", wave.instrument.digest[:8]),
    )


def _satisfaction(customers: Customers) -> Note:
    rate = ""
    whole = customers.whole
    if whole.has_response_rate:
        answered = numbers.part(whole.n_answered_invited, whole.contacts.n_invited)
        rate = f" {answered} invited customers answered; those who did not may think differently."
    return Note(
        "Satisfaction",
        "The share of answers 4 and 5 on a scale from 1 to 5, with Wilson’s 95% interval. Fewer"
        f" than 30 answers are drawn as an open circle: read them with care.{rate}",
    )


def _engagement(agents: Agents) -> Note:
    spread = ""
    if agents.spread is not None:
        spread = (
            f" That spread, {numbers.decimal(agents.spread, 1)} here, is published to one decimal"
            " and taken as known: intervals reach 1.96 standard errors, which is up to 5% too"
            " little."
        )
    return Note(
        "Engagement",
        "The mean of each agent’s own mean over the items of a construct, items asked the other"
        " way round turned first. Intervals rest on one spread, pooled over the centre: a block’s"
        f" own spread beside its mean would give single answers away.{spread}",
    )


def _hidden(wave: gate.WaveRef, agents: Agents) -> Note:
    hatched = (
        f" {numbers.counted(agents.n_hidden, 'block')} stayed hidden in this wave and are left out"
        " of every mean."
        if agents.n_hidden > 1
        else ""
    )
    return Note(
        "What is hidden, and why",
        f"A figure needs {wave.threshold} answers. Units with fewer than {wave.block_minimum}"
        " invited agents are joined before anyone answers. Means near the ends of the scale are"
        f" shown as “or more” and “or less”, so that nobody’s answer can be read off.{hatched}",
    )


def _words(wave: gate.WaveRef) -> Note:
    return Note(
        "Words of agents",
        f"Remarks are released for the whole centre once {wave.comment_threshold} people have"
        " written, in shuffled order and without a date. A machine groups them by shared words; one"
        " of each theme and the first few others stand here, alike ones counted together.",
    )
