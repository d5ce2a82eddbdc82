"""A question's form read into one item, with everything that is wrong at once."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import InvalidInput
from survey.instruments.items import Condition, Option, Row
from survey.intake.question import SHAPES, WrongFields, parse_question, shape_of

FILLED = {"text": ["How was it?"]}


def test_a_point_without_words_stands_as_its_number() -> None:
    fields = {**FILLED, "label-1": ["Poor"], "label-5": [" Good "], "top": ["4"]}
    item = parse_question(fields, code="q_a", shape=SHAPES["five-points"])
    assert item.scale is not None
    assert item.scale.labels == ("Poor", "2", "3", "4", "Good")
    assert item.scale.favourable_from == 4
    assert shape_of(item) == SHAPES["five-points"]


def test_empty_lines_are_no_answers_and_their_order_is_that_of_the_form() -> None:
    fields = {**FILLED, "option-3": ["C"], "option-1": ["A"], "option-4": [" "], "open": ["1"]}
    item = parse_question(fields, code="q_a", shape=SHAPES["choose-one"])
    assert item.options == (Option(3, "C"), Option(1, "A", is_open=True))
    moved = parse_question({**fields, "up": ["1"]}, code="q_a", shape=SHAPES["choose-one"])
    assert [one.value for one in moved.options] == [1, 3]
    first = parse_question({**fields, "up": ["3"]}, code="q_a", shape=SHAPES["choose-one"])
    assert [one.value for one in first.options] == [3, 1]


def test_a_table_has_lines_on_a_scale() -> None:
    fields = {**FILLED, "row-row_1": ["Speed"], "row-row_2": [""]}
    item = parse_question(fields, code="q_a", shape=SHAPES["table"])
    assert item.rows == (Row("row_1", "Speed"),)


def test_ticked_answers_to_one_earlier_question_make_the_condition() -> None:
    fields = {**FILLED, "when-csat": ["2", "1", "x"], "is_required": ["yes"]}
    item = parse_question(fields, code="q_a", shape=SHAPES["words"])
    assert (item.condition, item.is_required) == (Condition("csat", (1, 2)), True)
    with pytest.raises(WrongFields) as refused:
        parse_question({**fields, "when-nps": ["1"]}, code="q_a", shape=SHAPES["words"])
    assert [field for field, _ in refused.value.errors] == ["when-nps"]


@pytest.mark.parametrize(
    ("shape", "fields", "wrong"),
    [
        ("words", {}, ["text"]),
        ("words", {"text": ["a\x00b"]}, ["text"]),
        ("words", {"text": ["x" * 301], "hint": ["x" * 301]}, ["text", "hint"]),
        ("choose-one", {**FILLED, "option-1": ["A"]}, ["option-1"]),
        ("choose-one", FILLED, ["text"]),
        ("table", FILLED, ["text"]),
        ("five-points", {**FILLED, "top": ["1"]}, ["top"]),
        ("five-points", {**FILLED, "label-2": ["x" * 101]}, ["label-2"]),
    ],
)
def test_everything_that_is_wrong_is_said_at_its_field(
    shape: str, fields: dict[str, list[str]], wrong: list[str]
) -> None:
    with pytest.raises(WrongFields) as refused:
        parse_question(fields, code="q_a", shape=SHAPES[shape])
    assert [field for field, _ in refused.value.errors] == wrong


NAMES = st.sampled_from(
    "text hint top open up is_required label-1 option-1 option-2 option-x option-99999 row-row_1"
    " row-A when-csat when-".split()
)


@given(
    st.dictionaries(NAMES, st.lists(st.text(max_size=12) | st.just("1"), max_size=3)),
    st.sampled_from(sorted(SHAPES)),
)
def test_whatever_is_sent_makes_an_item_or_is_refused(
    fields: dict[str, list[str]], shape: str
) -> None:
    with suppress(InvalidInput):
        item = parse_question(fields, code="q_a", shape=SHAPES[shape])
        assert shape_of(item).kind == SHAPES[shape].kind
