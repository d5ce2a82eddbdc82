"""What a block's constructs did since the wave before: compared where they are the same, in words.

A block is the same where its units are; a construct where its items are, word for word. A change is
the difference of two published means and so tells nothing new. Its interval comes from the spreads
pooled over the centre in both waves, never from a block's own, and takes the waves for independent:
mostly the same people answer, so it is wider than it need be and errs towards "no detectable
difference". Of all comparisons a page shows, those are named that are clear of chance together
(Benjamini and Hochberg).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.insight.block_figures import constructs_of
from survey.insight.findings import clear_of_chance
from survey.insight.published import value_text
from survey.instruments.items import Construct
from survey.privacy import gate
from survey.render import numbers
from survey.stats.means import change_with_pooled_sds
from survey.stats.result import Estimate

Reading = Literal["higher", "lower", "same", "unknown"]
NO_DIFFERENCE = "No detectable difference"


@dataclass(frozen=True, slots=True)
class ConstructChange:
    """One construct of one block, `now` and `before` in words.

    `words` say how it is to be read, or why no difference is known; `change` is the figure with
    its interval, empty where there is none.
    """

    construct: str
    now: str
    before: str
    change: str
    reading: Reading
    words: str


@dataclass(frozen=True, slots=True)
class BlockChanges:
    """A block's constructs; `why_not` says why the block cannot be compared, then has no lines."""

    name: str
    lines: tuple[ConstructChange, ...]
    why_not: str

    @property
    def moved(self) -> tuple[ConstructChange, ...]:
        """The constructs that are higher or lower than before."""
        return tuple(one for one in self.lines if one.reading in ("higher", "lower"))


@dataclass(frozen=True, slots=True)
class WaveChanges:
    """All blocks of a page since the wave `before`; `n_compared` comparisons have an interval."""

    before: gate.WaveRef
    blocks: tuple[BlockChanges, ...]
    n_compared: int

    @property
    def finding(self) -> str:
        """What moved in one line, else that nothing did or that nothing could be compared."""
        if not self.n_compared:
            return f"Nothing can be compared with {self.before.name}"
        n = sum(len(block.moved) for block in self.blocks)
        if not n:
            return f"No detectable difference from {self.before.name}"
        if n == 1:
            return f"One detectable difference from {self.before.name}"
        return f"{numbers.whole(n)} detectable differences from {self.before.name}"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A construct in both waves: whether it is the same, and the spreads of now and before."""

    construct: Construct
    before: str
    is_same: bool
    spreads: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A construct's two cells with the change between them, or the words in its place."""

    name: str
    now: gate.Cell
    before: gate.Cell | None
    estimate: Estimate | None
    why_not: str


def wave_before(wave: gate.WaveRef) -> gate.WaveRef | None:
    """The closed wave before this one, or None where this is the first."""
    earlier = [one for one in gate.closed_waves() if one.number < wave.number]
    return earlier[-1] if earlier else None


def is_same_construct(wave: gate.WaveRef, before: gate.WaveRef, code: str) -> bool:
    """Whether both waves measured the construct by the same items, word for word."""
    items = wave.instrument.items_of(code)
    return bool(items) and items == before.instrument.items_of(code)


def change_between(
    now: gate.Cell, before: gate.Cell, spread: float | None, spread_before: float | None
) -> Estimate | None:
    """The change with its interval; None where a cell is hidden or a bound, or a spread is."""
    if not isinstance(now, gate.Published) or not isinstance(before, gate.Published):
        return None
    # The difference of two bounds is not known.
    if (now.form, before.form) != ("exact", "exact") or spread is None or spread_before is None:
        return None
    return change_with_pooled_sds(now.value, now.n, spread, before.value, before.n, spread_before)


def wave_changes(wave: gate.WaveRef, blocks: Sequence[gate.BlockRef]) -> WaveChanges | None:
    """What the constructs of these blocks did since the wave before; None in the first wave.

    The blocks are the family within which a change has to be clear of chance.
    """
    before = wave_before(wave)
    if before is None:
        return None
    cells = gate.cells(wave.id)
    then_cells = gate.cells(before.id)
    then = {frozenset(one.unit_ids): then_cells[one.id] for one in gate.blocks(before.id)}
    pairs = _pairs(wave, before)
    found = [
        (block.name, None if same is None else _compared(pairs, cells[block.id], same))
        for block in blocks
        for same in [then.get(frozenset(block.unit_ids))]
    ]
    tested = [one for _, some in found for one in some or () if one.estimate is not None]
    clear = _clear_among(tested)
    return WaveChanges(
        before,
        tuple(_block(name, some, clear, before) for name, some in found),
        len(tested),
    )


def _pairs(wave: gate.WaveRef, before: gate.WaveRef) -> tuple[_Pair, ...]:
    return tuple(
        _Pair(
            construct,
            before.name,
            is_same_construct(wave, before, construct.code),
            (gate.spread(wave.id, construct.code), gate.spread(before.id, construct.code)),
        )
        for construct in constructs_of(wave)
    )


def _compared(
    pairs: Sequence[_Pair], now: Mapping[str, gate.Cell], then: Mapping[str, gate.Cell]
) -> tuple[_Compared, ...]:
    return tuple(
        _compare(pair, now[pair.construct.code], then.get(pair.construct.code)) for pair in pairs
    )


def _compare(pair: _Pair, now: gate.Cell, then: gate.Cell | None) -> _Compared:
    name = pair.construct.name
    if then is None or not pair.is_same:
        return _Compared(name, now, None, None, f"Not asked like this in {pair.before}")
    estimate = change_between(now, then, *pair.spreads)
    return _Compared(
        name, now, then, estimate, "" if estimate else _why_not(now, then, pair.before)
    )


def _why_not(now: gate.Cell, then: gate.Cell, before: str) -> str:
    if isinstance(now, gate.Suppressed):
        return "Hidden now"
    if isinstance(then, gate.Suppressed):
        return f"Hidden in {before}"
    if (now.form, then.form) != ("exact", "exact"):
        return "A bound, so the difference is not known"
    return "We cannot tell yet: too few answers in the whole centre"


def _clear_among(tested: Iterable[_Compared]) -> frozenset[int]:
    """Of the comparisons those that are clear of chance together, by their identity."""
    some = [
        (id(one), one.estimate.p) for one in tested if one.estimate and one.estimate.p is not None
    ]
    clear = clear_of_chance([p for _, p in some])
    return frozenset(key for (key, _), is_clear in zip(some, clear, strict=True) if is_clear)


def _block(
    name: str,
    some: tuple[_Compared, ...] | None,
    clear: frozenset[int],
    before: gate.WaveRef,
) -> BlockChanges:
    if some is None:
        return BlockChanges(name, (), f"In {before.name} its units were in other blocks.")
    return BlockChanges(name, tuple(_line(one, id(one) in clear, before) for one in some), "")


def _line(one: _Compared, is_clear: bool, before: gate.WaveRef) -> ConstructChange:
    now, then = _words(one.now), _words(one.before)
    if one.estimate is None or one.estimate.value is None:
        return ConstructChange(one.name, now, then, "", "unknown", one.why_not)
    span = numbers.change_interval(*one.estimate.ends)
    change = f"{numbers.change(one.estimate.value)} ({span})"
    if not is_clear:
        return ConstructChange(one.name, now, then, change, "same", NO_DIFFERENCE)
    if one.estimate.value > 0:
        return ConstructChange(
            one.name, now, then, change, "higher", f"Higher than in {before.name}"
        )
    return ConstructChange(one.name, now, then, change, "lower", f"Lower than in {before.name}")


def _words(cell: gate.Cell | None) -> str:
    if cell is None:
        return ""
    return "hidden" if isinstance(cell, gate.Suppressed) else value_text(cell)
