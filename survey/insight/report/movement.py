"""How the centre's constructs moved since the wave before, over blocks that did not change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from survey.insight.between_waves import change_between, is_same_construct
from survey.insight.findings import clear_of_chance
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.result import Estimate

Units = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A construct before and now; `is_clear` allows for the number of constructs compared."""

    construct: str
    before: gate.Published
    now: gate.Published
    estimate: Estimate
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """Every construct that can be compared. `n_common` of `n_shown` blocks are the same in both.

    `headline` is the construct that leads; it is judged on its own, the others as one family.
    """

    headline: str
    changes: tuple[Change, ...]
    n_common: int
    n_shown: int

    @property
    def basis(self) -> str:
        """The blocks compared, in words."""
        if self.n_common == self.n_shown:
            return say_n(
                "the %(num)s block shown in both waves",
                "the %(num)s blocks shown in both waves",
                self.n_common,
            )
        return say_n(
            "the %(common)s of %(num)s block that are the same and shown in both waves",
            "the %(common)s of %(num)s blocks that are the same and shown in both waves",
            self.n_shown,
            common=numbers.whole(self.n_common),
        )

    def of(self, construct: str) -> Change | None:
        """The change of one construct, or None where it cannot be told."""
        return next((one for one in self.changes if one.construct == construct), None)

    def finding(self, names: Mapping[str, str]) -> str:
        """Which of the other constructs moved more than chance explains, else that none did."""
        clear = [one for one in self.changes if one.is_clear and one.construct != self.headline]
        if not clear:
            return say("No other construct moved more than chance explains")
        if len(clear) > 2:
            return say_n(
                "%(num)s construct moved more than chance explains",
                "%(num)s constructs moved more than chance explains",
                len(clear),
            )
        parts = [_moved(names[one.construct], one) for one in clear]
        if len(parts) == 1:
            return parts[0]
        return say("%(one)s and %(other)s", one=parts[0], other=parts[1])


def _moved(name: str, change: Change) -> str:
    if change.now.value > change.before.value:
        return say("%(construct)s rose", construct=name)
    return say("%(construct)s fell", construct=name)


def movement_of(
    wave: gate.WaveRef,
    before: gate.WaveRef | None,
    constructs: Sequence[str],
    *,
    inside: Collection[int] | None = None,
) -> Movement:
    """The changes from `before` to `wave`; none without a wave before.

    `inside` are ids of units: blocks that do not lie wholly within them are left out.

    A construct is compared over blocks of the same units that show it in both waves, and only where
    its items are the same: other blocks hold other people, other items ask something else.
    Differences of bounds are not known, so they are left out.
    """
    now = _cells_by_units(wave, inside)
    headline = wave.instrument.headline
    shown = {units for units, cells in now.items() if _is_shown(cells, headline)}
    if before is None:
        return Movement(headline, (), 0, len(shown))
    then = _cells_by_units(before, inside)
    found = [
        one
        for construct in constructs
        if is_same_construct(wave, before, construct)
        if (one := _compare(construct, now, then, (wave, before))) is not None
    ]
    common = {units for units in shown if _is_shown(then.get(units, {}), headline)}
    return Movement(headline, judged(found, headline), len(common), len(shown))


Found = tuple[str, gate.Published, gate.Published, Estimate]
ByUnits = Mapping[Units, Mapping[str, gate.Cell]]


def _cells_by_units(wave: gate.WaveRef, inside: Collection[int] | None) -> ByUnits:
    cells = gate.cells(wave.id)
    return {
        block.unit_ids: cells[block.id]
        for block in gate.blocks(wave.id)
        if inside is None or set(inside).issuperset(block.unit_ids)
    }


def _is_shown(cells: Mapping[str, gate.Cell], construct: str) -> bool:
    return isinstance(cells.get(construct), gate.Published)


def _compare(
    construct: str, now: ByUnits, then: ByUnits, waves: tuple[gate.WaveRef, gate.WaveRef]
) -> Found | None:
    common = [
        units
        for units in sorted(now)
        if _is_shown(now[units], construct) and _is_shown(then.get(units, {}), construct)
    ]
    after = rules.centre(now[units][construct] for units in common)
    before = rules.centre(then[units][construct] for units in common)
    moved = change_between(after, before, *(gate.spread(one.id, construct) for one in waves))
    if moved is None:
        return None
    assert isinstance(after, gate.Published)
    assert isinstance(before, gate.Published)
    return construct, before, after, moved


def judged(found: Sequence[Found], headline: str) -> tuple[Change, ...]:
    """The changes that have a p, each with whether it is clear of chance.

    The headline is judged on its own, the constructs behind it as one family.
    """
    tested = [(one, one[3].p) for one in found if one[3].p is not None]
    is_clear: dict[str, bool] = {}
    for leads in (True, False):
        family = {one[0]: p for one, p in tested if (one[0] == headline) is leads}
        is_clear |= zip(family, clear_of_chance([*family.values()]), strict=True)
    return tuple(Change(*one, is_clear[one[0]]) for one, _ in tested)
