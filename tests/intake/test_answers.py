"""What a form says, read before anybody knows what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import InvalidInput
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.answers import (
    CHOOSE_ONE,
    TOO_LONG,
    Objection,
    find_objections,
    find_unanswered,
    read_answers,
    read_comment,
)

TEXTS = st.lists(st.text(max_size=40), max_size=3)


def test_a_form_gives_one_number_per_name_and_the_comment() -> None:
    answers = read_answers({"csat": ["4"], "ces": ["-1"], "comment": [" Fine. ", "Not this."]})
    assert (answers.values["csat"], answers.values["ces"]) == (4, -1)
    assert answers.comment == "Fine."


@pytest.mark.parametrize("texts", [[], ["1", "1"], [""], ["4 "], ["+4"], ["٤"], ["4.0"], ["12345"]])
def test_what_is_not_exactly_one_number_is_none(texts: list[str]) -> None:
    assert read_answers({"csat": texts}).values == {"csat": None}


def test_a_long_comment_is_refused_and_objected_to() -> None:
    long = {"csat": ["4"], "comment": ["x" * 10_001]}
    with pytest.raises(InvalidInput, match="10,000"):
        read_answers(long)
    assert find_objections(AFTER_CONTACT, long) == (Objection("comment", TOO_LONG),)
    assert find_objections(AFTER_CONTACT, {}) == (Objection("csat", CHOOSE_ONE),)


def test_line_ends_count_once_against_the_length() -> None:
    assert len(read_comment("a\r\n" * 5_000) or "") == 9_999


@given(st.text(max_size=200))
def test_a_comment_read_again_stays_as_it_is(text: str) -> None:
    once = read_comment(text)
    assert once is None or read_comment(once) == once


@given(st.dictionaries(st.sampled_from(["csat", "comment", "other"]), TEXTS))
def test_a_form_without_objections_is_answered_and_the_other_way_round(
    typed: dict[str, list[str]],
) -> None:
    unanswered = find_unanswered(AFTER_CONTACT, read_answers(typed).values)
    assert bool(find_objections(AFTER_CONTACT, typed)) == bool(unanswered)
