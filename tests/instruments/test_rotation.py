"""Constructs that come in turn: each equally often, the core always, the same every time."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from survey.errors import InvalidInput
from survey.instruments.pulse import PULSE
from survey.instruments.reading import from_definition
from survey.instruments.rotation import BANK, CODES, CORE, Choice, from_text, pulse_for, to_text

EVERYTHING = Choice(always=CODES)


def test_the_usual_choice_is_the_plain_pulse_word_for_word() -> None:
    assert pulse_for(Choice(), 0) == pulse_for(Choice(), 7) == PULSE
    assert pulse_for(Choice(), 0).digest == PULSE.digest


def test_every_construct_of_the_bank_has_two_items_of_its_own() -> None:
    asked = pulse_for(EVERYTHING, 0)
    assert [len(asked.items_of(construct.code)) for construct in BANK] == [2] * len(BANK)
    assert len(BANK) == 10
    for one, other in combinations(asked.constructs, 2):
        assert not set(asked.items_of(one.code)) & set(asked.items_of(other.code))


@pytest.mark.parametrize("n", range(1, 11))
@pytest.mark.parametrize("per_wave", range(1, 11))
def test_each_construct_comes_round_equally_often(n: int, per_wave: int) -> None:
    if per_wave > n:
        return
    choice = Choice(always=(), in_turn=CODES[:n], per_wave=per_wave)
    asked = [choice.asked(turn) for turn in range(n)]
    assert {len(one) for one in asked} == {per_wave}
    assert Counter(code for one in asked for code in one) == dict.fromkeys(CODES[:n], per_wave)


def test_the_core_and_the_open_questions_are_in_every_wave() -> None:
    choice = Choice(always=("voice",), in_turn=("tools", "planning", "growth"), per_wave=1)
    for turn in range(6):
        made = pulse_for(choice, turn)
        codes = [construct.code for construct in made.constructs]
        assert {*CORE, "voice"} < set(codes)
        assert len(codes) == 4
        assert made.headline == "engagement"
        assert made.text_items == PULSE.text_items
        assert made == pulse_for(choice, turn)
        assert from_definition(made.definition) == made
    assert pulse_for(choice, 0).digest == pulse_for(choice, 3).digest
    assert pulse_for(choice, 0).digest != pulse_for(choice, 1).digest


def test_nothing_beside_the_core_is_a_short_pulse() -> None:
    made = pulse_for(Choice(always=()), 0)
    assert len(made.scale_items) == 4
    assert len(made.text_items) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"always": ("tools", "tools")},
        {"always": ("tools",), "in_turn": ("tools",), "per_wave": 1},
        {"always": ("engagement",)},
        {"always": (), "in_turn": ("tools",), "per_wave": 0},
        {"always": (), "in_turn": ("tools",), "per_wave": 2},
        {"always": (), "per_wave": 1},
    ],
)
def test_a_choice_that_makes_no_wave_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Choice(**wrong)  # type: ignore[arg-type]


def test_a_choice_is_stored_and_found_again() -> None:
    choice = Choice(always=("tools",), in_turn=("voice", "strain"), per_wave=1)
    assert from_text(to_text(choice)) == choice
