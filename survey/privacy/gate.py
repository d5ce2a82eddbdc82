"""The gate: the only way to read pulse results.

It reads the ledger, where closing a wave wrote what may be published, and never a ballot. About
an open wave nothing is readable, not even a count.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any

from survey.blind_signatures.keys import fingerprint
from survey.errors import NotFound
from survey.instruments import reading
from survey.instruments.model import Instrument
from survey.instruments.pulse import ENPS
from survey.privacy import rules
from survey.privacy.figures import Cell, Form, Published, Reliability, Suppressed
from survey.privacy.frozen import BlockKeyRef, BlockRef, TurnoutRef, WaveRef
from survey.privacy.once import kept_inside, read_once
from survey.render.speech import say, say_n
from survey.store.database import rows
from survey.store.pulse import credentials, ledger
from survey.store.pulse.waves import Wave
from survey.store.satisfaction import InstrumentRow

__all__ = (
    "BlockKeyRef", "BlockRef", "Cell", "Form", "Published", "Reliability", "Suppressed",
    "TurnoutRef", "WaveRef", "block_keys", "blocks", "cells", "centre", "closed_waves", "enps",
    "read_once", "receipts", "reliability", "remarks", "spread", "turnout", "wave", "waves",
)  # fmt: skip

STILL_OPEN = Suppressed("Nothing is shown before the wave is closed.")


@kept_inside
def waves() -> tuple[WaveRef, ...]:
    """Every wave, by number."""
    query = Wave.select(Wave, InstrumentRow).join(InstrumentRow).order_by(Wave.number)
    return tuple(_wave_ref(row) for row in query)


def closed_waves() -> tuple[WaveRef, ...]:
    """Every closed wave, by number."""
    return tuple(one for one in waves() if one.is_closed)


def wave(number: int) -> WaveRef:
    """The wave with this number.

    Raises:
        NotFound: there is none.
    """
    query = Wave.select(Wave, InstrumentRow).join(InstrumentRow)
    found = query.where(Wave.number == number).first()
    if found is None:
        raise NotFound(f"There is no wave {number}.")
    return _wave_ref(found)


@kept_inside
def blocks(wave_id: int) -> tuple[BlockRef, ...]:
    """The blocks of a wave, open or closed, by name.

    Raises:
        NotFound: there is no such wave.
    """
    _wave_of(wave_id)
    units: dict[int, list[int]] = defaultdict(list)
    members = "SELECT block_id, unit_id FROM block_unit WHERE wave_id = ? ORDER BY unit_id"
    for block_id, unit_id in rows(members, (wave_id,)):
        units[block_id].append(unit_id)
    found = rows(
        "SELECT id, code, name, n_invited, mode, reason FROM block WHERE wave_id = ?", (wave_id,)
    )
    refs = [
        BlockRef(id, wave_id, code, name, tuple(units[id]), n_invited, mode, reason)
        for id, code, name, n_invited, mode, reason in found
    ]
    # Sorted here, because the engines order letters differently.
    return tuple(sorted(refs, key=lambda block: (block.name, block.code)))


@kept_inside
def cells(wave_id: int) -> dict[int, dict[str, Cell]]:
    """Per block and construct the published figure, or why there is none.

    Raises:
        NotFound: there is no such wave.
    """
    ref = _wave_of(wave_id)
    constructs = [construct.code for construct in ref.instrument.constructs]
    missing = rules.too_few(ref.threshold) if ref.is_closed else STILL_OPEN
    found: dict[int, dict[str, Cell]] = {
        block.id: dict.fromkeys(constructs, missing) for block in blocks(wave_id)
    }
    if ref.is_closed:
        for block_id, measure, form, value, n in ledger.shown_cells(wave_id):
            found[block_id][measure] = Published(value, form, n)
    return found


@kept_inside
def centre(wave_id: int, construct: str) -> Cell:
    """A construct's mean over the published blocks; hidden blocks are left out of it.

    Raises:
        NotFound: there is no such wave.
    """
    if not _wave_of(wave_id).is_closed:
        return STILL_OPEN
    found = cells(wave_id)
    return rules.centre(found[block][construct] for block in sorted(found))


@kept_inside
def spread(wave_id: int, construct: str) -> float | None:
    """The standard deviation of single answers within blocks, pooled over the centre.

    None where too few blocks or answers are published, or the wave is open.

    Raises:
        NotFound: there is no such wave.
    """
    if not _wave_of(wave_id).is_closed:
        return None
    return ledger.spreads(wave_id).get(construct)


def reliability(wave_id: int) -> dict[str, Reliability]:
    """Per construct how consistently its items were answered in the centre; empty while open.

    Constructs are missing of which it may not be shown, and waves that closed before it was kept.

    Raises:
        NotFound: there is no such wave.
    """
    if not _wave_of(wave_id).is_closed:
        return {}
    return {code: Reliability(*found) for code, found in ledger.reliabilities(wave_id).items()}


@kept_inside
def turnout(wave_id: int) -> dict[int, TurnoutRef]:
    """Per block how many were invited and how many answered; empty while the wave is open.

    Raises:
        NotFound: there is no such wave.
    """
    if not _wave_of(wave_id).is_closed:
        return {}
    found = ledger.turnouts(wave_id)
    return {id: TurnoutRef(n_invited, n_answered) for id, n_invited, n_answered in found}


def block_keys(wave_id: int) -> dict[int, BlockKeyRef]:
    """Per block that answers by link its public key.

    Raises:
        NotFound: there is no such wave.
    """
    _wave_of(wave_id)
    found = credentials.public_keys(wave_id)
    return {id: BlockKeyRef(modulus, fingerprint(modulus), n) for id, modulus, n in found}


def receipts(wave_id: int) -> dict[int, tuple[str, ...]]:
    """Per block the receipts of its counted ballots by link, sorted; empty while the wave is open.

    Raises:
        NotFound: there is no such wave.
    """
    if not _wave_of(wave_id).is_closed:
        return {}
    codes: dict[int, list[str]] = defaultdict(list)
    for block_id, code in ledger.receipts(wave_id):
        codes[block_id].append(code)
    return {id: tuple(one) for id, one in codes.items()}


def remarks(wave_id: int) -> dict[str, tuple[str, ...] | Suppressed]:
    """Per open question what the whole centre answered in own words, shuffled.

    Raises:
        NotFound: there is no such wave.
    """
    ref = _wave_of(wave_id)
    texts: dict[str, list[str]] = defaultdict(list)
    if ref.is_closed:
        for item, text in ledger.remarks(wave_id):
            texts[item].append(text)
    few = Suppressed(
        say_n(
            "Fewer than %(num)s person wrote something.",
            "Fewer than %(num)s people wrote something.",
            ref.comment_threshold,
        )
    )
    missing = few if ref.is_closed else STILL_OPEN
    codes = [item.code for item in ref.instrument.text_items]
    return {code: tuple(texts[code]) if code in texts else missing for code in codes}


def enps(wave_id: int) -> Cell:
    """eNPS of the whole centre, in points from -100 to 100.

    Raises:
        NotFound: there is no such wave.
    """
    if not _wave_of(wave_id).is_closed:
        return STILL_OPEN
    found = ledger.totals(wave_id).get(ENPS)
    if found is None:
        return Suppressed(
            say(
                "Shown from %(blocks)s blocks and %(answers)s answers on.",
                blocks=rules.POOLED_BLOCKS,
                answers=rules.POOLED_ANSWERS,
            )
        )
    form, value, n = found
    return Published(value, form, n)


@kept_inside
def _wave_of(wave_id: int) -> WaveRef:
    query = Wave.select(Wave, InstrumentRow).join(InstrumentRow)
    found = query.where(Wave.id == wave_id).first()
    if found is None:
        raise NotFound("There is no such wave.")
    return _wave_ref(found)


def _wave_ref(row: Any) -> WaveRef:
    frozen = {name: getattr(row, name) for name in WaveRef.__slots__ if name != "instrument"}
    return WaveRef(**frozen, instrument=_instrument(row.instrument.definition))


@lru_cache(maxsize=16)
def _instrument(definition: str) -> Instrument:
    return reading.from_definition(definition)
