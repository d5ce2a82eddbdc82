"""What the two sides of a linkage are called; an imported series keeps the name it was given."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from survey.insight.linkage.cells import SHARE
from survey.insight.linkage.reasons import Side
from survey.render.speech import say, to_say

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Mean CSAT": to_say("Mean CSAT"),
        SHARE.name: to_say("Share of 4 and 5"),
        "Engagement": to_say("Engagement"),
    }
)
_INSIDE: Mapping[str, str] = MappingProxyType(
    {
        "Mean CSAT": to_say("mean CSAT"),
        SHARE.name: to_say("share of 4 and 5"),
        "Engagement": to_say("engagement"),
    }
)


def side_name(side: Side) -> str:
    """The side's name at the head of an axis."""
    return say(_NAMES.get(side.name, side.name))


def side_inside(side: Side) -> str:
    """The side's name inside a sentence."""
    return say(_INSIDE.get(side.name, side.name))
