"""What moved since the last wave: the same block, the same questions, and no more than that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from survey.access import Viewer
from survey.insight import between_waves
from survey.insight.between_waves import ConstructChange, WaveChanges, wave_changes
from survey.insight.waves import wave_page
from survey.instruments.pulse import PULSE
from survey.operations import people
from survey.privacy import gate
from survey.store.database import transaction
from tests import waves

pytestmark = pytest.mark.usefixtures("store")
SIZES = {"a": 12, "b": 12, "c": 12, "d": 12}
# Twelve answers a block around a mean of 3, with a spread of its own.
USUAL = (2, 3, 4) * 4


def hold(number: int, answers: Mapping[str, tuple[int, ...]], **changes: object) -> gate.WaveRef:
    """A closed wave in which the blocks answer like that about their engagement."""
    codes = waves.open_with_cards(number, seed=number, **changes)
    for code, values in answers.items():
        waves.submit(codes[code], [waves.ballot(value) for value in values])
    return waves.close(number)


def changes_of(wave: gate.WaveRef) -> WaveChanges:
    """What moved in every block."""
    found = wave_changes(wave, gate.blocks(wave.id))
    assert found is not None
    return found


def engagement(changes: WaveChanges, block: str) -> ConstructChange:
    """The line about engagement of the block with this name."""
    (found,) = (one for one in changes.blocks if one.name == block)
    return next(one for one in found.lines if one.construct == "Engagement")


def test_the_first_wave_has_nothing_to_compare_with() -> None:
    waves.build_teams(SIZES)
    wave = hold(1, dict.fromkeys(SIZES, USUAL))
    assert wave_changes(wave, gate.blocks(wave.id)) is None


def test_nothing_moved_is_a_sentence() -> None:
    waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL))
    changes = changes_of(hold(2, dict.fromkeys(SIZES, USUAL)))
    assert changes.finding == "No detectable difference from Wave 1"
    line = engagement(changes, "Team a")
    assert (line.words, line.reading) == ("No detectable difference", "same")
    # The spread .85 is printed as .8 or .9; the interval is that of both waves.
    spread = gate.spread(gate.wave(2).id, "engagement")
    assert spread is not None
    reach = 1.959964 * (2 * spread**2 / 12) ** 0.5
    assert line.change == f"0.00 (−{reach:.2f} to +{reach:.2f})"
    assert changes.n_compared == 4


def test_a_large_change_is_named_with_its_direction_and_no_other() -> None:
    waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL))
    changes = changes_of(
        hold(2, dict.fromkeys(SIZES, USUAL) | {"b": (4,) * 10 + (5, 5), "c": (2,) * 10 + (1, 1)})
    )
    assert engagement(changes, "Team b").words == "Higher than in Wave 1"
    assert engagement(changes, "Team c").words == "Lower than in Wave 1"
    assert engagement(changes, "Team a").words == "No detectable difference"
    assert changes.finding == "2 detectable differences from Wave 1"
    assert [len(one.moved) for one in changes.blocks] == [0, 1, 1, 0]


def test_one_change_that_a_page_of_many_explains_is_not_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL))
    # A difference with a p of about .02 by itself, and of about .08 among four.
    wave = hold(2, dict.fromkeys(SIZES, USUAL) | {"b": (4,) * 10 + (3, 2)})
    line = engagement(changes_of(wave), "Team b")
    alone = wave_changes(wave, [one for one in gate.blocks(wave.id) if one.name == "Team b"])
    assert alone is not None
    assert engagement(alone, "Team b").reading == "higher"
    assert (line.reading, line.change) == ("same", engagement(alone, "Team b").change)
    monkeypatch.setattr(between_waves, "clear_of_chance", lambda found: [p < 0.05 for p in found])
    assert engagement(changes_of(wave), "Team b").reading == "higher"


def add_small_team() -> None:
    """Three agents more: too few for a block, so they join one."""
    with transaction():
        people.add_unit("f", "Team f", parent="centre")
        for number in range(3):
            people.add_agent(f"f-{number}", f"Agent f-{number}")
            people.set_membership(f"f-{number}", "f", from_on=date(2026, 1, 1))


def joined_of(changes: WaveChanges) -> list[tuple[bool, str]]:
    """Of each block that is not compared: whether it has lines all the same, and why not."""
    return [(bool(one.lines), one.why_not) for one in changes.blocks if one.why_not]


def test_a_block_of_other_units_is_another_block() -> None:
    waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL))
    add_small_team()
    changes = changes_of(hold(2, dict.fromkeys(("b", "c", "d"), USUAL)))
    assert joined_of(changes) == [(False, "In Wave 1 its units were in other blocks.")]
    # Joined again in the next wave, it is the same block.
    changes = changes_of(hold(3, dict.fromkeys(("b", "c", "d"), USUAL)))
    assert joined_of(changes) == []
    with transaction():
        for number in range(3):
            people.set_membership(f"f-{number}", None, from_on=date(2026, 1, 2))
    # Alone again, it is not the block in which it was with others.
    changes = changes_of(hold(4, dict.fromkeys(SIZES, USUAL)))
    assert joined_of(changes) == [(False, "In Wave 3 its units were in other blocks.")]


def test_of_a_bound_and_of_a_hidden_figure_no_difference_is_known() -> None:
    waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL) | {"b": USUAL[:4]})
    changes = changes_of(hold(2, dict.fromkeys(SIZES, USUAL) | {"a": (5,) * 12, "c": USUAL[:4]}))
    bound, before, now = (engagement(changes, f"Team {code}") for code in "abc")
    assert (bound.now, bound.before, bound.change) == ("4.5 or more", "3.00", "")
    assert bound.words == "A bound, so the difference is not known"
    assert (before.change, before.words) == ("", "Hidden in Wave 1")
    assert (now.now, now.change, now.words) == ("hidden", "", "Hidden now")
    assert changes.n_compared == 1


def test_without_a_spread_of_the_centre_we_cannot_tell() -> None:
    waves.build_teams({"a": 12, "b": 12})
    hold(1, dict.fromkeys("ab", USUAL))
    changes = changes_of(hold(2, {"a": (4,) * 12, "b": USUAL}))
    assert changes.finding == "Nothing can be compared with Wave 1"
    line = engagement(changes, "Team a")
    assert line.words == "We cannot tell yet: too few answers in the whole centre"
    assert line.change == ""


def test_a_construct_with_other_questions_is_another_construct() -> None:
    waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL))
    first, *others = PULSE.items
    asked = replace(PULSE, items=(replace(first, text="Every day I start with energy."), *others))
    changes = changes_of(hold(2, dict.fromkeys(SIZES, USUAL), instrument=asked))
    line = engagement(changes, "Team a")
    assert (line.words, line.change, line.before) == ("Not asked like this in Wave 1", "", "")
    assert changes.n_compared == 0


def test_a_construct_left_out_of_the_wave_before_is_not_compared() -> None:
    waves.build_teams(SIZES)
    fewer = replace(
        PULSE,
        constructs=tuple(one for one in PULSE.constructs if one.code != "voice"),
        items=tuple(one for one in PULSE.items if one.construct != "voice"),
    )
    hold(1, dict.fromkeys(SIZES, USUAL), instrument=fewer)
    changes = changes_of(hold(2, dict.fromkeys(SIZES, USUAL)))
    heard = next(one for one in changes.blocks[0].lines if one.construct == "Being heard")
    assert heard.words == "Not asked like this in Wave 1"
    assert engagement(changes, "Team a").words == "No detectable difference"


def test_a_leader_s_page_compares_the_own_blocks_only() -> None:
    units = waves.build_teams(SIZES)
    hold(1, dict.fromkeys(SIZES, USUAL))
    hold(2, dict.fromkeys(SIZES, USUAL))
    leader = Viewer(1, "Lea", "lea@example.org", "leader", None, frozenset({units["a"]}))
    page = wave_page(2, leader)
    assert page.changes is not None
    assert [one.name for one in page.changes.blocks] == ["Team a"]
    nobody = Viewer(1, "Lea", "lea@example.org", "leader", None, frozenset())
    assert wave_page(2, nobody).changes is None


def test_the_heat_map_tints_what_clears_the_centre_and_says_on_which_side() -> None:
    units = waves.build_teams(SIZES)
    everything = Viewer(1, "Ana", "a@example.org", "analyst", None, frozenset(units.values()))
    hold(1, dict.fromkeys(SIZES, USUAL))
    heat = wave_page(1, everything).heat
    assert heat is not None
    assert {cell.standing for row in heat.rows for cell in row.cells} == {""}
    assert "No figure is tinted" in heat.note
    hold(2, {"a": (4,) * 10 + (5, 3), "b": USUAL, "c": USUAL, "d": (2,) * 10 + (1, 3)})
    heat = wave_page(2, everything).heat
    assert heat is not None
    assert [row.cells[0].standing for row in heat.rows] == ["above", "", "", "below"]
    assert "above or below the whole centre by more than chance explains" in heat.note
