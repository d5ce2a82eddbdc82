"""What is stored about the agent who looks, and why none of it leads to a ballot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.access import Viewer
from survey.privacy.audit import VAULT
from survey.render import numbers
from survey.store import reads_of_own_data
from survey.store.pulse import inspection

# What one row of each table of the vault is. No row of any of them names a person.
VAULT_WORDS = {
    "ballot_card": "a printed card that nobody has used yet",
    "sealed_key": "the key that signs for a block, locked, until the wave closes",
    "claim": "one right to a credential in a block, whosoever it is",
    "spent": "a credential that has been used",
    "ballot": "a ballot of an open wave",
    "remark": "something written in own words in an open wave",
    "counted_ballot": "a ballot of a closed wave, in an order made from the answers",
}
COLUMN_WORDS = {
    "digest": "a fingerprint",
    "block_id": "the block",
    "wave_id": "the wave",
    "item": "the question",
    "blinded": "a blinded number",
    "sealed": "a locked key",
    "key": "a random number",
    "answers": "the answers",
    "text": "the words",
    "position": "a place",
}


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """From when the agent belongs to a unit; `unit` is empty where they left."""

    from_on: date
    unit: str


@dataclass(frozen=True, slots=True)
class VaultTable:
    """A table that holds ballots or the right to one, with every column this database has."""

    name: str
    words: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StoredPage:
    """Everything kept about one agent: rows where they are few, counts where they are many.

    `waves` are those whose roster holds the agent, with the block: invited, not answered.
    """

    name: str
    code: str
    email: str
    memberships: tuple[MembershipLine, ...]
    counts: tuple[tuple[str, str], ...]
    waves: tuple[tuple[str, str], ...]
    vault: tuple[VaultTable, ...]


_COUNT_WORDS = {
    "contacts": "Contacts you closed",
    "responses": "Customers’ answers about them",
    "comments": "Customers’ comments about them",
    "thanks_got": "Thanks from colleagues to you",
    "thanks_given": "Thanks from you to colleagues",
    "praise": "Customers’ praise you agreed to show",
}


def stored_about_me(viewer: Viewer) -> StoredPage:
    """What is kept about the agent who is the viewer."""
    assert viewer.agent_id is not None  # the schema: an agent's user points to the agent
    code, name = reads_of_own_data.agent_of(viewer.agent_id)
    counts = reads_of_own_data.counts_of(viewer.agent_id, viewer.user_id)
    return StoredPage(
        name=name,
        code=code,
        email=viewer.email,
        memberships=tuple(
            MembershipLine(from_on, unit or "")
            for from_on, unit in reads_of_own_data.memberships_of(viewer.agent_id)
        ),
        counts=tuple((words, numbers.whole(counts[key])) for key, words in _COUNT_WORDS.items()),
        waves=tuple(reads_of_own_data.waves_invited(viewer.agent_id)),
        vault=tuple(_table(name) for name in VAULT),
    )


def _table(name: str) -> VaultTable:
    """As it is in this database at this moment, not as it is meant to be."""
    found = inspection.columns_of(name)
    columns = tuple((column, COLUMN_WORDS.get(column, "unknown")) for column in found)
    return VaultTable(name, VAULT_WORDS[name], columns)
