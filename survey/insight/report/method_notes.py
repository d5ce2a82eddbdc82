"""The notes of the method: each says one thing about how numbers were made, and why so."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS
from survey.insight.report.customers import Customers
from survey.insight.report.frame import Frame
from survey.insight.report.people import People
from survey.insight.satisfaction import FEW
from survey.render import numbers
from survey.render.speech import say, say_n


@dataclass(frozen=True, slots=True)
class Note:
    """One point of the method under its heading."""

    title: str
    text: str


def made_up() -> Note:
    """That the data are invented."""
    return Note(
        say("Made-up data"),
        say(
            "Everything in this report is made up: an invented contact centre with invented people,"
            " so that you can see what a report looks like. No real customer or agent said any of"
            " this."
        ),
    )


def on_customers(customers: Customers) -> tuple[Note, ...]:
    """The notes on satisfaction, changes, comparing and whose customers they are."""
    return (
        _satisfaction(customers),
        Note(
            say("Changes"),
            say(
                "A change in satisfaction is the difference of two shares with Newcombe’s interval."
                " We call it a rise or a fall only where the whole interval lies on one side of"
                " zero. Everything else is “no detectable change”, which is not the same as no"
                " change."
            ),
        ),
        Note(
            say("Comparing"),
            say(
                "A title names a team or channel only where it stays below 5%% after allowing for"
                " how many are compared (Benjamini and Hochberg). Each is held against all the"
                " others by Fisher’s exact test, from %(few)s answers on.",
                few=numbers.whole(FEW),
            ),
        ),
        Note(
            say("Whose customers"),
            say(
                "A contact counts for the team its agent belonged to when it closed, and stays"
                " there when people move. No figure of a single agent stands in a report: units of"
                " one agent are not shown by themselves."
            ),
        ),
    )


def _satisfaction(customers: Customers) -> Note:
    whole = customers.whole
    text = say(
        "The share of answers 4 and 5 on a scale from 1 to 5, with Wilson’s 95%% interval. Fewer"
        " than %(few)s answers are drawn as an open circle: read them with care.",
        few=numbers.whole(FEW),
    )
    if whole.has_response_rate:
        rate = say(
            "%(answered)s invited customers answered; those who did not may think differently.",
            answered=numbers.part(whole.n_answered_invited, whole.contacts.n_invited),
        )
        text = f"{text} {rate}"
    return Note(say("Satisfaction"), text)


def on_people(frame: Frame, people: People) -> tuple[Note, ...]:
    """The notes on engagement, what is hidden, and agents’ words."""
    wave = frame.occasion.wave
    assert wave is not None  # asked for only where there is one
    return (
        _engagement(people),
        _hidden(people, threshold=wave.threshold, block_minimum=wave.block_minimum),
        Note(
            say("Waves compared"),
            say(
                "Over blocks of the same units that are shown in both, as if other people had"
                " answered each time: that errs towards “no detectable change”. Engagement is"
                " judged on its own, the other constructs allowing for how many they are."
            ),
        ),
        Note(
            say("Words of agents"),
            say(
                "Remarks are released for the whole centre once %(least)s people have written, in"
                " shuffled order and without a date. A machine groups them by shared words.",
                least=numbers.whole(wave.comment_threshold),
            ),
        ),
    )


def _engagement(people: People) -> Note:
    text = say(
        "The mean of each agent’s own mean over the items of a construct, items asked the other way"
        " round turned first. Intervals rest on one spread, pooled over the centre: a block’s own"
        " spread beside its mean would give single answers away."
    )
    if people.spread is not None:
        spread = say(
            "That spread, %(spread)s here, is published to one decimal and taken as known:"
            " intervals reach 1.96 standard errors, which is up to 5%% too little.",
            spread=numbers.decimal(people.spread, 1),
        )
        text = f"{text} {spread}"
    return Note(say("Engagement"), text)


def _hidden(people: People, *, threshold: int, block_minimum: int) -> Note:
    text = say(
        "A figure needs %(threshold)s answers. Units with fewer than %(least)s invited agents are"
        " joined before anyone answers. Means near the ends of the scale are shown as “or more” and"
        " “or less”, so that nobody’s answer can be read off.",
        threshold=numbers.whole(threshold),
        least=numbers.whole(block_minimum),
    )
    # One hidden block by itself would be named by counting.
    if people.n_hidden > 1:
        hidden = say_n(
            "%(num)s block stayed hidden and is left out of every mean.",
            "%(num)s blocks stayed hidden and are left out of every mean.",
            people.n_hidden,
        )
        text = f"{text} {hidden}"
    return Note(say("What is hidden, and why"), text)


def on_linkage() -> tuple[Note, ...]:
    """The notes on the linkage."""
    return (
        Note(
            say("Linkage"),
            say(
                "Only published block means enter, each with the satisfaction of the same units in"
                " the same wave’s window, from %(least)s customers on. The leading figure is fixed"
                " by how many waves there are, not by its result.",
                least=numbers.whole(MINIMUM_CUSTOMERS),
            ),
        ),
    )


def on_passing_on() -> tuple[Note, ...]:
    """The notes on the comments that a department reads."""
    return (
        Note(
            say("Comments"),
            say(
                "Mail addresses, phone numbers, cards and account numbers were replaced before a"
                " comment was kept, and the name of the agent it is about after that. Names of"
                " other people are not recognised. When a customer is forgotten this report is"
                " withdrawn from the archive: do not keep copies."
            ),
        ),
        Note(
            say("Baskets"),
            say(
                "A comment came here by a rule that looks for words, or by hand. A testimonial"
                " needs its customer’s consent, which can be withdrawn."
            ),
        ),
    )


def standing_still() -> Note:
    """What does and does not change when a report is made again."""
    return Note(
        say("Standing still"),
        say(
            "The report holds what was published and counted when it was made, and nothing of the"
            " hour. Printed again from the archive it is the same file, to the last byte."
        ),
    )


def definitions() -> tuple[Note, ...]:
    """What the words of the report mean."""
    return (
        Note(
            say("95% interval"),
            say(
                "Where the true value would lie if chance alone had picked who answered. Wide means"
                " that we know little."
            ),
        ),
        Note(
            say("No detectable change"),
            say(
                "The interval of the change holds zero: a change may be there all the same, only"
                " smaller than these data can show."
            ),
        ),
        Note(
            say("Block"),
            say("One team, or small teams joined so that nobody can be singled out."),
        ),
        Note(
            say("Band"),
            say(
                "Top, middle or low only where the whole interval clears the line over 52 weeks of"
                " the same work. Not enough evidence is no verdict."
            ),
        ),
        Note(
            say("Signal"),
            say(
                "A day or week outside of what was to be expected: a reason to look, not a finding."
            ),
        ),
    )
