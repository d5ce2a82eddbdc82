"""Ballots as they come from the form."""

from __future__ import annotations

import pytest

from survey.instruments.pulse import PULSE
from survey.intake.answers import Objection
from survey.intake.ballots import FilledBallot, parse_ballot


def _parsed(**typed: str | list[str]) -> FilledBallot | tuple[Objection, ...]:
    return parse_ballot(PULSE, {k: [v] if isinstance(v, str) else v for k, v in typed.items()})


def test_nothing_typed_is_a_blank_ballot() -> None:
    for blank in (_parsed(), _parsed(vigour="", ask_cost=" \u200b\n")):
        assert blank == FilledBallot({}, {})
        assert isinstance(blank, FilledBallot)
        assert blank.is_blank


def test_points_and_words_are_taken_and_the_rest_is_skipped() -> None:
    filled = _parsed(vigour="5", enps="0", ask_cost=" Less paper ", pride="")
    assert filled == FilledBallot({"vigour": 5, "enps": 0}, {"ask_cost": "Less paper"})


def test_fields_nobody_asked_for_are_left_alone() -> None:
    assert _parsed(vigour="5", name="Me", agent_id="7") == FilledBallot({"vigour": 5}, {})


@pytest.mark.parametrize("value", ["0", "6", "-1", "5.0", "five", "٣", ["1", "2"]])
def test_what_is_on_no_scale_is_objected_to(value: str | list[str]) -> None:
    assert _parsed(vigour=value) == (Objection("vigour", "Choose one of the answers, or none."),)


def test_every_objection_is_raised_at_once() -> None:
    found = _parsed(vigour="9", pride="x", ask_cost="w" * 10_001)
    assert isinstance(found, tuple)
    assert [one.item for one in found] == ["vigour", "pride", "ask_cost"]
