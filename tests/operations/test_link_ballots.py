"""Ballots by link: one credential counts once, and its receipt is found after closing."""

from __future__ import annotations

import pytest

from survey.privacy import gate
from survey.store.database import rows
from tests import links, waves

pytestmark = pytest.mark.usefixtures("both_stores")


def test_an_agent_claims_answers_and_finds_the_receipt_after_closing() -> None:
    waves.build_teams({"a": 8, "b": 9})
    wave = links.open_by_link()
    mailed = links.tokens()
    receipts = {
        team: links.answer_all(mailed[team], [waves.ballot(4, ask_cost="Less")] * n)
        for team, n in (("a", 6), ("b", 5))
    }
    assert gate.receipts(wave.id) == {}
    assert {key.n_issued for key in gate.block_keys(wave.id).values()} == {None}
    waves.close()
    ids = {block.code: block.id for block in gate.blocks(wave.id)}
    found = gate.receipts(wave.id)
    assert {code: list(found[ids[code]]) for code in ids} == {
        code: sorted(one) for code, one in receipts.items()
    }
    keys = gate.block_keys(wave.id)
    assert [keys[ids[code]].n_issued for code in ("a", "b")] == [6, 5]
    for table in ("claim", "spent", "sealed_key", "ballot", "remark"):
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert gate.turnout(wave.id)[ids["a"]] == gate.TurnoutRef(8, 6)
