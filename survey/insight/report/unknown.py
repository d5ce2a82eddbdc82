"""What we cannot tell yet and what it would take, worked out from the report's own statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.insight.linkage.page import LinkagePage
from survey.insight.report import gap_of_bands, gaps_of_the_link
from survey.insight.report.customer_words import way_of
from survey.insight.report.customers import Customers
from survey.insight.report.linked import Linked
from survey.insight.report.month_tiles import points
from survey.insight.report.people import BlockTurnout, People
from survey.privacy import gate
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.needed import answers_for_mean_difference, answers_for_share_difference
from survey.stats.power_of_differences import (
    smallest_detectable_difference,
    smallest_detectable_share_difference,
)

# A change worth knowing of: in shares of customers, and in points of a scale from 1 to 5.
SHARE_WORTH_KNOWING = 0.05
SMALL_SHARE = 0.02
MEAN_WORTH_KNOWING = 0.2
MOST_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer: why it has none, and what it would take."""

    question: str
    why: str
    takes: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Every question the report leaves open, those about the edition's own figures first."""

    finding: str
    gaps: tuple[Gap, ...]


def unknown_of(customers: Customers, people: People, linked: Linked, link: LinkagePage) -> Unknown:
    """What the statistics of this report could not tell."""
    gaps = (
        *_satisfaction(customers),
        *_silent(customers),
        *_engagement(people),
        *_hidden(people),
        *(Gap(*one) for one in gap_of_bands.gaps(customers)),
        *(Gap(*one) for one in gaps_of_the_link.gaps(linked, link)),
    )
    if not gaps:
        return Unknown(say("No question of this report stays open"), gaps)
    words = say_n("%(num)s question stays open", "%(num)s questions stay open", len(gaps))
    return Unknown(words, gaps)


def _satisfaction(found: Customers) -> Iterator[Gap]:
    question, share = say("Did satisfaction change?"), found.whole.share.value
    if found.is_of_one:
        takes = say("More than one agent in the unit.")
        yield Gap(say("How satisfied were customers?"), found.sentence, takes)
        return
    if share is None:
        takes = say("Answers of customers about these days: none came in.")
        yield Gap(say("How satisfied were customers?"), found.sentence, takes)
        return
    if found.change is None:
        yield Gap(
            question,
            say("There are no days before to compare these with."),
            say("The next report: answers about one more such span of days."),
        )
        return
    if way_of(found.change) != "unclear":
        return
    why = say(
        "The interval of the change, %(change)s, holds zero. %(detectable)s",
        change=points(found.change),
        detectable=_detectable_share(found, share),
    )
    yield Gap(question, why, _answers_needed(found, share))


def _detectable_share(found: Customers, share: float) -> str:
    assert found.change is not None
    n_now = found.whole.n
    n_before = found.change.n - n_now
    seen = [
        smallest_detectable_share_difference(n_before, n_now, share, direction=way).value
        for way in ("up", "down")
    ]
    told = [one for one in seen if one is not None]
    if not told:
        return say("With so few answers no change could have been detected.")
    return say(
        "With these answers a change of %(points)s or more would have shown up reliably (power"
        " 80%%).",
        points=numbers.share_points(max(told), 1),
    )


def _answers_needed(found: Customers, share: float) -> str:
    """How many answers a change worth knowing of takes; a smaller one where these were enough."""
    assert found.change is not None
    fewest = min(found.whole.n, found.change.n - found.whole.n)
    needed = answers_for_share_difference(share, SHARE_WORTH_KNOWING).value
    worth = numbers.share_points(SHARE_WORTH_KNOWING)
    if needed is None or needed > fewest:
        return say(
            "To detect a change of %(points)s it takes about %(n)s answers each time.",
            points=worth,
            n=numbers.whole(needed),
        )
    smaller = answers_for_share_difference(share, SMALL_SHARE).value
    return say(
        "A change of %(points)s would have shown up reliably (power 80%%). To detect one of"
        " %(fewer)s it takes about %(n)s answers each time.",
        points=worth,
        fewer=numbers.share_points(SMALL_SHARE),
        n=numbers.whole(smaller),
    )


def _silent(found: Customers) -> Iterator[Gap]:
    """Nobody knows what those think who did not answer, however many did."""
    whole = found.whole
    n_silent = whole.contacts.n_invited - whole.n_answered_invited
    if not whole.has_response_rate or n_silent <= 0:
        return
    yield Gap(
        say("What do those customers think who did not answer?"),
        say(
            "%(part)s of the invited answered.",
            part=numbers.part(whole.n_answered_invited, whole.contacts.n_invited),
        ),
        say(
            "More answers of the same kind do not tell. Ask a small random sample of those who"
            " stayed silent once more, by another way, and compare."
        ),
    )


def _engagement(found: People) -> Iterator[Gap]:
    if found.nothing:
        takes = say(
            "A closed pulse with a block of one’s own: enough invited agents to stand alone."
        )
        yield Gap(say("How are our people?"), found.nothing, takes)
        return
    question, change = say("Did engagement change?"), found.change
    if isinstance(found.engagement, gate.Suppressed):
        return
    if change is None:
        yield Gap(question, f"{found.behind}.", say("One more wave with the same blocks."))
        return
    if way_of(change.estimate) != "unclear" or not found.spread:
        return
    detectable = smallest_detectable_difference(change.before.n, change.now.n, found.spread)
    why = say(
        "The interval of the change holds zero. With %(before)s and %(now)s answers a change of"
        " %(points)s or more would have shown up reliably (power 80%%).",
        before=numbers.whole(change.before.n),
        now=numbers.whole(change.now.n),
        points=numbers.mean(detectable.value),
    )
    yield Gap(question, why, _agents_needed(found, found.spread))


def _agents_needed(found: People, spread: float) -> str:
    needed = answers_for_mean_difference(MEAN_WORTH_KNOWING, spread)
    invited = found.turnout.n_invited
    values = {
        "points": numbers.mean(MEAN_WORTH_KNOWING),
        "n": numbers.whole(needed.value),
        "invited": numbers.whole(invited),
    }
    if needed.value is not None and needed.value > invited:
        return say(
            "To detect a change of %(points)s it takes about %(n)s answers each time, more than the"
            " %(invited)s agents invited: look at several waves together.",
            **values,
        )
    return say(
        "To detect a change of %(points)s it takes about %(n)s answers each time, of %(invited)s"
        " agents invited.",
        **values,
    )


def _hidden(found: People) -> Iterator[Gap]:
    """Blocks in which too few answered: turnout is published, so the number missing is, too."""
    short = [one for one in found.blocks if one.turnout.n_answered < found.threshold]
    if not short:
        return
    why = say_n(
        "In %(num)s block fewer than %(threshold)s people answered.",
        "In %(num)s blocks fewer than %(threshold)s people answered.",
        len(short),
        threshold=numbers.whole(found.threshold),
    )
    listed = [_missing(one, found.threshold) for one in short[:MOST_BLOCKS]]
    if len(short) > MOST_BLOCKS:
        n_more = len(short) - MOST_BLOCKS
        listed.append(say_n("%(num)s more block", "%(num)s more blocks", n_more))
    question = say_n(
        "How engaged is the block that stays hidden?",
        "How engaged are the blocks that stay hidden?",
        len(short),
    )
    yield Gap(question, why, say("%(parts)s.", parts=say("; ").join(listed)))


def _missing(block: BlockTurnout, threshold: int) -> str:
    return say_n(
        "%(block)s: %(num)s more answer",
        "%(block)s: %(num)s more answers",
        threshold - block.turnout.n_answered,
        block=block.name,
    )
