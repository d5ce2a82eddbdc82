"""What the linkage, the drivers and the cycle cannot tell yet, and what each would take."""

from __future__ import annotations

from collections.abc import Iterator

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.between import Between
from survey.insight.linkage.minimums import TEST_BETWEEN_FROM
from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.verdict import Verdict
from survey.insight.linkage.within import Within
from survey.insight.report.linked import Linked
from survey.insight.words.linkage import needs_more
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.needed import waves_for_link_inside
from survey.stats.power import pairs_needed

# The link that reviews of research find between units, about (docs/statistics.md).
USUAL_LINK = 0.3
# More waves than these are beyond what anybody plans for.
MOST_WAVES = 60

Texts = tuple[str, str, str]


def gaps(linked: Linked, link: LinkagePage) -> Iterator[Texts]:
    """Each question with why it is open and what it takes; of an edition only what it prints."""
    if link.verdict is Verdict.CANNOT_TELL:
        yield _of_the_link(link)
    if linked.in_full is None:
        return
    drivers, cycle = linked.in_full.drivers, linked.in_full.cycle
    if drivers is not None and not drivers.lines:
        yield (
            say("Which parts of work go with satisfaction?"),
            drivers.headline,
            _needs(link.analysis),
        )
    if cycle is not None:
        missing = [step for step in cycle.steps if not step.lines]
        if missing:
            yield (
                say("Does the cycle hold here?"),
                say_n(
                    "%(num)s of its %(all)s steps has no data on one side.",
                    "%(num)s of its %(all)s steps have no data on one side.",
                    len(missing),
                    all=numbers.whole(len(cycle.steps)),
                ),
                say(
                    "Figures by team and month on both sides of these: %(steps)s.",
                    steps=say("; ").join(step.name for step in missing),
                ),
            )


def _of_the_link(link: LinkagePage) -> Texts:
    question = say("Does engagement go with satisfaction here?")
    return question, link.number or link.headline, _takes(link.analysis)


def _takes(analysis: Analysis) -> str:
    """How much more of the same it takes until a link as large as usual would show."""
    lead = analysis.lead
    if not lead.is_enough:
        return _needs(analysis)
    if isinstance(lead, Between):
        return _blocks(lead)
    return _waves(lead)


def _needs(analysis: Analysis) -> str:
    """What is missing before the link can be judged at all."""
    lead, noun = analysis.lead, analysis.material.noun
    if isinstance(lead, Within):
        return f"{needs_more(lead, noun)}."
    n_missing = TEST_BETWEEN_FROM - len(lead.groups)
    if n_missing <= 0:
        return say("One more wave, so that what moves inside blocks can be seen.")
    return say_n(
        "%(num)s more block shown in a wave.", "%(num)s more blocks shown in a wave.", n_missing
    )


def _blocks(found: Between) -> str:
    needed = pairs_needed(USUAL_LINK)
    return say(
        "With %(now)s blocks only a link of %(detectable)s or more would have shown up reliably"
        " (power 80%%). For one of %(usual)s, as research often finds, it takes about %(needed)s"
        " blocks, or waves enough to look inside blocks.",
        now=numbers.whole(len(found.groups)),
        detectable=numbers.r(found.detectable.value),
        usual=numbers.r(USUAL_LINK),
        needed=numbers.whole(needed.value),
    )


def _waves(found: Within) -> str:
    r, seen = found.two_way.correlation, found.detectable
    if seen.value is None or r.df is None or (r.n_units or 0) < 2:
        return say("More waves.")
    detectable = numbers.r(seen.value)
    if seen.value <= USUAL_LINK:
        return say(
            "A link of %(detectable)s or more would have shown up reliably (power 80%%). If there"
            " is one, it is smaller, and more waves narrow it down.",
            detectable=detectable,
        )
    needed = waves_for_link_inside(seen, USUAL_LINK, n_units=r.n_units or 2, df=r.df).value
    values = {
        "now": numbers.whole(r.n_waves or 0),
        "detectable": detectable,
        "usual": numbers.r(USUAL_LINK),
    }
    if needed is None or needed > MOST_WAVES:
        return say(
            "With %(now)s waves only a link of %(detectable)s or more would have shown up reliably"
            " (power 80%%). One of %(usual)s, as research often finds, is out of reach with as few"
            " blocks.",
            **values,
        )
    return say(
        "With %(now)s waves only a link of %(detectable)s or more would have shown up reliably"
        " (power 80%%). For one of %(usual)s, as research often finds, it takes about %(needed)s"
        " waves in all.",
        needed=numbers.whole(needed),
        **values,
    )
