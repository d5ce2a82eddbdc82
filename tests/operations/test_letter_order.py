"""The letters of one block leave together, so that nobody could claim long before the others."""

from __future__ import annotations

from datetime import date

import pytest

from survey.operations import people
from survey.store.database import rows, transaction
from tests import links
from tests.links import open_by_link


@pytest.mark.parametrize("size", [8, 9])
def test_the_letters_of_one_block_leave_one_after_the_other(both_stores: str, size: int) -> None:
    with transaction():
        people.add_unit("centre", "Contact centre")
        for code in "ab":
            people.add_unit(code, f"Team {code}", parent="centre")
        # In turns, so that ids of one team are apart from one another.
        for number in range(2 * size):
            people.add_agent(f"agent-{number}", f"Agent {number}")
            people.set_membership(f"agent-{number}", "ab"[number % 2], from_on=date(2025, 1, 1))
    links.give_addresses()
    open_by_link()
    found = rows(
        "SELECT block_id, due_at FROM job"
        " JOIN roster ON job.subject = 'pulse_letter:1:invitation:' || roster.agent_id"
        " ORDER BY due_at, job.id"
    )
    blocks = [block for block, _ in found]
    assert len(blocks) == 2 * size
    assert blocks == sorted(blocks)
    for block in set(blocks):
        due = [at for one, at in found if one == block]
        assert max(due) - min(due) <= 1
