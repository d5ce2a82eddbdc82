"""Digests: an instrument is what its words are, and answers keep pointing to what was asked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from survey.instruments import editing, translating
from survey.instruments.items import Condition
from survey.instruments.model import Instrument
from survey.instruments.pulse import PULSE
from survey.instruments.reading import from_definition
from survey.instruments.ready import READY
from survey.instruments.satisfaction import AFTER_CONTACT
from tests.instruments.building import new_item
from tests.instruments.drawn import ANY

PHONE = READY[0].instrument
FROM_THE_FIRST_VERSION = """
{"constructs":[],"headline":"csat","items":[{"code":"csat","construct":null,"hint":"","kind":
"scale","reverse":false,"scale":{"favourable_from":2,"high":2,"labels":["No","Yes"],"low":1},
"text":"Well?"}],"kind":"satisfaction","name":"Old"}
"""


def test_instruments_from_the_first_version_keep_their_digests() -> None:
    assert (AFTER_CONTACT.digest, PULSE.digest) == (
        "47b3ba602a5e801beffa9b6efad3a558f727a14adef7d52e303bfaa1a94f72d4",
        "e73845aa1f6ef8ff338e23a7854ab7d8db21258e7f3e6aaca5cdf90d1ba748f8",
    )


def test_a_definition_without_what_came_later_is_read() -> None:
    old = from_definition(FROM_THE_FIRST_VERSION)
    assert (old.language, old.texts, old.translations) == ("en", {}, {})
    item = old.item("csat")
    assert (item.options, item.rows, item.condition, item.is_required) == ((), (), None, False)
    assert json.loads(old.definition) == json.loads(FROM_THE_FIRST_VERSION)


@given(ANY)
def test_a_definition_read_back_is_the_same_instrument(instrument: Instrument) -> None:
    read = from_definition(instrument.definition)
    assert read == instrument
    assert read.digest == instrument.digest


def test_the_order_in_which_translations_were_written_is_no_change() -> None:
    turned = {tag: dict(reversed(own.items())) for tag, own in PHONE.translations.items()}
    again = replace(PHONE, translations=dict(reversed(turned.items())))
    assert again.digest == PHONE.digest


CARE = new_item("matrix", "q_care", labels="abc", rows=("Speed", "Words"))
BUILT = editing.add_item(PHONE, CARE)


def _item(code: str, **changes: Any) -> Instrument:
    items = (replace(one, **changes) if one.code == code else one for one in BUILT.items)
    return replace(BUILT, items=tuple(items))


CSAT_SCALE = BUILT.item("csat").scale
assert CSAT_SCALE is not None
OPTIONS = BUILT.item("drivers").options
CHANGED = {
    "name": replace(BUILT, name="Other"),
    "headline": replace(BUILT, headline="resolved"),
    "language": replace(BUILT, language="nl"),
    "order": editing.move_item(BUILT, "comment", 1),
    "fewer": editing.remove_item(BUILT, "resolved"),
    "text": _item("csat", text="How satisfied are you with our help by phone?"),
    "hint": _item("comment", hint="Optional."),
    "required": _item("comment", is_required=True),
    "reverse": _item("csat", reverse=True),
    "label": _item("csat", scale=replace(CSAT_SCALE, labels=("Bad", *CSAT_SCALE.labels[1:]))),
    "top box": _item("csat", scale=replace(CSAT_SCALE, favourable_from=5)),
    "option": _item("drivers", options=(replace(OPTIONS[0], text="Time"), *OPTIONS[1:])),
    "value": _item("drivers", options=(replace(OPTIONS[0], value=7), *OPTIONS[1:])),
    "open": _item("drivers", options=(*OPTIONS[:-1], replace(OPTIONS[-1], is_open=False))),
    "order of options": _item("drivers", options=OPTIONS[::-1]),
    "row": _item("q_care", rows=(replace(CARE.rows[0], text="Pace"), CARE.rows[1])),
    "order of rows": _item("q_care", rows=CARE.rows[::-1]),
    "condition": _item("call_back", condition=Condition("csat", (1,))),
    "no condition": _item("call_back", condition=None),
    "intro": translating.set_texts(BUILT, {"intro": "Hello"}),
    "translation": translating.translate(BUILT, "de", {"items.csat.text": "Wie war es?"}),
    "no translation": translating.translate(BUILT, "de", {"items.csat.text": ""}),
    "language less": translating.remove_language(BUILT, "de"),
    "language more": translating.add_language(BUILT, "it"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_whoever_changes_a_word_has_made_another_instrument(what: str) -> None:
    others = [BUILT, *(one for name, one in CHANGED.items() if name != what)]
    assert CHANGED[what].digest not in {one.digest for one in others}
    assert from_definition(CHANGED[what].definition) == CHANGED[what]
