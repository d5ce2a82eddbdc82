"""The letters of one block are one piece of work, so that nobody could claim long before others."""

from __future__ import annotations

import json
from datetime import date

import pytest

from survey.errors import Refusal
from survey.operations import people
from survey.operations.pulse import letters
from survey.store.database import rows, transaction
from tests import links, waves
from tests.links import open_by_link


@pytest.mark.parametrize("size", [8, 9, 23])
def test_the_letters_of_one_block_are_one_piece_of_work(both_stores: str, size: int) -> None:
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
    found = rows("SELECT due_at, payload FROM job ORDER BY due_at, id")
    blocks = [block for (block,) in rows("SELECT id FROM block ORDER BY id")]
    assert [json.loads(payload) for _, payload in found] == [
        {"block": block, "kind": "invitation", "wave": 1} for block in blocks
    ]
    # The second falls due when the first can have left.
    assert found[1][0] - found[0][0] == size // letters.PER_SECOND


@pytest.mark.usefixtures("both_stores")
def test_no_letter_leaves_with_a_link_of_another_secret() -> None:
    waves.build_teams({"a": 8})
    wave = open_by_link()
    ((block,),) = rows("SELECT id FROM block")
    job = {"wave": wave.number, "block": block, "kind": "reminder"}
    today = waves.OPENS_ON
    good = letters.find_letters(job, attempt=1, today=today, secret_key=links.SECRET)
    assert len(good) == 8
    with pytest.raises(Refusal, match="SURVEY_SECRET_KEY is not the one"):
        letters.find_letters(job, attempt=1, today=today, secret_key="another")
