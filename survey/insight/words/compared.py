"""Sentences about what is compared: blocks in waves, or units in another system's periods.

A sentence is written about blocks and waves. Of units and periods the same sentence is said, with
these words in it; both are keys of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from survey.render import numbers
from survey.render.speech import say, say_n, to_say

_OWN = ("block", "wave")
# The names of values are no words of the sentence.
_BLOCK, _WAVE = re.compile(r"(?<![(\w])([Bb])lock"), re.compile(r"(?<![(\w])([Ww])ave")
_NONE: Mapping[str, str] = MappingProxyType(
    {
        "block": to_say("no block"),
        "wave": to_say("no wave"),
        "team": to_say("no team"),
        "month": to_say("no month"),
        "unit": to_say("no unit"),
        "period": to_say("no period"),
    }
)


def say_of(noun: str, text: str, /, **values: Any) -> str:
    """The sentence about blocks and waves, said of what `noun` names: a wave, a unit, a period."""
    key = text if noun in _OWN else of_units(text)
    return say(key, **values)


def say_n_of(noun: str, one: str, many: str, /, n: int, **values: Any) -> str:
    """The sentence about blocks and waves in the form that fits `n`, said of what `noun` names."""
    if noun in _OWN:
        return say_n(one, many, n, **values)
    return say_n(of_units(one), of_units(many), n, **values)


def counted(k: int, noun: str) -> str:
    """So many of them in the right number: "no block", "1 block", "9 blocks"."""
    return say(_NONE[noun]) if k == 0 and noun in _NONE else numbers.counted(k, noun)


def of_units(text: str) -> str:
    """The sentence about blocks and waves as it is said of units and periods.

    >>> of_units("Blocks in one wave")
    'Units in one period'
    """
    return _WAVE.sub(_as("period"), _BLOCK.sub(_as("unit"), text))


def _as(noun: str) -> Callable[[re.Match[str]], str]:
    """What puts the noun in a word's place, with a capital where that has one."""
    return lambda found: noun.capitalize() if found[1].isupper() else noun
