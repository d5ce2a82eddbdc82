"""Page one about units of one agent: nothing of theirs stands out, and nothing is counted."""

from __future__ import annotations

import pytest

from survey.insight.report.month import Month
from survey.intake.editions import Edition
from survey.store.database import run, transaction
from tests import forums, waves
from tests.editions import built

pytestmark = pytest.mark.usefixtures("store")


def _month(unit_id: int | None = None) -> Month:
    edition = Edition("unit" if unit_id else "centre", "month:2026-02", unit_id=unit_id)
    found = built(edition, today=forums.TODAY).month
    assert found is not None
    return found


def test_of_a_unit_of_one_agent_nothing_stands_out_and_nothing_is_counted() -> None:
    units = waves.build_teams({"a": 5, "b": 5, "alone": 1})
    for code in units:
        forums.say(units[code], {5: 20, 1: 20})
    with transaction():
        run(
            "INSERT INTO signal (rule, every, unit_id, from_on, value, expected, n, found_at)"
            " VALUES ('below', 'day', ?, '2026-02-10', 1, 4, 40, 0)",
            (units["alone"],),
        )
    own = _month(units["alone"]).sentences
    assert (own[0].words, own[0].evidence) == ("No figure of a single agent", "")
    for said in (own[3], _month().sentences[3]):
        assert "stood out" not in said.words
    assert own[3].evidence == ""
