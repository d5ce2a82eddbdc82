"""Whoever copies the database at any moment finds no value that joins an agent to a ballot."""

from __future__ import annotations

import random

import pytest

from survey.privacy.credentials import claim_digest
from survey.store.database import is_postgresql, rows, run
from tests import waves
from tests.attack import pulses
from tests.attack.loot import VAULT, changes, copied, joins

# All that may ever change while agents claim and answer.
WRITTEN_BY = {"claim": {"claim"}, "ballot": {"spent", "ballot", "remark"}}


@pytest.fixture
def lived(both_stores: str) -> pulses.Lived:
    """An open wave by link with two blocks, everybody having answered."""
    waves.build_teams(pulses.LINK_TEAMS)
    opened = pulses.open_wave()
    pulses.live(opened, random.Random(1))
    return opened


def test_no_value_of_the_vault_stands_anywhere_else_in_whatever_form(lived: pulses.Lived) -> None:
    assert joins(copied()) == set()
    pulses.close(lived)
    copy = copied()
    assert joins(copy) == set()
    assert {name for name in VAULT if copy[name].rows} == {"counted_ballot", "receipt"}


def test_a_claim_and_a_ballot_write_nothing_about_anybody(both_stores: str) -> None:
    waves.build_teams(pulses.LINK_TEAMS)
    opened = pulses.open_wave()
    before = copied()
    seen: list[tuple[str, set[str]]] = []

    def look(agent: int, did: str) -> None:
        nonlocal before
        after = copied()
        seen.append((did, set(changes(before, after))))
        before = after

    pulses.live(opened, random.Random(2), after_each=look)
    assert len(seen) == 2 * sum(pulses.LINK_TEAMS.values())
    for did, tables in seen:
        assert tables <= WRITTEN_BY[did]


def test_no_row_about_a_person_was_written_by_who_claimed_or_answered(
    lived: pulses.Lived,
) -> None:
    """PostgreSQL keeps with every row which transaction wrote it."""
    if not is_postgresql():
        pytest.skip("SQLite keeps no such number")
    copy = copied()
    here = {number for name in VAULT - {"sealed_key"} for number, _ in copy[name].written}
    # Claims that were never used are of the opening, which wrote the roster too.
    here -= {number for number, _ in copy["block"].written}
    assert len(here) > sum(pulses.LINK_TEAMS.values())
    for name in set(copy) - VAULT:
        assert not here & {number for number, _ in copy[name].written}, name


# ---------------------------------------------------------------- with a leak planted


def test_a_token_kept_with_the_person_is_found(lived: pulses.Lived) -> None:
    run("ALTER TABLE roster ADD COLUMN token_digest TEXT")
    for agent in lived.ballots:
        digest = claim_digest(pulses.token_of(lived, agent)).hex()
        run("UPDATE roster SET token_digest = ? WHERE agent_id = ?", (digest, agent))
    assert joins(copied()) == {("claim.digest", "roster.token_digest")}
    run("ALTER TABLE roster DROP COLUMN token_digest")


def test_a_token_that_is_only_a_digest_of_the_agent_is_found(lived: pulses.Lived) -> None:
    agent = rows("SELECT code FROM agent ORDER BY id LIMIT 1")[0][0]
    taken = rows("SELECT digest FROM claim LIMIT 1")[0][0]
    run("UPDATE claim SET digest = ? WHERE digest = ?", (claim_digest(agent), taken))
    assert ("claim.digest", "agent.code") in joins(copied())


def test_a_ballot_under_the_credentials_digest_is_found(lived: pulses.Lived) -> None:
    """The credential is named among spent ones, so the receipt would open the ballot."""
    key = rows("SELECT key FROM ballot LIMIT 1")[0][0]
    spent = bytes(rows("SELECT digest FROM spent LIMIT 1")[0][0])
    run("UPDATE ballot SET key = ? WHERE key = ?", (spent[:16], key))
    assert joins(copied()) == {("ballot.key", "spent.digest")}


def test_a_mark_left_on_the_roster_is_found(both_stores: str) -> None:
    waves.build_teams(pulses.LINK_TEAMS)
    run("ALTER TABLE roster ADD COLUMN has_claimed INTEGER")
    opened = pulses.open_wave()
    before, seen = copied(), []

    def mark(agent: int, did: str) -> None:
        nonlocal before
        if did == "claim":
            run("UPDATE roster SET has_claimed = 1 WHERE agent_id = ?", (agent,))
        seen.append(set(changes(before, before := copied())))

    pulses.live(opened, random.Random(3), after_each=mark)
    run("ALTER TABLE roster DROP COLUMN has_claimed")
    assert sum("roster" in tables for tables in seen) == sum(pulses.LINK_TEAMS.values())
