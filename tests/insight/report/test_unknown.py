"""What cannot be told yet: honest numbers for what it would take, and nothing that can be told."""

from __future__ import annotations

import pytest

from survey.insight.report.unknown import Gap
from survey.intake.editions import Edition
from tests import forums, waves
from tests.editions import built

pytestmark = pytest.mark.usefixtures("store")


def _gaps(occasion: str, unit_id: int | None = None) -> dict[str, Gap]:
    edition = Edition("unit" if unit_id else "centre", occasion, unit_id=unit_id)
    found = built(edition, today=forums.TODAY).unknown
    assert found is not None
    assert len(found.gaps) == len({one.question for one in found.gaps})
    return {one.question: one for one in found.gaps}


def test_an_unclear_change_says_what_would_have_shown_and_how_many_answers_it_takes() -> None:
    units = waves.build_teams(forums.SIZES)
    for months_ago in (1, 2):
        forums.say(units["a"], {5: 160, 1: 40}, months_ago=months_ago)
    gap = _gaps("month:2026-02")["Did satisfaction change?"]
    assert gap.why == (
        "The interval of the change, 0.0 points (−7.8 to +7.8), holds zero. With these answers a"
        " change of 12.2 points or more would have shown up reliably (power 80%)."
    )
    # The textbook's 1 094 for 80 against 75%.
    assert (
        gap.takes == "To detect a change of 5 points it takes about 1\u202f094 answers each time."
    )


def test_what_enough_answers_would_have_shown_is_told_with_its_power() -> None:
    units = waves.build_teams(forums.SIZES)
    for months_ago in (1, 2):
        forums.say(units["a"], {5: 1600, 1: 400}, months_ago=months_ago)
    takes = _gaps("month:2026-02")["Did satisfaction change?"].takes
    assert takes.startswith(
        "A change of 5 points would have shown up reliably (power 80%). To detect one of 2 points"
    )


def test_a_clear_change_is_no_gap() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.say(units["a"], {5: 100, 1: 100}, months_ago=2)
    forums.say(units["a"], {5: 190, 1: 10})
    assert "Did satisfaction change?" not in _gaps("month:2026-02")


def test_without_answers_the_question_is_how_satisfied_they_were() -> None:
    waves.build_teams(forums.SIZES)
    found = _gaps("month:2026-02")
    assert "How satisfied were customers?" in found
    assert "How are our people?" in found
    assert found["Does engagement go with satisfaction here?"].takes == (
        "6 more blocks shown in a wave."
    )


def test_those_who_did_not_answer_stay_unknown_however_many_did() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.say(units["a"], {5: 60}, n_contacts=200)
    gap = _gaps("month:2026-02")["What do those customers think who did not answer?"]
    assert gap.why == "60 of 200 (30%) of the invited answered."


def test_engagement_says_when_it_takes_more_answers_than_there_are_agents() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2)
    forums.hold(2)
    gap = _gaps("wave:2")["Did engagement change?"]
    assert "With 40 and 40 answers a change of 0." in gap.why
    assert "more than the 50 agents invited: look at several waves together." in gap.takes


def test_hidden_blocks_say_how_many_answers_are_missing() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(1, answers={"a": 4, "b": 3})
    gap = _gaps("wave:1")["How engaged are the blocks that stay hidden?"]
    assert gap.why == "In 2 blocks fewer than 5 people answered."
    assert gap.takes == "Team a: 1 more answer; Team b: 2 more answers."
    mine = _gaps("wave:1", units["a"])
    assert mine["How engaged is the block that stays hidden?"].takes == "Team a: 1 more answer."


def test_a_link_that_cannot_be_told_says_how_many_blocks_or_waves_it_takes() -> None:
    waves.build_teams(dict.fromkeys("abcdefgh", 10))
    units = {code: at + 2 for at, code in enumerate("abcdefgh")}
    for number, months_ago in ((1, 4), (2, 3), (3, 2), (4, 1)):
        forums.hold(number, months_ago=months_ago)
        for at, unit in enumerate(units.values()):
            forums.say(unit, {5: 20 + (at * number) % 7, 2: 10}, months_ago=months_ago)
        gap = _gaps(f"wave:{number}")["Does engagement go with satisfaction here?"]
        if number == 1:
            assert "With 8 blocks only a link of 0." in gap.takes
            assert "it takes about 84 blocks" in gap.takes
    assert "With 4 waves only a link of 0." in gap.takes
    assert "waves in all." in gap.takes


def test_an_edition_that_prints_no_cycle_asks_nothing_about_it() -> None:
    units = forums.build(2)
    assert "Does the cycle hold here?" in _gaps("wave:2")
    assert "Does the cycle hold here?" not in _gaps("wave:2", units["a"])
