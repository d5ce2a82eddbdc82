"""What is open about bands: units whose interval lies across a line, or with too few answers."""

from __future__ import annotations

from collections.abc import Iterator

from survey.insight.report.customers import Customers
from survey.render import numbers
from survey.render.speech import say, say_n


def gaps(found: Customers) -> Iterator[tuple[str, str, str]]:
    """Question, why it is open, and what it takes, where a unit has answers but no band."""
    if found.bands is None:
        return
    lines = [line for family in found.bands.families for line in family.lines]
    n_unclear = sum(one.mark == "unknown" for one in lines)
    if not n_unclear:
        return
    takes = say("More answers, until the whole interval of a unit lies within one band.")
    if len(lines) == 1:
        why = say("There is not enough evidence to place the unit in a band.")
        yield say("Which band is it in?"), why, takes
        return
    why = say_n(
        "Of %(all)s units with answers %(num)s has not enough evidence for a band.",
        "Of %(all)s units with answers %(num)s have not enough evidence for a band.",
        n_unclear,
        all=numbers.whole(len(lines)),
    )
    yield say("Which band are the others in?"), why, takes
