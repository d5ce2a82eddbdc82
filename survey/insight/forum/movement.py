"""How the centre's constructs moved since the wave before, over blocks that did not change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.privacy import gate, rules
from survey.render import numbers
from survey.stats.means import difference_with_pooled_sd
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.result import Estimate

ALPHA = 0.05
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
            return f"the {numbers.counted(self.n_common, 'block')} shown in both waves"
        return (
            f"the {numbers.whole(self.n_common)} of {numbers.counted(self.n_shown, 'block')} that"
            " are the same and shown in both waves"
        )

    def of(self, construct: str) -> Change | None:
        """The change of one construct, or None where it cannot be told."""
        return next((one for one in self.changes if one.construct == construct), None)

    def finding(self, names: Mapping[str, str]) -> str:
        """Which of the other constructs moved more than chance explains, else that none did."""
        clear = [one for one in self.changes if one.is_clear and one.construct != self.headline]
        if not clear:
            return "No other construct moved more than chance explains"
        if len(clear) > 2:
            return f"{numbers.counted(len(clear), 'construct')} moved more than chance explains"
        parts = [
            f"{names[one.construct]} {'rose' if one.now.value > one.before.value else 'fell'}"
            for one in clear
        ]
        return " and ".join(parts)


def movement_of(
    wave: gate.WaveRef, before: gate.WaveRef | None, constructs: Sequence[str]
) -> Movement:
    """The changes from `before` to `wave`; none without a wave before.

    A construct is compared over blocks of the same units that show it in both waves: other blocks
    hold other people. Differences of bounds are not known, so they are left out.
    """
    now = _cells_by_units(wave)
    headline = wave.instrument.headline
    shown = {units for units, cells in now.items() if _is_shown(cells, headline)}
    if before is None:
        return Movement(headline, (), 0, len(shown))
    then = _cells_by_units(before)
    found = [
        one
        for construct in constructs
        if (one := _compare(construct, now, then, gate.spread(wave.id, construct))) is not None
    ]
    common = {units for units in shown if _is_shown(then.get(units, {}), headline)}
    return Movement(headline, _judged(found, headline), len(common), len(shown))


Found = tuple[str, gate.Published, gate.Published, Estimate]
ByUnits = Mapping[Units, Mapping[str, gate.Cell]]


def _cells_by_units(wave: gate.WaveRef) -> ByUnits:
    cells = gate.cells(wave.id)
    return {block.unit_ids: cells[block.id] for block in gate.blocks(wave.id)}


def _is_shown(cells: Mapping[str, gate.Cell], construct: str) -> bool:
    return isinstance(cells.get(construct), gate.Published)


def _compare(construct: str, now: ByUnits, then: ByUnits, spread: float | None) -> Found | None:
    common = [
        units
        for units in sorted(now)
        if _is_shown(now[units], construct) and _is_shown(then.get(units, {}), construct)
    ]
    after = rules.centre(now[units][construct] for units in common)
    before = rules.centre(then[units][construct] for units in common)
    if not isinstance(after, gate.Published) or not isinstance(before, gate.Published):
        return None
    if spread is None or (after.form, before.form) != ("exact", "exact"):
        return None
    moved = difference_with_pooled_sd(after.value, after.n, before.value, before.n, spread)
    return construct, before, after, moved


def _judged(found: Sequence[Found], headline: str) -> tuple[Change, ...]:
    """A change is clear where its p is below 0.05; of the family behind the headline, its q."""
    behind = [one for one in found if one[0] != headline]
    adjusted = benjamini_hochberg([moved.p or 0.0 for *_, moved in behind])
    judged = {construct: q for (construct, *_), q in zip(behind, adjusted, strict=True)}
    return tuple(
        Change(construct, before, after, moved, judged.get(construct, moved.p or 0.0) < ALPHA)
        for construct, before, after, moved in found
    )
