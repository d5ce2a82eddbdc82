"""The link in the report: in full for the centre, a verdict in words for everybody else."""

from __future__ import annotations

import pytest

from survey.insight.linkage.verdict import Verdict
from survey.insight.report.data import _plain
from survey.insight.report.linked import linked_of
from survey.operations import people
from tests import forums, waves
from tests.framed import frame


@pytest.mark.usefixtures("store")
def test_before_the_first_wave_nothing_can_be_told() -> None:
    people.add_unit("centre", "Contact centre")
    found = linked_of(frame())
    assert (found.verdict, found.finding) == (
        *(Verdict.CANNOT_TELL, "A link between them: cannot tell yet"),
    )
    assert found.in_full is not None
    assert (found.in_full.between, found.in_full.within) == (None, None)
    assert found.in_full.cycle is not None
    assert found.in_full.cycle.headline.startswith("We cannot tell yet")
    assert found.in_full.has_cycle is False


@pytest.mark.usefixtures("store")
def test_where_everything_is_hidden_the_link_is_unknown_and_says_what_it_left_out() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(n_answers=2)
    for unit in units.values():
        forums.say(unit, {5: 40, 1: 10})
    found = linked_of(frame("wave:1"))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.exclusions == ("5 with engagement hidden because too few answered",)


@pytest.mark.usefixtures("store")
def test_the_centre_reads_all_of_it_drawn_for_paper() -> None:
    forums.build(4)
    found = linked_of(frame("wave:4"))
    full = found.in_full
    assert full is not None
    assert full.between is not None
    assert full.between.wide.is_paper
    assert full.drivers is not None
    assert full.drivers.figure is None or full.drivers.figure.wide.is_paper
    assert full.cycle is not None
    assert full.cycle.figure.wide.is_paper
    assert full.cycle.figure.narrow is None
    assert full.caution
    assert full.plan == "No plan was stored: exploratory."


@pytest.mark.parametrize("kind", ["unit", "agents"])
@pytest.mark.usefixtures("store")
def test_other_editions_are_told_the_centre_s_verdict_in_words(kind: str) -> None:
    units = forums.build(4)
    unit_id = units["a"] if kind == "unit" else None
    whole = linked_of(frame("wave:4"))
    found = linked_of(frame("wave:4", kind=kind, unit_id=unit_id))  # type: ignore[arg-type]  # parametrized
    assert found.in_full is None
    assert (found.verdict, found.headline, found.number) == (
        *(whole.verdict, whole.headline, whole.number),
    )
    assert not any(f"Team {code}" in str(_plain(found)) for code in units)


@pytest.mark.usefixtures("store")
def test_a_later_wave_and_later_months_change_no_earlier_link() -> None:
    units = forums.build(3)
    earlier = _plain(linked_of(frame("wave:2")))
    forums.hold(4, months_ago=0, level=1.5)
    for unit in units.values():
        forums.say(unit, {1: 90, 5: 1}, months_ago=0)
    assert _plain(linked_of(frame("wave:2"))) == earlier


@pytest.mark.usefixtures("store")
def test_nothing_of_it_names_units_by_id() -> None:
    forums.build(2)
    assert "unit_ids" not in str(_plain(linked_of(frame("wave:2"))))
