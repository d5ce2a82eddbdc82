"""Page one about units of one agent: nothing of theirs stands out, and nothing is counted."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight.bands.units import units_of_one_within
from survey.insight.period import spanning
from survey.insight.report.month import Month
from survey.insight.units import read_scope
from survey.intake.editions import Edition
from survey.store.database import run, transaction
from survey.store.reads_of_units import unit_ids
from tests import forums, waves
from tests.editions import built, page_of

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
    assert own[3].words == ("This unit is one agent: a report shows no figure of a single person.")
    assert _month(units["alone"]).tiles[0].value == "Hidden"
    for said in (own[3], _month().sentences[3]):
        assert "stood out" not in said.words
    assert own[3].evidence == ""


def test_what_cannot_be_told_of_one_agent_is_withheld_and_not_missing() -> None:
    units = waves.build_teams({"a": 5, "b": 5, "alone": 1})
    for code in units:
        forums.say(units[code], {5: 20, 1: 20})
    edition = Edition("unit", "month:2026-02", unit_id=units["alone"])
    found = built(edition, today=forums.TODAY).unknown
    assert found is not None
    gap = next(one for one in found.gaps if one.question == "How satisfied were customers?")
    assert (gap.why, gap.takes) == (
        "This unit is one agent: a report shows no figure of a single person.",
        "More than one agent in the unit.",
    )


def test_the_figures_of_an_only_agent_who_has_left_are_still_those_of_one() -> None:
    units = waves.build_teams({"a": 5, "b": 5, "alone": 1})
    for code in units:
        forums.say(units[code], {5: 20, 1: 20})
    with transaction():
        run(
            "INSERT INTO membership (agent_id, from_on, unit_id)"
            " SELECT agent_id, '2026-02-27', NULL FROM membership WHERE unit_id = ?",
            (units["alone"],),
        )
    assert _month(units["alone"]).sentences[0].words == "No figure of a single agent"
    edition = Edition("centre", "month:2026-02")
    assert "Team alone" not in page_of(built(edition, today=forums.TODAY))
    # In March nobody belongs to it any more.
    tree = read_scope(unit_ids())
    march = spanning(date(2026, 3, 1), date(2026, 3, 31))
    assert units_of_one_within(tree, march) == frozenset()
    february = spanning(date(2026, 2, 1), date(2026, 2, 28))
    assert units_of_one_within(tree, february) == {units["alone"]}
