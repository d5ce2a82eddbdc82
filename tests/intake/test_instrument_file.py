"""A survey as a file: written and read back the same, refused with everything that is wrong."""

from __future__ import annotations

import contextlib
import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import InvalidInput
from survey.instruments.model import Instrument
from survey.instruments.pulse import PULSE
from survey.instruments.ready import READY
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.instrument_file import read_instrument, write_instrument
from tests.conftest import ROOT
from tests.instruments.drawn import ANY

PHONE = write_instrument(READY[0].instrument)
ITEM = {"code": "q_1", "text": "Why?", "kind": "text"}
CHOICE = {
    "code": "q_2",
    "text": "Which?",
    "kind": "choice",
    "options": [{"value": 1, "text": "A"}, {"value": 2, "text": "B"}],
}

OPEN = {"value": 1, "text": "Else", "is_open": True}


def _file(*items: Any, **rest: Any) -> str:
    return json.dumps({"survey_format": 1, "name": "Ours", "items": items} | rest)


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        read_instrument(text)
    return refused.value.problems


@given(ANY)
def test_what_is_written_is_read_back_the_same(instrument: Instrument) -> None:
    text = write_instrument(instrument)
    assert read_instrument(text) == instrument
    assert read_instrument(text).digest == instrument.digest
    assert write_instrument(read_instrument(text)) == text


def test_the_survey_after_a_contact_is_a_file_too() -> None:
    assert read_instrument(write_instrument(AFTER_CONTACT)).digest == AFTER_CONTACT.digest
    assert read_instrument("\ufeff" + PHONE) == READY[0].instrument


def test_the_file_in_the_documents_is_one() -> None:
    written = (ROOT / "docs" / "surveys.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json survey\n(.*?)^```", written, re.M | re.S)
    assert read_instrument(example).pick_language(["de"]) == "de"


def test_a_file_that_leaves_things_out_has_the_defaults() -> None:
    read = read_instrument(_file(ITEM))
    assert (read.language, read.headline, read.kind) == ("en", "", "satisfaction")
    assert read.item("q_1").is_required is False
    assert read_instrument(_file()).items == ()


def test_the_pulse_is_no_survey_of_customers() -> None:
    with pytest.raises(ValueError, match="satisfaction"):
        write_instrument(PULSE)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "nonsense", "\x00", "[" * 100_000, "{'a': 1}", '{"a": NaN}', '{"a": 1e}'),
        *('{"a": ' + "9" * 5_000 + "}", '{"a": "\\ud800"}', '{"\\udfff": 1}'),
    ],
)
def test_what_is_no_json_is_said_so(text: str) -> None:
    assert [one[:27] for one in _problems(text)] == ["The file is not valid JSON."]


def test_where_the_json_breaks_is_said() -> None:
    assert "Line 3, column 1" in _problems('{"survey_format": 1,\n"name": \n}')[0]


@pytest.mark.parametrize("text", ["[]", "3", '"survey"', "null", "true"])
def test_a_survey_is_an_object(text: str) -> None:
    assert _problems(text) == ("The file holds no survey: it must be one object in braces.",)


def test_a_key_that_stands_twice_is_refused() -> None:
    doubled = PHONE.replace('"language": "en"', '"language": "en", "language": "de"')
    assert _problems(doubled) == ("The key “language” stands twice.",)


def test_another_format_is_refused() -> None:
    assert "survey_format must be 1" in _problems(PHONE.replace('format": 1', 'format": 2'))[0]
    assert "survey_format is missing." in _problems('{"name": "Ours", "items": []}')


def test_everything_that_is_wrong_comes_at_once_with_its_place() -> None:
    scale = {"low": "1", "hihg": 5, "labels": "abc", "favourable_from": True}
    items = (
        {"code": "q_1", "text": 4, "kind": "star", "is_required": "yes", "hint": None},
        7,
        {"code": "q_3", "text": "Well?", "kind": "scale", "scale": scale},
        CHOICE | {"options": [{"value": 1.5, "text": " "}, "two"], "rows": {}},
        CHOICE | {"condition": {"item": ["q_1"], "values": ["1"]}},
    )
    said = _problems(_file(*items, language=3, translations={"de": {"a": 1}}, texts=[], extra=1))
    kinds = "scale, choice, choices, matrix, tick, text"
    for expected in (
        "items[0].text must be a text in quotes",
        f"items[0].kind must be one of {kinds}, not 'star'.",
        "items[0].is_required must be true or false.",
        "items[0].hint is null.",
        "items[1] must be a table.",
        "items[2].scale.low must be a whole number.",
        "items[2].scale.high is missing.",
        "items[2].scale.hihg is not known. Did you mean high?",
        "items[2].scale.labels must be a list of texts",
        "items[2].scale.favourable_from must be a whole number.",
        "items[3].options[0].value must be a whole number.",
        "items[3].options[0].text must be a text in quotes",
        "items[3].options[1] must be a table.",
        "items[3].rows must be a list.",
        "items[4].condition.item must be a text in quotes",
        "items[4].condition.values must be a list of whole numbers",
        "language must be a text in quotes",
        "translations.de must be a table of texts",
        "texts must be a table of texts",
        "extra is not known.",
    ):
        assert any(one.startswith(expected) for one in said), (expected, said)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([ITEM, ITEM], "Item code q_1 is used twice."),
        ([ITEM | {"code": "Q 1"}], "items[0]: Item Q 1: a code is made of small letters"),
        ([ITEM | {"kind": "scale"}], "items[0]: Item q_1: a scale item or matrix has a scale"),
        ([ITEM | {"condition": {"item": "q_2", "values": [1]}}, CHOICE], "no earlier question"),
        ([CHOICE, ITEM | {"condition": {"item": "q_2", "values": [7]}}], "does not have"),
        ([CHOICE | {"options": [{"value": 1, "text": "A"}] * 2}], "a value of its own"),
        ([CHOICE | {"options": [{"value": -1, "text": "A"}]}], "from 0 to 9,999"),
        ([CHOICE | {"options": [OPEN, OPEN | {"value": 2}]}], "only one option can ask for words"),
        ([CHOICE | {"kind": "matrix", "rows": [{"code": "A b", "text": "A"}]}], "code of a row"),
        ([ITEM | {"code": "csat"}], "keeps its kind and its points"),
        ([ITEM | {"text": "x" * 301}], "question 1 has 301 characters; at most 300 fit."),
        ([ITEM | {"text": "a\u202eb"}], "cannot be shown"),
        ([ITEM | {"code": f"q_{n}"} for n in range(31)], "items has 31 entries; at most 30 fit."),
        ([ITEM | {"construct": "care"}], "which is not declared"),
    ],
)
def test_questions_that_contradict_themselves_are_refused(items: list[Any], expected: str) -> None:
    assert any(expected in one for one in _problems(_file(*items)))


def test_translations_that_lead_nowhere_are_named() -> None:
    words = {"items.q_1.text": "Warum?", "items.q_9.text": "Was?", "texts.intro": "Hallo", "x": "y"}
    assert _problems(_file(ITEM, translations={"de": words, "klingon!": {}})) == (
        "de: items.q_9.text leads to no text of this survey.",
        "de: texts.intro leads to no text of this survey.",
        "de: x leads to no text of this survey.",
        "‘klingon!’ is no language. Write it like de or pt-BR.",
    )
    assert "needs no translation" in _problems(_file(ITEM, translations={"en": {}}))[0]


def test_an_unknown_text_beside_the_questions_is_named() -> None:
    assert _problems(_file(ITEM, texts={"outro": "Bye"})) == ("There is no text called outro.",)


def test_a_subject_is_one_line_because_it_becomes_a_header() -> None:
    said = _problems(_file(ITEM, texts={"subject": "Hello\nBcc: all@example.org"}))
    assert said == ("The text “subject” has more than one line. Write it in one.",)


@pytest.mark.parametrize(
    "text",
    [
        PHONE + " " * 2_000_001,
        "{" + ",".join(f'"k{n}": {n}' for n in range(150_000)) + "}",
        _file(*({} for _ in range(100_000))),
        _file(ITEM, translations={"de": {f"k{n}": "x" for n in range(80_000)}}),
        _file(ITEM, translations={f"l{n}": {} for n in range(80_000)}),
        _file(CHOICE | {"options": [{"value": n, "text": "x"} for n in range(50_000)]}),
        _file(ITEM | {"kind": "scale", "scale": {"low": -(10**9), "high": 10**9, "labels": []}}),
        _file(**{"x" * 1_900_000: 1}),
        '{"a": {}, ' + ",".join('"b": 1' for _ in range(200_000)) + "}",
    ],
    ids=["long", "keys", "items", "words", "languages", "options", "scale", "key", "twice"],
)
def test_a_large_file_is_refused_soon_and_in_few_words(text: str) -> None:
    began = time.process_time()
    said = _problems(text)
    assert time.process_time() - began < 3
    assert len("\n".join(said)) < 30_000


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_a_file_with_anything_in_any_place_is_read_or_refused_with_reasons(
    data: st.DataObject,
) -> None:
    """Nothing but a refusal comes out, wherever a value of a sound file is swapped for another."""
    whole = json.loads(PHONE)
    at: Any = whole
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            at[key] = data.draw(VALUES)
            break
        at = at[key]
    with contextlib.suppress(InvalidInput):
        read = read_instrument(json.dumps(whole))
        assert read_instrument(write_instrument(read)) == read
