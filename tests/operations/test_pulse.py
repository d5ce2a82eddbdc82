"""A wave from opening to closing, on both engines."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from survey.errors import Conflict, InvalidInput, NotFound, Refusal
from survey.operations import people, pulse
from survey.operations.pulse.ballots import UNUSABLE
from survey.privacy import gate
from survey.privacy.figures import Published, Suppressed
from survey.store.database import rows
from tests import waves

pytestmark = pytest.mark.usefixtures("both_stores")


def test_a_wave_is_published_when_it_closes() -> None:
    waves.build_teams({"a": 8, "b": 9, "c": 10})
    codes = waves.open_with_cards()
    waves.submit(codes["a"], [waves.ballot(v) for v in (1, 2, 3, 4, 4)])
    waves.submit(codes["b"], [waves.ballot(v) for v in (5, 5, 5, 4, 5, 5)])
    waves.submit(codes["c"], [waves.ballot(v) for v in (3, 3, 3, 3)])
    waves.close()

    assert waves.engagement() == {
        "a": Published(2.8, "exact", 5),
        "b": Published(4.16, "at_least", 6),
        "c": Suppressed("Fewer than 5 people answered."),
    }
    turnout = gate.turnout(gate.wave(1).id)
    assert [(t.n_invited, t.n_answered) for t in turnout.values()] == [(8, 5), (9, 6), (10, 4)]


def test_an_open_wave_shows_nothing_not_even_a_count() -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()
    waves.submit(codes["a"], [waves.ballot(4, ask_cost="More time")] * 8)
    wave = gate.wave(1)

    assert gate.closed_waves() == ()
    assert set(waves.engagement().values()) == {gate.STILL_OPEN}
    assert gate.turnout(wave.id) == {}
    assert gate.centre(wave.id, "engagement") == gate.STILL_OPEN
    assert gate.spread(wave.id, "engagement") is None
    assert gate.enps(wave.id) == gate.STILL_OPEN
    assert set(gate.remarks(wave.id).values()) == {gate.STILL_OPEN}


def test_an_unknown_wave_is_not_found() -> None:
    for read in (gate.blocks, gate.cells, gate.turnout, gate.remarks, gate.enps):
        with pytest.raises(NotFound):
            read(7)
    with pytest.raises(NotFound):
        gate.wave(7)
    with pytest.raises(NotFound):
        gate.centre(7, "engagement")
    with pytest.raises(NotFound):
        gate.spread(7, "engagement")


def test_a_wave_nobody_answered_closes_with_nothing_to_show() -> None:
    waves.build_teams({"a": 8})
    waves.open_with_cards()
    wave = waves.close()
    assert isinstance(gate.centre(wave.id, "engagement"), Suppressed)
    assert isinstance(gate.enps(wave.id), Suppressed)
    assert [t.n_answered for t in gate.turnout(wave.id).values()] == [0]


def test_spread_and_enps_need_three_blocks_and_thirty_answers() -> None:
    waves.build_teams({"a": 10, "b": 10, "c": 10, "d": 10})
    codes = waves.open_with_cards()
    mixed = [waves.ballot(1 + n % 5, enps=9 if n % 2 else 3) for n in range(10)]
    for block in "abc":
        waves.submit(codes[block], mixed)
    waves.submit(codes["d"], [waves.ballot(5, enps=10)] * 4)
    wave = waves.close()
    assert gate.spread(wave.id, "engagement") == 1.5
    assert gate.spread(wave.id, "tools") is None
    # The four promoters of the hidden block are not in it.
    assert gate.enps(wave.id) == Published(0.0, "exact", 30)
    assert gate.centre(wave.id, "engagement") == Published(3.0, "exact", 30)


def test_remarks_are_shown_from_ten_on_and_deleted_below() -> None:
    waves.build_teams({"a": 12})
    codes = waves.open_with_cards()
    written = [waves.ballot(ask_cost=f"Cost {n}", ask_people="Rest") for n in range(9)]
    waves.submit(codes["a"], [*written, waves.ballot(ask_cost="Cost 9")])
    wave = waves.close()
    found = gate.remarks(wave.id)
    assert sorted(found["ask_cost"]) == [f"Cost {n}" for n in range(10)]  # type: ignore[arg-type]
    assert found["ask_cost"] != tuple(f"Cost {n}" for n in range(10))
    assert found["ask_people"] == Suppressed("Fewer than 10 people wrote something.")
    assert rows("SELECT count(*) FROM remark") == [(0,)]


def test_closing_leaves_no_card_and_no_ballot_key() -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()
    waves.submit(codes["a"], [waves.ballot(v) for v in (5, 1, 3)])
    waves.close()
    assert rows("SELECT count(*) FROM ballot_card") == rows("SELECT count(*) FROM ballot") == [(0,)]
    found = rows("SELECT position, answers FROM counted_ballot ORDER BY position")
    assert [position for position, _ in found] == [1, 2, 3]
    assert [answers for _, answers in found] == sorted(answers for _, answers in found)


def test_closed_is_final() -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()
    waves.submit(codes["a"], [waves.ballot(4)] * 5)
    waves.close()
    before = rows("SELECT * FROM wave"), waves.engagement()
    with pytest.raises(NotFound):
        pulse.record_ballot(
            codes["a"][5], waves.ballot(1), today=waves.OPENS_ON, randomness=waves.bytes_from(9)
        )
    with pytest.raises(Conflict):
        pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(9))
    waves.close(seed=9)
    assert (rows("SELECT * FROM wave"), waves.engagement()) == before


def test_a_wave_is_not_closed_before_the_day_agents_were_told() -> None:
    waves.build_teams({"a": 8})
    waves.open_with_cards()
    with pytest.raises(Refusal, match="open until 13 March 2026"):
        pulse.close_wave(1, today=waves.OPENS_ON, now=waves.NOW, randomness=waves.bytes_from(1))


def test_the_roster_is_that_of_the_opening_day() -> None:
    waves.build_teams({"a": 9, "b": 9})
    people.set_membership("a-0", None, from_on=waves.OPENS_ON)
    people.set_membership("b-0", "a", from_on=waves.CLOSES_ON)
    waves.open_with_cards()
    assert [(b.code, b.n_invited) for b in gate.blocks(gate.wave(1).id)] == [("a", 8), ("b", 9)]
    assert rows("SELECT count(*) FROM roster") == [(17,)]


def test_small_teams_are_joined_before_anything_is_stored() -> None:
    units = waves.build_teams({"a": 8, "b": 3, "c": 20})
    codes = waves.open_with_cards()
    assert {code: len(cards) for code, cards in codes.items()} == {"a+1": 11, "c": 20}
    joined = gate.blocks(gate.wave(1).id)[0]
    assert joined.unit_ids == (units["a"], units["b"])
    assert joined.name == "Team a and Team b"


def test_a_centre_that_is_too_small_gets_no_wave() -> None:
    waves.build_teams({"a": 4, "b": 3})
    with pytest.raises(Refusal, match="at least 8 invited agents, and the teams have 7"):
        pulse.open_wave(waves.new_wave(), now=waves.NOW)
    assert gate.waves() == ()


def test_only_one_wave_is_open_at_a_time() -> None:
    waves.build_teams({"a": 8})
    waves.open_with_cards()
    with pytest.raises(Conflict, match="Wave 1 is there already, and it is open"):
        pulse.open_wave(waves.new_wave(1), now=waves.NOW)
    with pytest.raises(Conflict, match="Wave 1 is still open"):
        pulse.open_wave(waves.new_wave(2), now=waves.NOW)
    waves.close()
    pulse.open_wave(waves.new_wave(2), now=waves.NOW)
    assert [wave.state for wave in gate.waves()] == ["closed", "open"]


def test_a_second_wave_leaves_the_first_as_it_was() -> None:
    waves.build_teams({"a": 8})
    waves.submit(waves.open_with_cards(1, seed=1)["a"], [waves.ballot(3)] * 5)
    waves.close(1)
    waves.submit(waves.open_with_cards(2, seed=5)["a"], [waves.ballot(2)] * 6)
    waves.close(2)
    assert waves.engagement(1)["a"] == Published(3.0, "exact", 5)
    assert waves.engagement(2)["a"] == Published(2.0, "exact", 6)


def test_everything_wrong_with_a_wave_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        waves.new_wave(0, name=" ", closes_on=waves.OPENS_ON.replace(day=1), threshold=3,
                       comment_threshold=9, block_minimum=5)  # fmt: skip
    assert len(caught.value.problems) == 6


def test_new_cards_void_the_old_ones_and_ballots_never_exceed_the_invited() -> None:
    waves.build_teams({"a": 8})
    old = waves.open_with_cards()["a"]
    waves.submit(old, [waves.ballot(4)] * 3)
    new = pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(8)).blocks[0].codes
    assert len(new) == 5
    with pytest.raises(NotFound):
        pulse.find_paper(old[4], today=waves.OPENS_ON)
    waves.submit(new, [waves.ballot(4)] * 5)
    assert (
        pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(9)).blocks[0].codes
        == ()
    )


def test_cards_printed_while_a_ballot_came_in_are_refused_and_the_old_ones_stay_good() -> None:
    waves.build_teams({"a": 8})
    old = waves.open_with_cards()["a"]
    sheet = pulse.draw_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(8))
    waves.submit(old, [waves.ballot(4)])
    with pytest.raises(Conflict, match="print them again"):
        pulse.put_in_force(sheet)
    assert pulse.find_paper(old[1], today=waves.OPENS_ON).block.code == "a"


def test_unknown_mistyped_spent_and_closed_look_the_same() -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes, [waves.ballot(4)])
    said = set()
    for typed in (codes[0], "0" * 20, "nonsense", ""):
        with pytest.raises(NotFound) as caught:
            pulse.record_ballot(
                typed, waves.ballot(4), today=waves.OPENS_ON, randomness=waves.bytes_from(4)
            )
        said.add(caught.value.message)
        with pytest.raises(NotFound) as caught:
            pulse.find_paper(typed, today=waves.OPENS_ON)
        said.add(caught.value.message)
    waves.close()
    with pytest.raises(NotFound) as caught:
        pulse.find_paper(codes[1], today=waves.OPENS_ON)
    assert said == {caught.value.message}


def test_no_ballot_comes_in_once_the_last_day_is_over() -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()["a"]
    late = waves.CLOSES_ON + timedelta(days=1)
    for attempt in (
        lambda: pulse.find_paper(codes[0], today=late),
        lambda: pulse.record_ballot(
            codes[0], waves.ballot(4), today=late, randomness=waves.bytes_from(4)
        ),
    ):
        with pytest.raises(NotFound, match=re.escape(UNUSABLE)):
            attempt()
    with pytest.raises(Conflict, match="The last day to answer wave 1 was 13 March 2026"):
        pulse.draw_cards(1, today=late, randomness=waves.bytes_from(4))
    assert rows("SELECT count(*) FROM ballot_card") == [(8,)]
    on_the_day = waves.bytes_from(4)
    pulse.record_ballot(codes[0], waves.ballot(4), today=waves.CLOSES_ON, randomness=on_the_day)
    assert rows("SELECT count(*) FROM ballot") == [(1,)]


def test_a_blank_ballot_is_refused_and_the_card_stays_good() -> None:
    waves.build_teams({"a": 8})
    code = waves.open_with_cards()["a"][0]
    with pytest.raises(InvalidInput, match="Nothing is answered yet"):
        pulse.record_ballot(
            code, waves.ballot(), today=waves.OPENS_ON, randomness=waves.bytes_from(4)
        )
    pulse.record_ballot(
        code.lower(), waves.ballot(3), today=waves.OPENS_ON, randomness=waves.bytes_from(4)
    )
