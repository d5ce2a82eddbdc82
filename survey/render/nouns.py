"""The nouns that stand beside a count in a report, and the keys they are said by.

Each is a key of the report's catalogue, "%(num)s team" and "%(num)s teams": what a translator
needs is the noun in every form a number can ask for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_REGULAR = (
    "agent", "answer", "ask", "block", "card", "channel", "check", "closed contact", "closed wave",
    "comment", "comparison", "construct", "contact", "day", "decision", "earlier decision",
    "figure", "invitation", "item", "lag", "month", "more comment", "more remark", "new signal",
    "other unit", "period", "point", "question", "queue", "remark", "score", "site", "team", "text",
    "time", "unit", "wave", "week", "writer",
)  # fmt: skip
_PLURALS = {noun: f"{noun}s" for noun in _REGULAR} | {"person": "people"}
# The two keys of each noun, for one and for many.
NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {one: (f"%(num)s {one}", f"%(num)s {many}") for one, many in _PLURALS.items()}
)
