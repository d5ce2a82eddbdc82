"""Keys of blocks and rights to claim a signature: the tables behind credentials by link.

Nothing here names a person: a claim belongs to a block.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import BlobField, ForeignKeyField, IntegerField

from survey.store.database import Record, load_rows, rows, run
from survey.store.pulse.waves import Block


class BlockKey(Record):
    """The public half of a block's signing key in one wave.

    Closing the wave notes how many signatures were issued with it.
    """

    block = ForeignKeyField(Block, primary_key=True)
    modulus = BlobField()
    n_issued = IntegerField(null=True)


class SealedKey(Record):
    """The private half of a block's key under the installation's secret, while the wave is open."""

    block = ForeignKeyField(BlockKey, primary_key=True)
    sealed = BlobField()


class Claim(Record):
    """The right to one signature, kept as the digest of a mailed token.

    `blinded` is the digest of the blinded value that was signed, so that the same one is signed
    again and no other.
    """

    digest = BlobField(primary_key=True)
    block = ForeignKeyField(Block)
    blinded = BlobField(null=True)


@dataclass(frozen=True, slots=True)
class Right:
    """What a claim entitles to: a signature of its block's key, of one blinded value."""

    wave_id: int
    block_id: int
    modulus: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """A block that answers by link now, and the public half of its key."""

    block_id: int
    modulus: bytes


def add_keys(keys: Iterable[tuple[int, bytes, bytes]]) -> None:
    """Keep block id, modulus and sealed private half of every key of a wave being opened."""
    kept = list(keys)
    load_rows("block_key", ("block_id", "modulus"), ((one[0], one[1]) for one in kept))
    load_rows("sealed_key", ("block_id", "sealed"), ((one[0], one[2]) for one in kept))


def add_claims(claims: Iterable[tuple[bytes, int]]) -> None:
    """Keep digest and block id of every claim, in the order of the digests."""
    load_rows("claim", ("digest", "block_id"), sorted(claims))


def find_right(digest: bytes, *, today: date) -> Right | None:
    """What the claim with this digest entitles to; None if unknown, too late or closed, all alike.

    Whether it was used already makes no difference. `today` is the day at the centre.
    """
    found = rows(_RIGHT, (digest, str(today)))
    return Right(*found[0][:2], *map(bytes, found[0][2:])) if found else None


def is_unused(digest: bytes) -> bool:
    """Whether the claim is there and was not used: only for the demo's own links."""
    return bool(rows("SELECT 1 FROM claim WHERE digest = ? AND blinded IS NULL", (digest,)))


def use_claim(digest: bytes, blinded: bytes, *, today: date) -> bool:
    """Whether the claim is for this blinded value, given by its digest: now, or ever since before.

    A claim is for the first value it is used with. On PostgreSQL a closing wave is waited for.
    """
    used = run(_USE, (blinded, digest, str(today)))
    if used.rowcount == 1:
        return True
    # Nothing is written for a repetition, so that it leaves no trace.
    return bool(rows("SELECT 1 FROM claim WHERE digest = ? AND blinded = ?", (digest, blinded)))


def has_other_claims(block_id: int, digest: bytes) -> bool:
    """Whether the block has claims, and none with this digest."""
    return bool(rows(_OTHER_CLAIMS, (block_id, digest)))


def find_open_block(wave_number: int, block_code: str, *, today: date) -> OpenBlock | None:
    """The block, if it answers by link now; None if unknown, too late or closed, all alike.

    `today` is the day at the centre.
    """
    found = rows(_OPEN_BLOCK, (wave_number, block_code, str(today)))
    return OpenBlock(found[0][0], bytes(found[0][1])) if found else None


def public_keys(wave_id: int) -> list[tuple[int, bytes, int | None]]:
    """Block id, modulus and count of issued signatures of the wave's keys, by block."""
    found = rows(_PUBLIC, (wave_id,))
    return [(block_id, bytes(modulus), n_issued) for block_id, modulus, n_issued in found]


def note_issued(wave_id: int) -> None:
    """Write down how many signatures each of the wave's keys gave; belongs into its closing."""
    run(_NOTE_ISSUED, (wave_id,))


_OPEN_BY_LINK = "block.mode = 'link' AND wave.state = 'open' AND wave.closes_on >= ?"
_RIGHT = f"""
SELECT block.wave_id, block.id, modulus, sealed FROM claim
JOIN block ON block.id = claim.block_id JOIN wave ON wave.id = block.wave_id
JOIN block_key ON block_key.block_id = block.id JOIN sealed_key ON sealed_key.block_id = block.id
WHERE claim.digest = ? AND {_OPEN_BY_LINK}
"""
_USE = f"""
UPDATE claim SET blinded = ? WHERE digest = ? AND blinded IS NULL AND EXISTS (
    SELECT 1 FROM block JOIN wave ON wave.id = block.wave_id
    WHERE block.id = claim.block_id AND {_OPEN_BY_LINK}
)
"""
_OTHER_CLAIMS = """
SELECT 1 FROM claim WHERE block_id = ? AND NOT EXISTS (SELECT 1 FROM claim WHERE digest = ?) LIMIT 1
"""
_OPEN_BLOCK = f"""
SELECT block.id, modulus FROM wave JOIN block ON block.wave_id = wave.id
JOIN block_key ON block_key.block_id = block.id
WHERE wave.number = ? AND block.code = ? AND {_OPEN_BY_LINK}
"""
_PUBLIC = """
SELECT block_id, modulus, n_issued FROM block_key JOIN block ON block.id = block_id
WHERE wave_id = ? ORDER BY block_id
"""
_NOTE_ISSUED = """
UPDATE block_key SET n_issued = issued.n FROM (
    SELECT block.id, count(blinded) AS n FROM block LEFT JOIN claim ON claim.block_id = block.id
    WHERE wave_id = ? GROUP BY block.id
) AS issued WHERE block_key.block_id = issued.id
"""
