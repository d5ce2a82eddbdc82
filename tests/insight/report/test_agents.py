"""Agents in the report: comparisons over the same blocks only, and nothing of hidden ones."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight.report.agents import Agents
from survey.insight.report.report import forum_report
from survey.operations import people
from survey.privacy import gate
from survey.store.database import transaction
from tests import forums, waves

pytestmark = pytest.mark.usefixtures("store")


def _agents(number: int) -> Agents:
    return forum_report(number, organisation="Larkfield", is_demo=False).agents


def test_a_clear_fall_is_named_and_judged_on_its_own() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, level=4.0, months_ago=2)
    forums.hold(2, level=3.0)
    agents = _agents(2)
    assert agents.change is not None
    assert agents.change.is_clear
    assert agents.movement.basis == "the 5 blocks shown in both waves"
    assert agents.finding.endswith("moved more than chance explains")
    report = forum_report(2, organisation="Larkfield", is_demo=False)
    assert report.glance.findings[1].words.startswith("Engagement fell to ")
    assert report.glance.findings[1].words.endswith(" in Wave 1")
    assert agents.by_wave is not None


def test_no_movement_is_said_to_be_none() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2)
    forums.hold(2)
    report = forum_report(2, organisation="Larkfield", is_demo=False)
    assert report.glance.findings[1].words == "No detectable change in engagement"


def test_blocks_of_other_units_are_not_compared() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2)
    # Too small to stand alone, the new team joins another, which is another block from then on.
    with transaction():
        people.add_unit("f", "Team f", parent="centre")
        for number in range(4):
            people.add_agent(f"f-{number}", f"Agent f-{number}")
            people.set_membership(f"f-{number}", "f", from_on=date(2026, 1, 1))
    forums.hold(2)
    movement = _agents(2).movement
    assert (movement.n_common, movement.n_shown) == (4, 5)
    assert movement.basis == "the 4 of 5 blocks that are the same and shown in both waves"


def test_the_first_wave_compares_nothing() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1)
    agents = _agents(1)
    assert agents.finding == "The first wave: there is nothing to compare it with yet"
    assert agents.changes is None
    assert agents.by_wave is None


def test_a_hidden_block_is_hatched_and_in_no_mean() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, answers={"a": 4})
    agents = _agents(1)
    assert agents.n_hidden == 1
    hidden = [row.label for row in agents.heat[0].rows if row.is_hidden]
    assert hidden == ["Team a"]
    assert "Team a" not in agents.by_block[0].wide.desc
    assert isinstance(agents.engagement, gate.Published)
    assert agents.engagement.n == 32
    assert (agents.blocks[0].name, agents.blocks[0].turnout.n_answered) == ("Team a", 4)


def test_a_bound_is_shown_as_a_bound() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, level=9.0, n_answers=10)
    report = forum_report(1, organisation="Larkfield", is_demo=False)
    assert report.glance.tiles[1].value == "4.5 or more"
    assert report.glance.tiles[1].interval == ""
    assert report.agents.enps_words == "+90 or more"
    assert {cell.text for row in report.agents.heat[0].rows for cell in row.cells} >= {
        "4.5 or more"
    }


def test_too_few_blocks_give_no_promoter_score() -> None:
    waves.build_teams({"a": 10})
    forums.hold(1)
    agents = _agents(1)
    assert agents.enps_words == "Hidden"
    assert agents.enps_note == "Shown from 3 blocks and 30 answers on."
