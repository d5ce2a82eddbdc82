"""The public check page: what anybody can compare about a wave, the same for everybody."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from survey.errors import NotFound
from survey.privacy import gate
from survey.privacy.statement import paragraphs
from survey.store import audit_runs
from survey.store.pulse import rosters


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The last audit: when it ran, how many promises it checked, and what it found."""

    run_at: datetime
    n_checks: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One wave in the list."""

    number: int
    name: str
    opens_on: date
    closes_on: date
    is_closed: bool


@dataclass(frozen=True, slots=True)
class CheckListPage:
    """Every wave, the newest first, and the last audit."""

    waves: tuple[WaveLine, ...]
    audit: AuditResult | None


@dataclass(frozen=True, slots=True)
class BlockCheck:
    """What anybody can check about one block.

    `fingerprint` is empty for a block that answers by card. The counts are None, and `receipts`
    empty, while the wave is open; `n_issued` is None for cards in any case.
    """

    code: str
    name: str
    units: tuple[str, ...]
    n_invited: int
    is_by_link: bool
    fingerprint: str
    n_issued: int | None
    n_counted: int | None
    receipts: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Whether there are no more ballots than credentials, and a receipt for each by link."""
        if self.n_counted is None:
            return True
        if self.n_issued is None:
            return self.n_counted <= self.n_invited
        return len(self.receipts) == self.n_counted <= self.n_issued <= self.n_invited


@dataclass(frozen=True, slots=True)
class Script:
    """A file that a browser runs to answer, and the SHA-256 of its bytes in hex digits."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One wave."""

    wave: gate.WaveRef
    statement: tuple[tuple[str, str], ...]
    blocks: tuple[BlockCheck, ...]
    scripts: tuple[Script, ...]
    audit: AuditResult | None

    @property
    def n_receipts(self) -> int:
        """How many receipts are listed."""
        return sum(len(block.receipts) for block in self.blocks)


def check_list_page(*, zone: tzinfo) -> CheckListPage:
    """The list of waves."""
    lines = (
        WaveLine(one.number, one.name, one.opens_on, one.closes_on, one.is_closed)
        for one in reversed(gate.waves())
    )
    return CheckListPage(tuple(lines), last_audit(zone=zone))


def check_page(number: int, *, scripts: Path, zone: tzinfo) -> CheckPage:
    """What anybody can check about one wave; `scripts` is the folder a browser is served from.

    Raises:
        NotFound: there is no such wave.
    """
    wave = gate.wave(number)
    return CheckPage(
        wave=wave,
        statement=paragraphs(wave.statement),
        blocks=_blocks(wave),
        scripts=script_digests(scripts),
        audit=last_audit(zone=zone),
    )


def keys_document(number: int, *, code: str | None = None) -> dict[str, Any]:
    """The wave's keys as a client reads them before it uses one; with a `code` that block's only.

    Raises:
        NotFound: there is no such wave, or no block with the code in it.
    """
    wave = gate.wave(number)
    keys = gate.block_keys(wave.id)
    blocks = [one for one in gate.blocks(wave.id) if code in (None, one.code)]
    if code is not None and not blocks:
        raise NotFound(f"There is no block {code} in wave {number}.")
    return {
        "wave": wave.number,
        "name": wave.name,
        "state": wave.state,
        "block_minimum": wave.block_minimum,
        "blocks": [_key_line(block, keys.get(block.id)) for block in blocks],
    }


def script_digests(folder: Path) -> tuple[Script, ...]:
    """The digest of every script in the folder, by name."""
    return tuple(
        Script(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.glob("*.js"))
    )


def last_audit(*, zone: tzinfo) -> AuditResult | None:
    """What the last nightly audit found; None before the first."""
    found = audit_runs.latest()
    if found is None:
        return None
    problems = tuple(found.problems.splitlines())
    return AuditResult(found.run_at.astimezone(zone), found.n_checks, problems)


def _key_line(block: gate.BlockRef, key: gate.BlockKeyRef | None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "code": block.code,
        "name": block.name,
        "invited": block.n_invited,
        "mode": block.mode,
    }
    if key is not None:
        line["modulus"] = urlsafe_b64encode(key.modulus).rstrip(b"=").decode()
        line["fingerprint"] = key.fingerprint
    return line


def _blocks(wave: gate.WaveRef) -> tuple[BlockCheck, ...]:
    keys, receipts, turnout = (
        gate.block_keys(wave.id),
        gate.receipts(wave.id),
        gate.turnout(wave.id),
    )
    names = {unit_id: name for unit_id, _, name, _ in rosters.tree()}
    return tuple(
        BlockCheck(
            code=block.code,
            name=block.name,
            units=tuple(names[unit_id] for unit_id in block.unit_ids),
            n_invited=block.n_invited,
            is_by_link=block.mode == "link",
            fingerprint=keys[block.id].fingerprint if block.id in keys else "",
            n_issued=keys[block.id].n_issued if block.id in keys else None,
            n_counted=turnout[block.id].n_answered if block.id in turnout else None,
            receipts=receipts.get(block.id, ()),
        )
        for block in gate.blocks(wave.id)
    )
