"""Sentences about one step of the cycle: what it shows, or what is missing before it is told."""

from __future__ import annotations

from survey.insight.cycle.analysis import LagLink, Step
from survey.insight.cycle.stations import STRAIN, Station
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS
from survey.insight.words.association import reliably, strength, with_interval
from survey.insight.words.cycle import missed_by, nouns_of
from survey.insight.words.inside import needs, why_unclear
from survey.render import numbers
from survey.render.speech import say


def step_name(step: Step) -> str:
    """The two stations: "Strain and absence"."""
    return say(
        "%(source)s and %(target)s", source=say(step.source.name), target=say(step.target.noun)
    )


def finding(step: Step) -> str:
    """What one step shows, as a sentence."""
    if step.gap:
        return say("We cannot tell yet: %(missing)s", missing=missing(missed_by(step)))
    shown = step.shown
    if shown is None or shown.link is None:
        return say("We cannot tell yet: %(needs)s.", needs=_what_it_takes(step))
    if step.state == "goes with":
        return _together(step, shown)
    source, target = say(step.source.noun), say(step.target.noun)
    if step.state == "cannot tell yet":
        return say(
            "We cannot tell yet whether %(source)s and %(target)s go together: %(why)s.",
            source=source,
            target=target,
            why=_open(step),
        )
    if step.state == "no link that matters":
        return say(
            "%(source)s and %(target)s did not go together to any degree that matters.",
            source=say(step.source.name),
            target=target,
        )
    least = max(one.link.detectable.value or 1.0 for one in step.judged if one.link)
    return say(
        "%(source)s and %(target)s are not seen to go together at any lag: a link of %(r)s or more"
        " would have shown up reliably.",
        source=say(step.source.name),
        target=target,
        r=numbers.r(least),
    )


def _together(step: Step, shown: LagLink) -> str:
    """The sentence of a link: more of the one went with more or with less of the other."""
    assert shown.link is not None
    r = shown.link.estimate.value or 0.0
    values = {
        "source": say(step.source.noun),
        "target": say(step.target.noun),
        "when": _when(shown.lag),
        "strength": strength(r),
    }
    if not step.is_as_told:
        values["when"] = say("%(when)s, the other way than the cycle is told", when=values["when"])
    if r > 0:
        return say(
            "More %(source)s than usual went with more %(target)s %(when)s: %(strength)s.", **values
        )
    if step.target.code == "leavers":
        return say(
            "More %(source)s than usual went with fewer %(target)s %(when)s: %(strength)s.",
            **values,
        )
    return say(
        "More %(source)s than usual went with less %(target)s %(when)s: %(strength)s.", **values
    )


def _open(step: Step) -> str:
    """Why a step of which some lag was tested is open: its clearest open lag, or one untested."""
    for one in step.judged:
        if one.link is not None and one.state == "cannot tell yet":
            unclear = why_unclear(one.link, one.q, is_alone=False)
            if unclear:
                return say(
                    "%(when)s %(r)s, %(unclear)s",
                    when=_when(one.lag),
                    r=with_interval(one.link.estimate),
                    unclear=unclear,
                )
            return say(
                "%(when)s %(reliably)s",
                when=_when(one.lag),
                reliably=reliably(one.link.detectable, nouns_of(step)[0]),
            )
    untold = next(one for one in step.lags if one.link is not None and one.q is None)
    assert untold.link is not None
    return say(
        "no evidence so far, and %(when)s %(needs)s",
        when=_when(untold.lag),
        needs=needs(untold.link, *nouns_of(step)),
    )


def missing(station: Station) -> str:
    """What to do so that a station is known."""
    if station.is_imported:
        return say(
            "nobody has imported %(station)s (flask import-context).", station=say(station.noun)
        )
    if station.code == STRAIN:
        return say("no strain is published, and nobody has imported stress (flask import-context).")
    return say("no team has a month with %(n)s scores.", n=numbers.whole(MINIMUM_CUSTOMERS))


def _when(lag: int) -> str:
    if lag == 0:
        return say("at the same time")
    return say("%(months)s later", months=numbers.counted(lag, "month"))


def _what_it_takes(step: Step) -> str:
    """What is missing at the lag that lacks least."""
    links = [one.link for one in step.lags if one.link is not None]
    nearest = min(links, key=lambda link: (link.more_units, link.more_times))
    return needs(nearest, *nouns_of(step))
