"""Somebody copies the database before and after every event and still guesses no better than luck.

From two copies an insider learns that somebody of a block claimed, and under which digest, or that
a ballot came into a block. The worst case is assumed for the rest: everybody answers right after
claiming, so that each ballot is known to belong to the claim before it. What is left to find is
whose claim it is, and that is in no table.
"""

from __future__ import annotations

import math
import random
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from survey.operations.tokens import pulse_token
from survey.privacy.credentials import claim_digest
from survey.store.database import is_postgresql, rows, run
from tests import waves
from tests.attack import pulses
from tests.attack.loot import Copy, changes, copied

N_INVITED = 8
N_WAVES = 400
# Rates within so many standard errors are luck: once in 15 000 runs it would be more.
SURE = 4.0
Guess = Callable[[Sequence[bytes], int], int]


def _within_luck(hits: int, tries: int, chance: float) -> bool:
    error = math.sqrt(chance * (1 - chance) / tries)
    return abs(hits / tries - chance) < SURE * error


def _tokens(number: int, secret_key: str) -> list[bytes]:
    """The digests of a block's tokens, in the order of its roster."""
    return [
        claim_digest(pulse_token(number, agent, secret_key=secret_key))
        for agent in range(1, N_INVITED + 1)
    ]


def _rate(guess: Guess, *, kept: Callable[[list[bytes]], list[bytes]]) -> tuple[int, int]:
    """How often the guess from the stored claims and the one just used names the right agent.

    `kept` is the order in which a wave's claims are stored.
    """
    secret_key, hits = secrets.token_hex(16), 0
    for number in range(1, N_WAVES + 1):
        digests = _tokens(number, secret_key)
        stored = kept(digests)
        hits += sum(
            guess(stored, stored.index(used)) == agent for agent, used in enumerate(digests)
        )
    return hits, N_WAVES * N_INVITED


GUESSES: dict[str, Guess] = {
    "by its place among the stored claims": lambda _, at: at,
    "by its place from the end": lambda stored, at: len(stored) - 1 - at,
    "by its digest as a number": lambda stored, at: stored[at][-1] % len(stored),
}


@pytest.mark.parametrize("name", GUESSES)
def test_a_claim_names_its_agent_no_better_than_luck(name: str) -> None:
    hits, tries = _rate(GUESSES[name], kept=sorted)
    assert _within_luck(hits, tries, 1 / N_INVITED), hits / tries


def test_claims_stored_in_the_order_of_the_roster_are_found_out() -> None:
    hits, tries = _rate(GUESSES["by its place among the stored claims"], kept=list)
    assert hits == tries


def test_claims_are_stored_in_the_order_of_their_digests(both_stores: str) -> None:
    """And so neither in that of the roster, nor does PostgreSQL keep them in another."""
    waves.build_teams(pulses.LINK_TEAMS)
    pulses.open_wave()
    order = "ctid" if is_postgresql() else "digest"
    stored = [bytes(one) for (one,) in rows(f"SELECT digest FROM claim ORDER BY {order}")]
    assert stored == sorted(stored)
    assert len(stored) == sum(pulses.LINK_TEAMS.values())


# ---------------------------------------------------------------- through the product


class _Watcher:
    """Copies everything around every event, and notes what each copy shows."""

    def __init__(self) -> None:
        self.before = copied()
        # Per ballot text the digest of the claim before it.
        self.claim_of: dict[str, bytes] = {}
        self.last_claim = b""

    def look(self, _agent: int, _did: str) -> None:
        """Take the next copy; who did what is for others to know."""
        after = copied()
        found = changes(self.before, after)
        if "claim" in found:
            self.last_claim = self._used(found["claim"], after)
        if "ballot" in found:
            (row,) = found["ballot"][1]
            columns = after["ballot"].columns
            self.claim_of[row[columns.index("answers")]] = self.last_claim
        self.before = after

    def _used(self, found: tuple[list[Any], list[Any]], after: Copy) -> bytes:
        (row,) = found[1]
        return bytes(row[after["claim"].columns.index("digest")])

    def whose(self, ballot: str, lived: pulses.Lived) -> int:
        """The agent to whom a ballot is given: that of the claim's place in its block."""
        columns = self.before["claim"].columns
        digest, block_id = columns.index("digest"), columns.index("block_id")
        stored = sorted((row[block_id], bytes(row[digest])) for row in self.before["claim"].rows)
        mine = self.claim_of[ballot]
        block = next(block for block, one in stored if one == mine)
        place = [one for at, one in stored if at == block].index(mine)
        return lived.invited[block][place]

    def marked(self, ballot: str) -> int | None:
        """The agent on whose roster row the claim is kept, if a column holds it."""
        mine = self.claim_of[ballot]
        table = self.before["roster"]
        for row in table.rows:
            if mine.hex() in row:
                return int(row[table.columns.index("agent_id")])
        return None


def _watched(*, first: int, last: int) -> list[tuple[_Watcher, pulses.Lived]]:
    found = []
    for number in range(first, last + 1):
        lived, watcher = pulses.open_wave(number), _Watcher()
        pulses.live(lived, random.Random(number), after_each=watcher.look)
        found.append((watcher, lived))
        pulses.close(lived)
    return found


def _hits(watched: list[tuple[_Watcher, pulses.Lived]]) -> tuple[int, int]:
    """How many ballots are given to the right agent, and how many should be by luck."""
    hits = sum(
        watcher.whose(ballot, lived) == agent
        for watcher, lived in watched
        for agent, ballot in lived.ballots.items()
    )
    return hits, sum(len(lived.invited) for _, lived in watched)


def test_copies_around_every_event_tell_that_somebody_of_a_block_answered(store: str) -> None:
    waves.build_teams({"a": 9})
    ((watcher, lived),) = _watched(first=1, last=1)
    # That much is told: each ballot follows a claim. Whose claim it is, is not.
    assert len(watcher.claim_of) == len(set(watcher.claim_of.values())) == len(lived.ballots) == 9
    assert {watcher.marked(ballot) for ballot in lived.ballots.values()} == {None}


@pytest.mark.slow
def test_copies_around_every_event_of_many_waves_name_agents_by_luck_only(store: str) -> None:
    waves.build_teams({"a": 8, "b": 8})
    hits, expected = _hits(_watched(first=1, last=24))
    # One hit per block and wave is luck, with a variance of one.
    assert abs(hits - expected) < SURE * math.sqrt(expected)


def test_a_claim_kept_with_the_roster_would_give_every_ballot_its_agent(store: str) -> None:
    waves.build_teams({"a": 9})
    run("ALTER TABLE roster ADD COLUMN token_digest TEXT")
    lived = pulses.open_wave()
    for agent in lived.invited[lived.block_of(1)]:
        digest = claim_digest(pulses.token_of(lived, agent)).hex()
        run("UPDATE roster SET token_digest = ? WHERE agent_id = ?", (digest, agent))
    watcher = _Watcher()
    pulses.live(lived, random.Random(5), after_each=watcher.look)
    assert all(watcher.marked(ballot) == agent for agent, ballot in lived.ballots.items())
