"""Page one: five sentences written from the data, each with what it rests on."""

from __future__ import annotations

import pytest

from survey.insight.report.month import Month
from survey.intake.editions import Edition
from survey.operations import forum
from tests import forums, waves
from tests.editions import built

pytestmark = pytest.mark.usefixtures("store")


def _month(occasion: str, **more: int) -> Month:
    kind = "unit" if more else "centre"
    report = built(Edition(kind, occasion, **more), today=forums.TODAY)  # type: ignore[arg-type]
    assert report.month is not None
    return report.month


def test_an_empty_centre_says_so_five_times() -> None:
    found = _month("month:2026-02")
    assert [(one.words, one.state) for one in found.sentences] == [
        ("No customer has answered", "unknown"),
        ("How our people are we cannot tell", "unknown"),
        ("A link between them: cannot tell yet", "unknown"),
        ("Too few answers to tell one team or channel from another", "unknown"),
        ("No decision has been taken yet and no ask waits", "unknown"),
    ]
    assert [one.value for one in found.tiles] == ["No answers", "No pulse", "No pulse"]


def test_a_clear_change_is_named_and_an_unclear_one_is_not() -> None:
    units = waves.build_teams(forums.SIZES)
    for number, (months_ago, many) in enumerate(((3, 60), (2, 90), (1, 91)), start=1):
        forums.hold(number, months_ago=months_ago)
        forums.say(units["a"], {5: many, 1: 100 - many}, months_ago=months_ago)
    said = [_month(f"wave:{number}").sentences[0] for number in (1, 2, 3)]
    assert [(one.words, one.state) for one in said] == [
        ("Satisfaction stands at 60%", "clear"),
        ("Satisfaction rose to 90% from 60% in Wave 1", "clear"),
        ("No detectable change in satisfaction", "unclear"),
    ]
    assert said[1].evidence == (
        "90% satisfied (95% interval 83 to 94%), n = 100, 1 to 31 January 2026;"
        " +30.0 points (+18.3 to +40.8) since Wave 1"
    )
    assert _month("wave:2").tiles[0].change == "+30.0 points (+18.3 to +40.8) since Wave 1"
    assert _month("wave:1").tiles[0].change == ""
    # The same months without the waves are compared with the months before.
    assert _month("month:2026-01").sentences[0].words == (
        "Satisfaction rose to 90% from 60% in December 2025"
    )


def test_one_customer_has_a_wide_interval() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.say(units["a"], {5: 1})
    said = _month("month:2026-02").sentences[0]
    assert said.words == "Satisfaction stands at 100%"
    assert said.evidence.startswith("100% satisfied (95% interval 21 to 100%), n = 1, ")


def test_what_stands_out_is_clear_of_chance_among_all_compared() -> None:
    units = waves.build_teams(forums.SIZES)
    for unit in units.values():
        forums.say(unit, {5: 80, 1: 20})
        forums.say(unit, {5: 80, 1: 20}, channel="chat")
    found = _month("month:2026-02").sentences[3]
    assert (found.words, found.state) == (
        "No team, channel or day stands out by more than chance explains",
        "unclear",
    )
    assert found.evidence == "5 teams and 2 channels compared"
    forums.say(units["a"], {1: 100}, channel="email")
    found = _month("month:2026-02").sentences[3]
    assert found.words.startswith("Team a is below the ")
    assert found.evidence == (
        "Team a 53% (95% interval 48 to 59%), n = 300; 5 teams and 3 channels compared"
    )
    mine = _month("month:2026-02", unit_id=units["a"]).sentences[3]
    assert not mine.words.startswith("Team a")
    assert "1 team" not in mine.evidence


def test_nothing_is_held_against_a_rest_of_fewer_than_thirty() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.say(units["a"], {1: 100})
    forums.say(units["b"], {5: 29}, channel="chat")
    found = _month("month:2026-02").sentences[3]
    assert found.words == "Too few answers to tell one team or channel from another"
    forums.say(units["c"], {5: 1}, channel="chat")
    assert _month("month:2026-02").sentences[3].words.startswith("Team a is below the ")


def test_engagement_is_that_of_the_newest_pulse_and_of_the_edition_s_blocks() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(1, level=4.0, months_ago=2)
    forums.hold(2, level=3.0)
    said = _month("wave:2").sentences[1]
    assert said.words.startswith("Engagement fell to ")
    assert said.words.endswith(" in Wave 1")
    assert "n = 40, Wave 2; −" in said.evidence
    mine = _month("wave:2", unit_id=units["a"])
    assert "n = 8, Wave 2" in mine.sentences[1].evidence
    assert mine.tiles[1].n == "n = 8"
    assert mine.tiles[2].n == "8 of 10 invited"


def test_a_bound_has_no_interval_and_a_hidden_mean_no_number() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, level=9.0, n_answers=10, months_ago=2)
    tile = _month("wave:1").tiles[1]
    assert (tile.value, tile.interval) == ("4.5 or more", "")
    forums.hold(2, n_answers=2)
    found = _month("wave:2")
    assert found.sentences[1].words == "Engagement stays hidden"
    assert found.sentences[1].evidence == "10 of 50 (20%) of those invited answered, Wave 2"
    assert found.tiles[1].value == "Hidden"


def test_decisions_are_told_with_what_waits() -> None:
    forums.build(2)
    forum.record_decision(1, forums.DECISION, today=forums.TODAY)
    said = _month("wave:2").sentences[4]
    assert (said.words, said.evidence) == ("The one earlier decision is still open", "1 agreed.")
    assert said.section == "became"


def test_the_link_s_tile_has_the_verdict_and_what_it_rests_on() -> None:
    forums.build(1)
    link = _month("wave:1").link
    assert link is not None
    assert link.words == "Cannot tell yet"
    assert link.estimate.label == "Link between blocks, r"
    assert link.estimate.n == "5 blocks, 1 wave"
