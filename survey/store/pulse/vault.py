"""The vault: ballots and remarks with no person, no time and no order.

Only `survey.privacy` and `survey.store.pulse.slot` may import this module (an import contract
holds it), because whoever can read rows here can read single ballots.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from peewee import BlobField, CompositeKey, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record, rows
from survey.store.pulse.waves import Block, Wave


class BallotCard(Record):
    """A printed, unassigned right to answer once, kept as the digest of its code.

    A spent card leaves no row, so that a spent and an unknown card are the same thing.
    """

    digest = BlobField(primary_key=True)
    block = ForeignKeyField(Block)


class Spent(Record):
    """The digest of a credential by link that was spent in the open wave; no ballot knows it."""

    digest = BlobField(primary_key=True)
    block = ForeignKeyField(Block)


class Ballot(Record):
    """One anonymous pulse response of the open wave; `answers` is canonical JSON: item to value."""

    key = BlobField(primary_key=True)
    block = ForeignKeyField(Block)
    answers = TextField()


class Remark(Record):
    """One answer of the open wave in own words: no block, no link to its ballot."""

    key = BlobField(primary_key=True)
    wave = ForeignKeyField(Wave)
    item = TextField()
    text = TextField()


class CountedBallot(Record):
    """A ballot of a closed wave; `position` counts through the block's ballots by content."""

    block = ForeignKeyField(Block)
    position = IntegerField()
    answers = TextField()

    class Meta:
        primary_key = CompositeKey("block", "position")


def ballots(wave_id: int) -> dict[int, list[str]]:
    """The answers on every ballot of an open wave, per block, in the order of their contents."""
    return _by_block("SELECT block_id, answers FROM ballot", wave_id)


def counted_ballots(wave_id: int) -> dict[int, list[str]]:
    """The answers on every ballot of a closed wave, per block, in the order of their contents."""
    return _by_block("SELECT block_id, answers FROM counted_ballot", wave_id)


def spent(wave_id: int) -> dict[int, list[bytes]]:
    """The digests of the credentials by link that were spent in an open wave, per block, sorted."""
    found: dict[int, list[bytes]] = defaultdict(list)
    sql = "SELECT block_id, digest FROM spent JOIN block ON block.id = block_id WHERE wave_id = ?"
    for block_id, digest in sorted(rows(sql, (wave_id,))):
        found[block_id].append(bytes(digest))
    return found


def remarks(wave_id: int) -> dict[str, list[str]]:
    """What was written in an open wave, per item, in the order of the letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for item, text in sorted(rows("SELECT item, text FROM remark WHERE wave_id = ?", (wave_id,))):
        found[item].append(text)
    return found


def in_position(block_id: int) -> list[str]:
    """The answers on every counted ballot of a block, in the order they are kept in."""
    sql = "SELECT answers FROM counted_ballot WHERE block_id = ? ORDER BY position"
    return [answers for (answers,) in rows(sql, (block_id,))]


def held_by_block() -> dict[int, dict[str, int]]:
    """Per block and kind what the tables of the open wave hold, all at one moment; no zeros.

    The kinds are the tables' names, and "issued" for the claims that were used.
    """
    found: dict[int, dict[str, int]] = defaultdict(dict)
    # One statement, because ballots may come in while it runs.
    for block_id, kind, n in sorted(rows(_HELD)):
        found[block_id][kind] = n
    return found


def n_remarks() -> list[tuple[Any, ...]]:
    """Wave id and count of the remarks in the table of the open wave."""
    return rows("SELECT wave_id, count(*) FROM remark GROUP BY wave_id")


_HELD = "\nUNION ALL\n".join(
    f"SELECT block_id, '{kind}', count(*) FROM {table} GROUP BY block_id"
    for kind, table in (
        ("ballot_card", "ballot_card"),
        ("claim", "claim"),
        ("issued", "claim WHERE blinded IS NOT NULL"),
        ("sealed_key", "sealed_key"),
        ("spent", "spent"),
        ("ballot", "ballot"),
    )
)


def _by_block(select: str, wave_id: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    sql = f"{select} JOIN block ON block.id = block_id WHERE wave_id = ?"
    # Sorted here, because the engines order letters differently.
    for block_id, answers in sorted(rows(sql, (wave_id,))):
        found[block_id].append(answers)
    return found
