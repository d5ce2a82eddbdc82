"""How a mapping declares the writing of an instant: `strptime` directives, or ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import NamedTuple

ISO = "iso"
_DIRECTIVE = re.compile(r"%(.?)")
_DAY_DIRECTIVES = frozenset("dmbBYyj")
_CLOCK_DIRECTIVES = frozenset("HIMSfpz")
_CUT_CLOCK = _CLOCK_DIRECTIVES - {"z"}  # an offset moves the day, so both are read together


class Cut(NamedTuple):
    """A pattern's day and clock, and the gap at which a text is cut: its first, or its last."""

    day: str
    gap: str
    clock: str
    is_last: bool


@dataclass(frozen=True)
class TimeFormat:
    """A declared way of writing an instant; `date_only` is the clock time that means "no time"."""

    pattern: str
    date_only: time | None = None

    @cached_property
    def has_clock(self) -> bool:
        """Whether the pattern tells the time of day (ISO texts show it themselves)."""
        return self.pattern == ISO or bool(_CLOCK_DIRECTIVES & set(_directives(self.pattern)))

    @property
    def is_local(self) -> bool:
        """Whether the texts never carry an offset, so that a local time can have happened twice."""
        return self.pattern != ISO and "z" not in _directives(self.pattern)

    @cached_property
    def cut(self) -> Cut | None:
        """The pattern cut into day and clock, where reading the two is reading the whole."""
        for gap in (" ", "T"):
            for is_last, split in ((False, str.partition), (True, str.rpartition)):
                day, _, clock = split(self.pattern, gap)
                if _is_made_of(day, _DAY_DIRECTIVES) and _is_made_of(clock, _CUT_CLOCK):
                    return Cut(day, gap, clock, is_last)

        return None


def find_format_mistakes(pattern: str, *, tells_day: bool = True) -> list[str]:
    """What keeps a pattern from telling one instant; empty where it is sound.

    One that need not tell the day tells the year and the month.
    """
    if pattern == ISO:
        return []
    used = _directives(pattern)
    unknown = [code for code in used if code not in _DAY_DIRECTIVES | _CLOCK_DIRECTIVES]
    mistakes = [
        f"%{code} is not among %d %m %b %B %j %Y %y %H %I %p %M %S %f %z" for code in unknown
    ]
    if len(set(used)) < len(used):
        mistakes.append("a directive appears twice")
    if not {"Y", "y"} & set(used):
        mistakes.append("the year (%Y) is missing")
    has_month = bool({"m", "b", "B"} & set(used))
    if "j" not in used and not has_month and not tells_day:
        mistakes.append("the month (%m) is missing")
    if "j" not in used and not (has_month and "d" in used) and tells_day:
        mistakes.append("the day (%d) and the month (%m) must both appear")
    if ("I" in used) != ("p" in used):
        mistakes.append("%I and %p go together")
    if {"M", "S", "f", "p", "z"} & set(used) and not {"H", "I"} & set(used):
        mistakes.append("the hour (%H) is missing")

    return mistakes


def _directives(pattern: str) -> list[str]:
    return _DIRECTIVE.findall(pattern.replace("%%", ""))


def _is_made_of(pattern: str, allowed: frozenset[str]) -> bool:
    used = set(_directives(pattern))
    return bool(used) and used <= allowed


def swap_day_and_month(pattern: str) -> str:
    """The pattern with %d and %m exchanged, to tell a person which mistake is likely."""
    return pattern.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
