"""What a page of customer results looks at: period, unit and channel, and links that keep them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from survey.errors import InvalidInput
from survey.insight.period import Period, parse_period
from survey.insight.units import ScopeTree
from survey.intake.fields import CHANNELS
from survey.store.reads_of_units import UnitRow

Link = Callable[..., str]

CHANNEL_NAMES = {name: name.capitalize() for name in CHANNELS}
CHANNEL_CHOICES = (("", "All channels"), *CHANNEL_NAMES.items())


@dataclass(frozen=True, slots=True)
class Selection:
    """A period, and within the viewer's tree one unit with all below it, or everything."""

    tree: ScopeTree
    period: Period
    unit: UnitRow | None = None
    channel: str | None = None

    @property
    def inside(self) -> ScopeTree:
        """The units looked at."""
        return self.tree if self.unit is None else self.tree.subtree(self.unit)

    @property
    def place(self) -> str:
        """What the units looked at are called together."""
        if self.unit is not None:
            return self.unit.name
        roots = self.tree.roots
        return roots[0].name if len(roots) == 1 else "Your teams"

    @property
    def query(self) -> dict[str, str]:
        """The selection as parameters of an address."""
        chosen = {"unit": self.unit.code if self.unit else None, "channel": self.channel}
        return {name: value for name, value in chosen.items() if value} | self.period.query

    def at(self, unit: UnitRow) -> Selection:
        """The same for one unit."""
        return replace(self, unit=unit)

    def over(self, channel: str) -> Selection:
        """The same for one channel."""
        return replace(self, channel=channel)

    def during(self, period: Period) -> Selection:
        """The same for another period."""
        return replace(self, period=period)


def parse_selection(query: Mapping[str, str], *, tree: ScopeTree, today: date) -> Selection:
    """The selection an address asks for.

    Raises:
        NotFound: the unit does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    code = query.get("unit", "").strip()
    unit = tree.find(code) if code else None
    problems: list[str] = []
    channel = query.get("channel", "").strip() or None
    if channel is not None and channel not in CHANNELS:
        problems.append(f"Channel: “{channel[:40]}” is none of {', '.join(CHANNELS)}.")
    period = None
    try:
        period = parse_period(query, today=today)
    except InvalidInput as refusal:
        problems.extend(refusal.problems)
    if problems or period is None:
        raise InvalidInput(problems)
    return Selection(tree, period, unit, channel)


def unit_choices(tree: ScopeTree) -> tuple[tuple[str, str], ...]:
    """What a form offers as units: (code, name), everything first; none for a single unit."""
    if len(tree.units) < 2:
        return ()
    is_one = len(tree.roots) == 1
    whole, below = (
        ("Everything in " + tree.units[0].name, tree.units[1:])
        if is_one
        else ("All your teams", tree.units)
    )
    top = min(unit.depth for unit in below)
    # A style sheet cannot indent the texts of options; the dash says "below the one before".
    return (("", whole), *((u.code, "– " * (u.depth - top) + u.name) for u in below))
