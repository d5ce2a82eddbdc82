"""What a construct of the pulse is called, by itself and inside a sentence, and what it asks.

A construct that a centre has named itself keeps its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from survey.instruments.items import Construct
from survey.render.languages import ENGLISH
from survey.render.speech import say, spoken, to_say

# By name, with the form for the inside of a sentence.
_INSIDE: Mapping[str, str] = MappingProxyType(
    {
        to_say("Engagement"): to_say("engagement"),
        to_say("Tools that help"): to_say("tools that help"),
        to_say("Freedom to decide"): to_say("freedom to decide"),
        to_say("Recognition"): to_say("recognition"),
        to_say("Growth and pay"): to_say("growth and pay"),
        to_say("Care by the leader"): to_say("care by the leader"),
        to_say("Strain"): to_say("strain"),
        to_say("Being heard"): to_say("being heard"),
        to_say("Would recommend working here"): to_say("would recommend working here"),
        to_say("Knowing what I need"): to_say("knowing what I need"),
        to_say("Working with other teams"): to_say("working with other teams"),
        to_say("Shifts and workload"): to_say("shifts and workload"),
    }
)

# What the pulse asks in everybody's own words; a centre's own question is shown as it was asked.
_QUESTIONS = frozenset(
    (
        to_say("What do you need so that we can work at lower cost?"),
        to_say("What do you need so that the quality of our help gets better?"),
        to_say("What do you need so that work here gets better for you?"),
        to_say("What do you need so that customers are happier?"),
    )
)


def construct_name(construct: Construct) -> str:
    """Its name as a heading, a label or a row has it."""
    return say(construct.name)


def construct_inside(construct: Construct) -> str:
    """Its name inside a sentence: "care by the leader"."""
    found = _INSIDE.get(construct.name)
    if found is not None:
        return say(found)
    return construct.name.lower() if spoken() == ENGLISH else construct.name


def question_words(text: str) -> str:
    """An open question of the pulse, in the language spoken."""
    return say(text) if text in _QUESTIONS else text


def listed(names: list[str]) -> str:
    """Names one after the other: "a", "a and b", "a, b and c"."""
    if len(names) == 1:
        return names[0]
    return say("%(most)s and %(last)s", most=say(", ").join(names[:-1]), last=names[-1])
