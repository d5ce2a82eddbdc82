"""Proving of the anonymity promises what a program can prove about its own database."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.privacy import gate, rules
from survey.privacy.audit_of_credentials import few_enough, one_way, receipts
from survey.privacy.audit_of_tables import shared_values, tables
from survey.privacy.figures import Published, Suppressed
from survey.privacy.release import Measured, measure, problems_of
from survey.store.pulse import inspection, ledger, vault, waves

VAULT = {
    "ballot_card": ("digest", "block_id"),
    "sealed_key": ("block_id", "sealed"),
    "claim": ("digest", "block_id", "blinded"),
    "spent": ("digest", "block_id"),
    "ballot": ("key", "block_id", "answers"),
    "remark": ("key", "wave_id", "item", "text"),
    "counted_ballot": ("block_id", "position", "answers"),
}
# What can be reached from the vault by foreign keys: no person, no contact, no time of answering.
BESIDE_THE_VAULT = frozenset({"block", "block_key", "wave", "wave_schedule", "instrument"})


@dataclass(frozen=True, slots=True)
class Check:
    """A promise, and every sentence that speaks against it."""

    promise: str
    problems: tuple[str, ...]


def audit() -> tuple[Check, ...]:
    """Every promise that can be checked, with what is wrong; all empty where all is well."""
    return tuple(Check(promise, tuple(find())) for promise, find in _CHECKS)


def _columns() -> Iterator[str]:
    for table, expected in VAULT.items():
        found = inspection.columns_of(table)
        if found != expected:
            yield f"{table} has the columns {', '.join(found) or 'of no table'}."


def _references() -> Iterator[str]:
    known = inspection.references()
    reached = set(VAULT)
    while wider := {there for here, there in known if here in reached} - reached:
        reached |= wider
    for table in sorted(reached - set(VAULT) - BESIDE_THE_VAULT):
        yield f"{table} can be reached from the vault."
    for here, there in sorted(known):
        if there in VAULT:
            yield f"{here} points to {there}."


def _traces() -> Iterator[str]:
    for trigger in inspection.triggers_on(tuple(VAULT)):
        yield f"The trigger {trigger} watches the vault."
    for table in VAULT:
        if inspection.has_insertion_order(table):
            yield f"{table} keeps the order in which rows came in."


def _log() -> Iterator[str]:
    if logging.getLogger("peewee").isEnabledFor(logging.DEBUG):
        yield "The database library logs statements with their values. Set its level to INFO."
    for name in inspection.settings_that_log():
        yield f"PostgreSQL logs statements with their values: set {name} back to its default."


def _open_tables() -> Iterator[str]:
    closed = gate.closed_waves()  # asked first: what is closed stays so
    held = vault.held_by_block()
    for wave in closed:
        found = Counter(dict(vault.n_remarks()).get(wave.id, 0) * ["remark"])
        for block in gate.blocks(wave.id):
            found.update(held.get(block.id, {}))
        found.pop("issued", None)
        for table, n in sorted(found.items()):
            yield f"{table} holds {n} rows of a wave that is closed."
        if not waves.is_scrubbed(wave.id):
            yield f"Wave {wave.number} is closed but its files are not rewritten: close it again."


def _order() -> Iterator[str]:
    for wave in gate.closed_waves():
        for block, texts in vault.counted_ballots(wave.id).items():
            if texts != vault.in_position(block) or not all(map(_is_canonical, texts)):
                yield f"Wave {wave.number}, block {block}: ballots are not in order of content."


def _is_canonical(text: str) -> bool:
    return json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) == text


def _published() -> Iterator[str]:
    for wave in gate.waves():
        if wave.is_closed:
            yield from _published_of(wave)
        elif ledger.has_rows(wave.id):
            yield f"Wave {wave.number} is open, and something about it is published."


def _published_of(wave: gate.WaveRef) -> Iterator[str]:
    due = _due(wave)
    cells = gate.cells(wave.id)
    for construct in (one.code for one in wave.instrument.constructs):
        found = Measured(
            {block: of_block[construct] for block, of_block in cells.items()},
            gate.spread(wave.id, construct),
            _total(wave, construct),
            gate.reliability(wave.id).get(construct),
        )
        if due and found != due[construct]:
            yield f"Wave {wave.number}: {construct} is not what the rules make of the ballots."
        for problem in [*problems_of(construct, found, wave.threshold), *_loose(wave, found)]:
            yield f"Wave {wave.number}: {problem}"


def _due(wave: gate.WaveRef) -> dict[str, Measured]:
    """What the rules make of the wave's ballots.

    Empty once these are folded into tallies, and where other rules were in force.
    """
    if waves.is_folded(wave.id) or waves.rules_of(wave.id) != rules.VERSION:
        return {}
    counted = vault.counted_ballots(wave.id)
    return measure(wave, {block.id: counted.get(block.id, []) for block in gate.blocks(wave.id)})


def _total(wave: gate.WaveRef, construct: str) -> Published | None:
    found = ledger.totals(wave.id).get(construct)
    return Published(found[1], found[0], found[2]) if found else None


def _loose(wave: gate.WaveRef, found: Measured) -> Iterator[str]:
    """Figures shown more exactly, or from fewer people, than the rules allow."""
    for block, cell in found.published.items():
        if cell.n < wave.threshold:
            yield f"block {block} shows a figure of {cell.n} answers."
    if (found.spread is not None or found.total) and not rules.may_pool(
        [*found.published.values()]
    ):
        yield "a figure of the whole centre rests on too few blocks or answers."


def _remarks() -> Iterator[str]:
    for wave in gate.closed_waves():
        for item, texts in gate.remarks(wave.id).items():
            if not isinstance(texts, Suppressed) and len(texts) < wave.comment_threshold:
                yield f"Wave {wave.number}: {item} shows the words of {len(texts)} people."


def _folded() -> Iterator[str]:
    for wave in gate.closed_waves():
        if not waves.is_folded(wave.id):
            continue
        if vault.counted_ballots(wave.id):
            yield f"Wave {wave.number}: its ballots are folded into tallies, and are still there."
        for item, n in ledger.tallied(wave.id).items():
            if n < rules.POOLED_ANSWERS:
                yield f"Wave {wave.number}: {item} is tallied from {n} answers."


_CHECKS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("The vault has exactly the columns it promises", _columns),
    ("Every table is known, and those beside the vault have exactly their columns", tables),
    ("Nothing joins the vault to a person", _references),
    ("No value in the vault is anywhere else", shared_values),
    ("Nothing watches the vault or numbers what comes in", _traces),
    ("No log receives what is written to the vault", _log),
    ("Cards, claims, keys and remarks of closed waves are gone", _open_tables),
    ("Blocks answer by link or by card, never both", one_way),
    ("There are never more ballots than credentials, nor more of these than invited", few_enough),
    ("There is a receipt for each counted ballot by link, and for no other", receipts),
    ("Ballots of closed waves tell no order", _order),
    ("Every published figure obeys the rules", _published),
    ("Remarks are shown from enough people only", _remarks),
    ("Of folded waves there are tallies of enough answers, and no ballots", _folded),
)
