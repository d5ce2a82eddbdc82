"""What a form answers to an instrument, or every objection at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.instruments.items import Condition, Item, Option, Row, Scale
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT, CSAT_SCALE
from survey.intake.answers import (
    CHOOSE_IN_EACH_ROW,
    CHOOSE_ONE,
    CHOOSE_ONE_OR_NONE,
    CHOOSE_SHOWN,
    CHOOSE_SOME,
    TICK,
    TOO_LONG,
    WRITE,
    Misanswered,
    Objection,
    find_objections,
    read_comment,
    read_form,
    read_left,
)

TEXTS = st.lists(st.text(max_size=40), max_size=3)
EASE = Scale(1, 7, ("Very hard", *"234", "5", "6", "Very easy"), favourable_from=5)
ASPECTS = (Option(1, "Speed"), Option(2, "Clarity"), Option(5, "Something else", is_open=True))
WHOLE = Instrument(
    kind="satisfaction",
    name="Every kind",
    headline="csat",
    items=(
        Item("csat", "How satisfied are you?", "scale", CSAT_SCALE),
        Item("ces", "How easy was it?", "scale", EASE),
        Item("topic", "What was it about?", "choice", options=ASPECTS),
        Item("drivers", "What decided it?", "choices", options=ASPECTS),
        Item(
            "care",
            "How were these?",
            "matrix",
            CSAT_SCALE,
            rows=(Row("speed", "Speed"), Row("words", "Words")),
        ),
        Item("call_back", "Call me.", "tick", condition=Condition("csat", (1, 2))),
        Item("when", "When?", "text", condition=Condition("call_back", (1,)), is_required=True),
        Item("comment", "What else?", "text"),
    ),
)


def _required(kind: str) -> Instrument:
    return Instrument(
        kind="satisfaction",
        name="One",
        items=tuple(
            Item(
                item.code,
                item.text,
                item.kind,
                item.scale,
                options=item.options,
                rows=item.rows,
                is_required=True,
            )
            for item in WHOLE.items
            if item.kind == kind and item.code not in ("csat", "when", "topic")
        ),
    )


def test_every_kind_of_item_is_read_under_the_names_it_is_stored_by() -> None:
    typed = {
        "csat": ["2"],
        "ces": ["7"],
        "topic": ["5"],
        "topic.other": [" A refund. "],
        "drivers": ["5", "1"],
        "drivers.other": ["The music"],
        "care.speed": ["1"],
        "care.words": ["5"],
        "call_back": ["1"],
        "when": ["After six"],
        "comment": ["Line one\r\nLine two"],
        "_csrf": ["never counts"],
    }
    read = read_form(WHOLE, typed)
    assert read.values == {
        "csat": 2,
        "ces": 7,
        "topic": 5,
        "drivers": 2,
        "drivers.1": 1,
        "drivers.5": 1,
        "care.speed": 1,
        "care.words": 5,
        "call_back": 1,
    }
    assert read.texts == {
        "topic": "A refund.",
        "drivers": "The music",
        "when": "After six",
        "comment": "Line one\nLine two",
    }
    assert read.comment == "Line one\nLine two"


def test_what_is_optional_may_be_left_open() -> None:
    read = read_form(WHOLE, {"csat": ["5"], "ces": [""], "topic": []})
    assert read.values == {"csat": 5, "drivers": 0}
    assert (read.texts, read.comment) == ({}, None)


def test_a_box_left_empty_is_0_where_it_was_shown() -> None:
    assert read_form(WHOLE, {"csat": ["1"]}).values["call_back"] == 0
    assert "call_back" not in read_form(WHOLE, {"csat": ["3"]}).values


def test_nothing_stands_in_for_an_answer_that_was_not_given() -> None:
    """glpi-project/glpi#14919: a default star biases; an untouched form is refused instead."""
    for typed in ({}, {"csat": [""]}, {"csat": []}, {"comment": ["Good."]}):
        assert find_objections(WHOLE, typed) == (Objection("csat", CHOOSE_ONE),)
        with pytest.raises(Misanswered):
            read_form(AFTER_CONTACT, typed)


@pytest.mark.parametrize("point", range(1, 8))
def test_effort_takes_seven_points(point: int) -> None:
    """PostHog/posthog#23922: CES needs 1 to 7."""
    assert read_form(WHOLE, {"csat": ["3"], "ces": [str(point)]}).values["ces"] == point


def test_words_beside_an_open_option_are_kept() -> None:
    """heyform/heyform#189: exports dropped the text of "Other", so it must be kept first of all."""
    chosen = {"csat": ["3"], "topic": ["5"], "topic.other": ["A parcel"]}
    assert read_form(WHOLE, chosen).texts == {"topic": "A parcel"}
    written = {"csat": ["3"], "topic.other": ["A parcel"], "drivers.other": ["The wait"]}
    read = read_form(WHOLE, written | {"drivers": ["1"]})
    assert read.texts == {"topic": "A parcel", "drivers": "The wait"}
    assert (read.values["topic"], read.values["drivers"], read.values["drivers.5"]) == (5, 2, 1)
    another = read_form(WHOLE, {"csat": ["3"], "topic": ["1"], "topic.other": ["Left over"]})
    assert (another.values["topic"], another.texts) == (1, {})
    assert read_form(WHOLE, {"csat": ["3"], "topic": ["5"]}).values["topic"] == 5


@pytest.mark.parametrize("texts", [["6"], ["0"], ["3", "4"], ["3 "], ["+3"], ["٣"], ["3.0"], ["x"]])
def test_what_is_not_one_point_of_the_scale_is_objected_to(texts: list[str]) -> None:
    assert find_objections(WHOLE, {"csat": texts}) == (Objection("csat", CHOOSE_ONE),)


def test_all_objections_come_at_once_and_one_for_each_item() -> None:
    typed = {
        "csat": ["1"],
        "ces": ["8"],
        "topic": ["3"],
        "drivers": ["1", "9", "x"],
        "care.speed": ["9"],
        "care.words": ["9"],
        "call_back": ["1"],
        "comment": ["x" * 10_001],
    }
    assert find_objections(WHOLE, typed) == (
        Objection("ces", CHOOSE_ONE_OR_NONE),
        Objection("topic", CHOOSE_ONE_OR_NONE),
        Objection("drivers", CHOOSE_SHOWN),
        Objection("care", CHOOSE_ONE_OR_NONE),
        Objection("when", WRITE),
        Objection("comment", TOO_LONG),
    )
    with pytest.raises(Misanswered) as refused:
        read_form(WHOLE, typed)
    assert refused.value.objections == find_objections(WHOLE, typed)
    assert refused.value.problems[0] == "ces: Choose one of the answers, or none."


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("scale", CHOOSE_ONE),
        ("choices", CHOOSE_SOME),
        ("matrix", CHOOSE_IN_EACH_ROW),
        ("tick", TICK),
        ("text", WRITE),
    ],
)
def test_what_is_required_must_be_answered(kind: str, message: str) -> None:
    asked = _required(kind)
    assert [one.message for one in find_objections(asked, {})] == [message]
    assert find_objections(asked, {"care.speed": ["1"]}) == find_objections(asked, {})


def test_an_item_that_is_not_shown_counts_for_nothing() -> None:
    hidden = {"csat": ["4"], "call_back": ["1"], "when": ["x" * 10_001]}
    assert read_form(WHOLE, hidden).values == {"csat": 4, "drivers": 0}
    chained = {"csat": ["1"], "when": ["Never asked"]}
    assert read_form(WHOLE, chained).texts == {}


def test_a_question_added_later_counts_nothing_for_an_answer_from_before() -> None:
    """formbricks/formbricks#514: an item that was not asked is absent, not zero."""
    assert read_form(AFTER_CONTACT, {"csat": ["4"], "ces": ["7"]}).values == {"csat": 4}


def test_a_form_that_was_left_counts_where_its_headline_is_answered() -> None:
    left = {"csat": ["2"], "ces": ["9"], "call_back": ["1"], "comment": ["x" * 10_001]}
    read = read_left(WHOLE, left)
    assert read is not None
    assert read.values == {"csat": 2, "call_back": 1}
    assert read.texts == {}
    assert read_left(WHOLE, {"ces": ["3"]}) is None
    untouched = read_left(WHOLE, {"csat": ["1"]})
    assert untouched is not None
    assert untouched.values == {"csat": 1}


def test_nobody_consents_by_leaving_a_form() -> None:
    consent = Item("testimonial", "You may quote me.", "tick")
    asked = Instrument("satisfaction", "One", (WHOLE.items[0], consent), headline="csat")
    typed = {"csat": ["5"], "testimonial": ["1"]}
    read = read_left(asked, typed)
    assert read is not None
    assert read.values == {"csat": 5}
    assert read_form(asked, typed).values == {"csat": 5, "testimonial": 1}


def test_line_ends_count_once_against_the_length() -> None:
    assert len(read_comment("a\r\n" * 5_000) or "") == 9_999


@pytest.mark.parametrize("text", ["\x00", "\u200b", "\u202e\u202c", " \n ", "\ufeff\u2066"])
def test_what_cannot_be_seen_is_no_words(text: str) -> None:
    typed = {"csat": ["1"], "call_back": ["1"], "when": [text], "drivers.other": [text]}
    assert find_objections(WHOLE, typed) == (Objection("when", WRITE),)


def test_every_text_is_cleaned() -> None:
    typed = {"csat": ["3"], "topic.other": ["a\x00b\u202ec"], "comment": ["x\u2067y\rz"]}
    assert read_form(WHOLE, typed).texts == {"topic": "abc", "comment": "xy\nz"}


def test_personal_data_is_masked_in_every_text() -> None:
    secret = "Write to ada@example.org, card 4111 1111 1111 1111."
    typed = {"topic.other": [secret], "drivers.other": [secret], "when": [secret]}
    chosen = {"csat": ["1"], "call_back": ["1"], "comment": [secret]}
    read = read_form(WHOLE, {**typed, **chosen})
    assert set(read.texts.values()) == {"Write to [mail], card [card]."}
    assert sorted(read.texts) == ["comment", "drivers", "topic", "when"]


@given(st.text(max_size=200))
def test_a_comment_read_again_stays_as_it_is(text: str) -> None:
    once = read_comment(text)
    assert once is None or read_comment(once) == once


NAMES = st.sampled_from(
    [item.code for item in WHOLE.items]
    + ["topic.other", "drivers.other", "care.speed", "care.words", "other"]
)
GIVEN = st.one_of(TEXTS, st.lists(st.sampled_from(["0", "1", "2", "5", "7", ""]), max_size=3))


@given(st.dictionaries(NAMES, GIVEN))
def test_a_form_is_read_or_objected_to_and_only_what_was_asked_is_kept(
    typed: dict[str, list[str]],
) -> None:
    objections = find_objections(WHOLE, typed)
    assert len({one.item for one in objections}) == len(objections)
    if objections:
        with pytest.raises(Misanswered) as refused:
            read_form(WHOLE, typed)
        assert refused.value.objections == objections
    else:
        read = read_form(WHOLE, typed)
        codes = {item.code for item in WHOLE.items}
        assert {name.partition(".")[0] for name in (*read.values, *read.texts)} <= codes
