"""Why something could not be computed, in the language spoken: `survey.stats` gives it in English.

Statistics stand below languages, so their sentences are known here by their words, with the
numbers in them as values. What is not known stays English, and a test says which that would be.
"""

from __future__ import annotations

import re
from functools import lru_cache

from survey.render import numbers
from survey.render.languages import ENGLISH
from survey.render.speech import say, spoken, to_say
from survey.stats.result import Estimate

_KNOWN = (
    to_say("It takes at least %(n)s pairs."),
    to_say("It takes at least %(n)s pairs to draw from."),
    to_say("It takes at least %(n)s units to draw from."),
    to_say("It takes at least %(n)s units."),
    to_say("It takes at least %(n)s units; there are %(there)s."),
    to_say("It takes at least %(n)s units with two waves or more."),
    to_say("It takes at least %(n)s units to judge how far units differ."),
    to_say("It takes at least %(n)s units to give bands."),
    to_say("It takes at least %(n)s other units to tell one unit's change."),
    to_say("It takes at least %(n)s pairs to leave one out."),
    to_say("It takes at least %(n)s units before any link inside them can be detected."),
    to_say("It takes at least %(n)s pairs before any correlation can be detected."),
    to_say("It takes at least %(n)s waves to look at an order in time; there are %(there)s."),
    to_say("It takes at least %(n)s degrees of freedom at a lag; there are %(there)s."),
    to_say("It takes at least one unit with two answers."),
    to_say("Every value on the first side is the same, so there is nothing to relate."),
    to_say("Every value on the second side is the same, so there is nothing to relate."),
    to_say("The first side never changes inside a unit."),
    to_say("The second side never changes inside a unit."),
    to_say("The first side changes in all units alike, wave by wave."),
    to_say("The second side changes in all units alike, wave by wave."),
    to_say("The first side changes with the covariates alone."),
    to_say("The second side changes with the covariates alone."),
    to_say("The first side is too large or too small to compute with; change its unit."),
    to_say("The second side is too large or too small to compute with; change its unit."),
    to_say("A side changes in all units alike, wave by wave."),
    to_say("Without one unit a side no longer moves: all rests on that unit."),
    to_say("Without one pair a side no longer varies: the whole link rests on that pair."),
    to_say("The units are too unlike in size for a clustered error."),
    to_say("%(n)s pairs of %(units)s units leave too little to judge by."),
    to_say("The units do not differ in their means of the first side."),
    to_say("There are too few rows and units for the model."),
    to_say("Inside units y lies exactly on a line."),
    to_say("At least half of the units share one value, so the quartiles coincide."),
    to_say("The two sides are too far apart in size to compute with; change the unit of one."),
    to_say("One of the two is missing."),
    to_say("Reliability too low to correct."),
    to_say("All answers are alike."),
    to_say("There are no answers yet."),
    to_say("One of the two sides has no answers."),
    to_say("A change whose answers do not differ at all cannot be weighed."),
    to_say("The unit has no value."),
    to_say("Some unit has more than one pair in the same wave."),
)
_CAPITAL_AFTER_A_COLON = frozenset(("de",))
_HOLE = re.compile(r"%\\?\((\w+)\\?\)s")
_PATTERNS = tuple(
    (re.compile(_HOLE.sub(r"(?P<\1>[\\d.]+)", re.escape(key))), key) for key in _KNOWN
)


def reason_of(estimate: Estimate) -> str:
    """Why the estimate has no value, as a sentence; empty where it has one."""
    return reason_words(estimate.reason or "")


def reason_inside(text: str) -> str:
    """The reason for the inside of a sentence, after a colon: without its full stop."""
    words = reason_words(text).rstrip(".।")
    return words if spoken() in _CAPITAL_AFTER_A_COLON else f"{words[:1].lower()}{words[1:]}"


def reason_words(text: str) -> str:
    """A reason that `survey.stats` gave, in the language spoken."""
    if spoken() == ENGLISH or not text:
        return text
    key, values = _known(text)
    return say(key, **{name: _number(value) for name, value in values.items()})


@lru_cache(maxsize=256)
def _known(text: str) -> tuple[str, dict[str, str]]:
    for pattern, key in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return key, found.groupdict()
    return text, {}


def _number(digits: str) -> str:
    return numbers.decimal(float(digits), len(digits.partition(".")[2]))
