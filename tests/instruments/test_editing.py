"""Changing a survey: every change gives a sound instrument or says in words why it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import InvalidInput
from survey.instruments import editing, translating
from survey.instruments.copying import with_own_codes
from survey.instruments.editing import add_item, add_standard, move_item, remove_item
from survey.instruments.items import Condition, Item, Option, Row, Scale
from survey.instruments.meanings import next_value
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument
from survey.instruments.ready import READY
from tests.instruments.building import changed, new_item

EMPTY = Instrument("satisfaction", "Ours", ())
PHONE = READY[0].instrument
TOPIC = new_item("choice", "q_topic", options=("A bill", "A parcel", "Else"))


def _built() -> Instrument:
    """A score, a choice, and a text shown by the choice's first answer."""
    scored = add_item(add_standard(EMPTY, "csat"), TOPIC)
    asked = add_item(scored, Item("q_bill", "Which bill?", "text"))
    return editing.set_condition(asked, "q_bill", "q_topic", [1])


def _refusal(change: Callable[[], Instrument]) -> str:
    with pytest.raises(InvalidInput) as refused:
        change()
    return refused.value.message


def _codes(instrument: Instrument) -> list[str]:
    return [item.code for item in instrument.items]


def test_every_standard_question_can_be_added_once() -> None:
    """chatwoot/chatwoot#6506, freescout-help-desk/freescout#2957: more than one question."""
    instrument = EMPTY
    for measure in MEASURES:
        instrument = add_standard(instrument, measure)
    assert _codes(instrument) == list(MEASURES)
    assert instrument.headline == "csat"
    assert "already" in _refusal(lambda: add_standard(instrument, "csat"))
    assert "no such" in _refusal(lambda: add_standard(instrument, "eq"))


def test_a_standard_question_brings_its_words_in_the_surveys_languages() -> None:
    german = Instrument("satisfaction", "Ours", (), language="de", translations={"ar": {}})
    asked = add_standard(german, "ces")
    assert asked.item("ces").text.startswith("Wie leicht")
    assert not translating.find_untranslated(asked, "ar")
    elsewhere = add_standard(Instrument("satisfaction", "Ours", (), language="nl"), "csat")
    assert elsewhere.item("csat").text.startswith("How satisfied")


def test_effort_is_asked_with_seven_points_and_recommendation_with_eleven() -> None:
    """PostHog/posthog#23922: CES needs 1 to 7, and a scale of one's own can have ten points."""
    ces, nps = (add_standard(EMPTY, code).item(code).values for code in ("ces", "nps"))
    assert (ces, nps) == (tuple(range(1, 8)), tuple(range(11)))
    ten = new_item("scale", "q_ten", labels=[str(n) for n in range(1, 11)])
    assert add_item(EMPTY, ten).item("q_ten").values == tuple(range(1, 11))


@pytest.mark.parametrize("code", ["csat", "q_topic", "No code"])
def test_a_question_of_ones_own_has_a_code_of_its_own(code: str) -> None:
    with pytest.raises(InvalidInput):
        add_item(_built(), Item(code, "Again?", "text"))


def test_questions_move_up_and_down_but_never_before_what_shows_them() -> None:
    built = _built()
    assert _codes(move_item(built, "csat", 1)) == ["q_topic", "csat", "q_bill"]
    assert _codes(move_item(built, "csat", 9)) == ["q_topic", "q_bill", "csat"]
    assert move_item(built, "csat", -1) == built
    for code, by in (("q_bill", -1), ("q_topic", 1)):
        said = _refusal(lambda code=code, by=by: move_item(built, code, by))  # type: ignore[misc]
        assert said == (
            "“Which bill?” is shown by the answer to “What was it about?”, so it has to come"
            " after it."
        )


def test_a_question_whose_answers_show_another_stays() -> None:
    built = _built()
    assert "Which bill?" in _refusal(lambda: remove_item(built, "q_topic"))
    assert _codes(remove_item(remove_item(built, "q_bill"), "q_topic")) == ["csat"]
    assert remove_item(built, "csat").headline == ""
    assert "no longer" in _refusal(lambda: remove_item(built, "gone"))


def test_removing_a_question_takes_its_translations_along() -> None:
    without = remove_item(PHONE, "resolved")
    assert not [
        key for words in without.translations.values() for key in words if "resolved" in key
    ]


@pytest.mark.parametrize(
    ("code", "on", "values"),
    [
        ("q_topic", "q_bill", [1]),
        ("q_bill", "q_topic", []),
        ("q_bill", "q_topic", [9]),
        ("q_bill", "gone", [1]),
        ("csat", "csat", [1]),
    ],
)
def test_a_condition_names_an_earlier_question_and_answers_of_it(
    code: str, on: str, values: list[int]
) -> None:
    _refusal(lambda: editing.set_condition(_built(), code, on, values))


def test_the_question_that_leads_is_always_shown() -> None:
    built = move_item(_built(), "csat", 1)
    assert "leads" in _refusal(lambda: editing.set_condition(built, "csat", "q_topic", [1]))
    hidden = editing.set_condition(_built(), "q_topic", "csat", [1, 2])
    assert "not always" in _refusal(lambda: editing.set_headline(hidden, "q_topic"))
    assert "answers to choose" in _refusal(lambda: editing.set_headline(hidden, "q_bill"))
    assert editing.set_headline(_built(), "q_topic").headline == "q_topic"


def test_a_question_is_required_or_left_to_the_customer() -> None:
    needed = editing.set_required(_built(), "q_bill", True)
    assert needed.item("q_bill").is_required
    assert editing.set_required(needed, "q_bill", False) == _built()
    assert editing.set_condition(_built(), "q_bill", "").item("q_bill").condition is None


@pytest.mark.parametrize(
    "text", [" ", "x" * 301, "two\nlines", "a\x00b", "a\u202eb", "\ud800", "tab\there"]
)
def test_a_question_that_cannot_be_shown_is_refused(text: str) -> None:
    _refusal(lambda: changed(_built(), "csat", text=text))


def test_joiners_and_direction_marks_are_letters_of_their_languages() -> None:
    assert changed(_built(), "csat", text="र\u094d\u200dय \u200f؟").items


def test_an_option_keeps_its_value_whatever_it_is_called_and_wherever_it_stands() -> None:
    options = (Option(4, "A voucher", True), Option(2, "A packet"), Option(1, "A bill"))
    again = changed(_built(), "q_topic", asked=[_built()], options=options)
    assert again.item("q_topic").options == options


def test_a_value_given_up_is_never_given_to_another_answer() -> None:
    asked = [_built()]
    less = changed(_built(), "q_topic", asked=asked, options=TOPIC.options[:2])
    other = (*TOPIC.options[:2], Option(3, "Praise"))
    assert "Praise" in _refusal(lambda: changed(less, "q_topic", asked=asked, options=other))
    assert changed(less, "q_topic", asked=asked, options=TOPIC.options) == _built()
    assert changed(less, "q_topic", asked=[], options=other).item("q_topic").options == other
    assert next_value(less.item("q_topic"), [TOPIC]) == 4
    assert next_value(less.item("q_topic"), []) == 3


def test_a_code_of_a_row_is_never_given_to_another_row() -> None:
    care = new_item("matrix", "q_care", labels="abc", rows=("Speed", "Words"))
    asked = [add_item(EMPTY, care)]
    less = changed(asked[0], "q_care", asked=asked, rows=care.rows[:1])
    other = (Row("row_1", "Pace"), Row("row_2", "Music"))
    assert "Music" in _refusal(lambda: changed(less, "q_care", asked=asked, rows=other))
    fresh = (Row("row_1", "Pace"), Row("row_3", "Music"))
    assert changed(less, "q_care", asked=asked, rows=fresh).item("q_care").rows == fresh


def test_a_question_keeps_its_kind_and_its_points() -> None:
    text = Item("q_topic", "Say.", "text")
    assert "kind" in _refusal(lambda: editing.replace_item(_built(), text, asked=[]))
    three = add_item(EMPTY, new_item("scale", "q", labels="abc"))
    four = new_item("scale", "q", labels="abcd")
    assert editing.replace_item(three, four, asked=[]).item("q").values == (1, 2, 3, 4)
    assert "points stay" in _refusal(lambda: editing.replace_item(three, four, asked=[three]))
    csat = Item("csat", "Well?", "scale", Scale(1, 3, ("a", "b", "c"), 3))
    assert "its points" in _refusal(lambda: editing.replace_item(_built(), csat, asked=[]))


def test_a_standard_question_takes_other_words_but_no_other_answers() -> None:
    options = PHONE.item("drivers").options
    more = (*options, Option(10, "The music"))
    assert "takes no others" in _refusal(lambda: changed(PHONE, "drivers", options=more))
    less = changed(PHONE, "drivers", options=(Option(2, "Warmth"), options[0]))
    assert [option.value for option in less.item("drivers").options] == [2, 1]


def test_a_draft_replaced_whole_keeps_the_meaning_of_what_was_asked() -> None:
    asked = [_built()]
    less = changed(_built(), "q_topic", asked=asked, options=TOPIC.options[:2])
    praise = changed(less, "q_topic", options=(*TOPIC.options[:2], Option(3, "Praise")))
    assert "Praise" in _refusal(lambda: editing.replace_all(less, praise, asked=asked))
    emptied = remove_item(remove_item(less, "q_bill"), "q_topic")
    assert "Praise" in _refusal(lambda: editing.replace_all(emptied, praise, asked=asked))
    whole = editing.replace_all(emptied, PHONE, asked=asked)
    assert (whole.name, whole.items) == (EMPTY.name, PHONE.items)


def test_nothing_grows_without_end() -> None:
    many = EMPTY
    for number in range(30):
        many = add_item(many, Item(f"q_{number}", "Why?", "text"))
    assert "31 questions" in _refusal(lambda: add_item(many, Item("q_x", "Why?", "text")))
    options = [str(number) for number in range(31)]
    assert "31 answers" in _refusal(
        lambda: add_item(EMPTY, new_item("choices", "q", options=options))
    )
    points = [str(number) for number in range(12)]
    assert "12 points" in _refusal(lambda: add_item(EMPTY, new_item("scale", "q", labels=points)))


def test_a_copy_has_questions_of_its_own_and_the_same_words() -> None:
    built = translating.translate(
        translating.add_language(_built(), "de"),
        "de",
        {"items.q_topic.text": "Worum ging es?", "items.q_topic.options.1": "Rechnung"},
    )
    copied = with_own_codes(built, "ours-2")
    score, topic, bill = copied.items
    assert (score.code, copied.headline) == ("csat", "csat")
    assert {topic.code, bill.code}.isdisjoint({"q_topic", "q_bill"})
    assert bill.condition == Condition(topic.code, (1,))
    assert copied.translations["de"][f"items.{topic.code}.options.1"] == "Rechnung"
    assert with_own_codes(built, "ours-2") == copied
    assert with_own_codes(built, "ours-3").item("csat") == score
    assert not set(_codes(with_own_codes(built, "ours-3"))) & {topic.code, bill.code}
    assert with_own_codes(PHONE, "phone-2") == PHONE


def test_the_given_instrument_is_left_as_it_was() -> None:
    before = PHONE.digest
    changed(PHONE, "drivers", text="Why?")
    translating.translate(PHONE, "de", {"items.csat.text": "Neu?"})
    assert PHONE.digest == before
