"""Our people: comparisons over the same blocks only, and in a unit's edition only its own."""

from __future__ import annotations

import re
from datetime import date

import pytest

from survey.insight.report.data import data_bytes
from survey.insight.report.people import People
from survey.intake.editions import Edition
from survey.operations import people
from survey.privacy import gate
from survey.store.database import transaction
from tests import forums, waves
from tests.editions import built, page_of

pytestmark = pytest.mark.usefixtures("store")


def _people(occasion: str, unit_id: int | None = None) -> People:
    edition = Edition("unit" if unit_id else "centre", occasion, unit_id=unit_id)
    found = built(edition, today=date(2026, 4, 1)).people
    assert found is not None
    return found


def test_a_clear_fall_is_named_and_no_movement_is_said_to_be_none() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, level=4.0, months_ago=3)
    forums.hold(2, level=3.0, months_ago=2)
    found = _people("wave:2")
    assert found.finding.startswith("Engagement fell to ")
    assert found.movement.basis == "the 5 blocks shown in both waves"
    assert found.behind.endswith("moved more than chance explains")
    assert found.by_wave is not None
    forums.hold(3, level=3.0)
    assert _people("wave:3").finding == "No detectable change in engagement"


def test_the_first_wave_compares_nothing() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1)
    found = _people("wave:1")
    assert found.behind == "The first wave: there is nothing to compare it with yet"
    assert (found.changes, found.by_wave, found.turnout_before) == (None, None, None)


def test_a_hidden_block_is_hatched_and_in_no_mean() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, answers={"a": 4})
    found = _people("wave:1")
    assert found.n_hidden == 1
    assert [row.label for row in found.heat[0].rows if row.is_hidden] == ["Team a"]
    assert "Team a" not in found.by_block[0].wide.desc
    assert isinstance(found.engagement, gate.Published)
    assert found.engagement.n == 32


def test_a_unit_s_edition_holds_its_own_blocks_beside_the_centre() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(1, level=4.0, months_ago=2, answers={"a": 4})
    forums.hold(2, level=3.0)
    found = _people("wave:2", units["b"])
    assert [one.name for one in found.blocks] == ["Team b"]
    assert (found.turnout.n_answered, found.turnout.n_invited) == (8, 10)
    assert isinstance(found.engagement, gate.Published)
    assert isinstance(found.centre, gate.Published)
    assert (found.engagement.n, found.centre.n) == (8, 40)
    assert found.movement.basis == "the 1 block shown in both waves"
    assert found.by_wave is None
    assert not found.enps_words
    # What it showed in the wave before was hidden, so nothing is compared.
    assert _people("wave:2", units["a"]).behind == "No block can be compared with Wave 1"


def test_a_unit_whose_agents_answered_with_others_shows_nothing() -> None:
    units = waves.build_teams(forums.SIZES)
    with transaction():
        units["f"] = people.add_unit("f", "Team f", parent="centre")
        for number in range(4):
            people.add_agent(f"f-{number}", f"Agent f-{number}")
            people.set_membership(f"f-{number}", "f", from_on=date(2026, 1, 1))
        units["g"] = people.add_unit("g", "Team g", parent="centre")
    forums.hold(1)
    found = _people("wave:1", units["f"])
    assert found.nothing == (
        "In Wave 1 the agents of Team f answered together with other teams, so that nobody can be"
        " told apart. Nothing can be shown of them alone."
    )
    assert (found.blocks, found.by_block, found.heat) == ((), (), ())
    assert _people("wave:1", units["g"]).nothing == "Nobody of Team g was invited to Wave 1."
    report = built(Edition("unit", "wave:1", unit_id=units["f"]), today=forums.TODAY)
    assert "answered together with other teams" in page_of(report)
    assert report.month is not None
    assert [one.value for one in report.month.tiles[1:3]] == ["Hidden", "Hidden"]
    assert "0 of 0" not in page_of(report)


def test_a_month_without_a_pulse_says_of_which_wave_it_speaks() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1)
    found = built(Edition("centre", "month:2026-04"), today=date(2026, 5, 1)).people
    assert found is not None
    assert found.as_of == (
        "No pulse closed in these days. What follows is that of Wave 1, which closed on"
        " 13 March 2026."
    )
    assert _people("wave:1").as_of == ""
    assert _people("month:2026-02").nothing.startswith("No pulse has closed by then")


def test_too_few_blocks_give_no_promoter_score() -> None:
    waves.build_teams({"a": 10})
    forums.hold(1)
    found = _people("wave:1")
    assert (found.enps_words, found.enps_note) == (
        "Hidden",
        "Shown from 3 blocks and 30 answers on.",
    )


def test_each_block_then_and_now_emphasises_what_is_clear_among_all() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2)
    forums.hold(2)
    found = _people("wave:2").then_and_now
    assert found is not None
    assert found.wide.title == "Of 5 blocks compared, none moved by more than chance explains"
    assert "which leaves out zero" not in found.wide.desc
    assert found.wide.table is not None
    assert len(found.wide.table.rows) == 5
    # One block alone is told in words.
    assert _people("wave:2", units["a"]).then_and_now is None


def test_a_block_hidden_or_bound_in_either_wave_is_no_line() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2, answers={"a": 4})
    forums.hold(2, answers={"b": 3})
    found = _people("wave:2").then_and_now
    assert found is not None
    assert found.wide.table is not None
    assert [row[0].text for row in found.wide.table.rows] == ["Team c", "Team d", "Team e"]
    assert "Team a" not in found.wide.desc
    forums.hold(3, level=9.0, n_answers=10, months_ago=0)
    assert _people("wave:3").then_and_now is None


def test_every_agent_reads_of_no_block_by_itself() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2, answers={"a": 4})
    forums.hold(2)
    report = built(Edition("agents", "wave:2"), today=forums.TODAY)
    assert report.people is not None
    assert (report.people.blocks, report.people.by_block, report.people.heat) == ((), (), ())
    assert report.people.turnout.n_answered == 40
    assert not re.search(r"Team [a-e]\b", data_bytes(report).decode())
