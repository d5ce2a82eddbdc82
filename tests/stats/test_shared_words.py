"""Short lists grouped by a shared word: by hand, and at nothing."""

from __future__ import annotations

import random

import pytest

from survey.stats.shared_words import FEWEST_TOGETHER, group_by_word
from survey.stats.themes import telling_words

TEXTS = (
    "Fewer letters",
    "Letters by mail",
    "No paper letter, please",
    "A second screen",
    "Bigger screens on the desk",
    "A screen for the desk",
    "Tea",
)


def test_the_most_shared_word_makes_the_first_group_then_the_first_by_letter() -> None:
    groups = group_by_word(TEXTS, language="en")
    assert [(group.words[0], group.members) for group in groups] == [
        ("letter", (0, 1, 2)),
        ("screen", (3, 4, 5)),
    ]
    assert groups[1].words == ("screen", "desk")


def test_a_text_is_in_one_group_at_most_and_each_holds_the_word() -> None:
    chance = random.Random(3)
    words = ("tea", "desk", "screen", "letter", "roster", "break")
    texts = [" ".join(chance.sample(words, 3)) for _ in range(30)]
    groups = group_by_word(texts, language="en")
    places = [place for group in groups for place in group.members]
    assert len(places) == len(set(places))
    assert all(len(group.members) >= FEWEST_TOGETHER for group in groups)
    for group in groups:
        assert all(group.words[0] in texts[place] for place in group.members)
    assert [len(group.members) for group in groups] == sorted(
        (len(group.members) for group in groups), reverse=True
    )


@pytest.mark.parametrize(
    "texts", [(), ("Tea",), ("Tea", "Tea"), ("", "", ""), ("the", "the", "the")]
)
def test_of_nothing_one_and_two_there_is_no_group(texts: tuple[str, ...]) -> None:
    assert group_by_word(texts, language="en") == ()


def test_left_out_words_make_no_group() -> None:
    assert [one.words[0] for one in group_by_word(TEXTS, language="en", leave_out=("Screen",))] == [
        "letter"
    ]
    assert telling_words(["What is your TEA?"], language="en") == (frozenset({"tea"}),)
