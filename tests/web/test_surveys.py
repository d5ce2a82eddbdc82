"""The pages on which surveys are made, outside-in: every step is a form, none needs a script."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from survey.instruments.items import Condition
from survey.instruments.ready import READY
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.instrument_file import write_instrument
from survey.operations import survey_questions, surveys
from survey.operations.survey_questions import Edit
from survey.operations.surveys import RESERVED
from survey.store import reads_of_surveys
from tests.centre import Centre
from tests.conftest import NOW
from tests.decided import ask_about, fresh
from tests.pages import Client, Page
from tests.surveys import found, make_draft, make_live_survey

SignIn = Callable[[str], Client]
CODE = "after-a-contact"
URL = f"/surveys/{CODE}"


@pytest.fixture
def analyst(signed_in: SignIn) -> Client:
    return signed_in("analyst")


def others_edit(centre: Centre, *, seen: int = 1) -> None:
    """Somebody else words the first question anew."""
    item = replace(found().draft.items[0], text="How was it with us?")
    user_id = centre.users["executive"]
    survey_questions.keep_question(Edit(CODE, seen, NOW, user_id), replace(item, condition=None))


def send(browser: Client, path: str, action: str, data: bytes) -> TestResponse:
    """The reply to a file that was put into the form of the page."""
    form = Page(browser.get(path).text).form(action)
    file = (io.BytesIO(data), "survey.json")
    return browser.post(action, data={**form.values, "file": file})


def test_a_survey_is_made_from_a_ready_one_and_published_by_forms_alone(analyst: Client) -> None:
    made = analyst.submit("/surveys/new", name="After a call", start="ready-phone")
    assert (made.status_code, made.location) == (303, "/surveys/after-a-call/questions")
    url = "/surveys/after-a-call"
    assert analyst.submit(f"{url}/add-question", what="nps").status_code == 303
    to_write = analyst.submit(f"{url}/add-question", what="choose-one")
    page = Page(analyst.get(to_write.location or "").text)
    form = next(one for one in page.forms if "/questions/q_" in one.action)
    written = {"text": "What was it about?", "option-1": "An invoice", "option-2": "A delivery"}
    kept = analyst.post(form.action, data={**form.values, **written, "when-csat": ["1", "2"]})
    assert kept.status_code == 303
    survey = found("after-a-call")
    assert survey.draft.items[-1].text == "What was it about?"
    assert survey.draft.items[-1].condition == Condition("csat", (1, 2))
    listed = Page(analyst.get(f"{url}/questions").text).text
    assert "was answered “1 Very dissatisfied” or “2 Dissatisfied”" in listed
    look = Page(analyst.get(f"{url}/publish").text).text
    assert "What was it about? New question." in look
    assert analyst.submit(f"{url}/publish").location == url
    assert found("after-a-call").state == "live"
    assert "Customers are asked exactly what stands here." in analyst.get(url).text


def test_a_blank_survey_says_what_it_lacks_before_it_can_be_published(analyst: Client) -> None:
    analyst.submit("/surveys/new", name="Blank", start="blank", language="de")
    page = analyst.get("/surveys/blank/publish")
    assert "There is no question yet. Add one." in page.text
    assert "Nothing to show yet" in analyst.get("/surveys/blank/preview").text
    assert analyst.get("/surveys/blank/preview/page").status_code == 404
    form = Page(analyst.get("/surveys/blank/add-question").text).form("/surveys/blank/add-question")
    refused = analyst.post("/surveys/blank/publish", data=form.values)
    assert refused.status_code == 422
    assert found("blank").draft.language == "de"


def test_what_is_wrong_with_a_new_survey_is_said_beside_what_was_typed(analyst: Client) -> None:
    reply = analyst.submit("/surveys/new", name="", start="ready-phone")
    assert reply.status_code == 422
    assert "#name" in Page(reply.text).links
    assert analyst.submit("/surveys/new", name="A", start="ready-nothing").status_code == 422
    assert reads_of_surveys.surveys() == []


def test_a_question_comes_back_with_everything_that_is_wrong_with_it(analyst: Client) -> None:
    make_draft()
    page = Page(analyst.get(f"{URL}/add-question/choose-one").text)
    form = next(one for one in page.forms if "/questions/q_" in one.action)
    sent = {**form.values, "text": "", "option-1": "Only one", "hint": "x" * 301}
    reply = analyst.post(form.action, data=sent)
    assert reply.status_code == 422
    assert "There are 3 problems" in reply.text
    assert 'value="Only one"' in reply.text
    assert len(found().draft.items) == 2


def test_answers_are_added_moved_renamed_and_taken_away_and_keep_what_they_mean(
    analyst: Client,
) -> None:
    make_draft()
    page = Page(analyst.get(f"{URL}/add-question/choose-several").text)
    form = next(one for one in page.forms if "/questions/q_" in one.action)
    lines = {"option-1": "Speed", "option-2": "Tone", "option-3": "Other", "open": "3"}
    analyst.post(form.action, data={**form.values, "text": "What counted?", **lines})
    analyst.submit(form.action, up="3", open="3")
    surveys.publish(CODE, seen=found().draft_version, now=NOW)
    changed = {"option-1": "", "option-2": "Friendliness", "option-4": "Price", "open": "3"}
    assert analyst.submit(form.action, **changed).status_code == 303
    options = [(one.value, one.text, one.is_open) for one in found().draft.items[-1].options]
    assert options == [(3, "Other", True), (2, "Friendliness", False), (4, "Price", False)]
    fields = Page(analyst.get(form.action).text).fields
    names = [one["name"] for one in fields if (one.get("name") or "").startswith("option-")]
    assert names == ["option-3", "option-2", "option-4", "option-5", "option-6"]


def test_two_who_edit_one_question_lose_nothing(analyst: Client, centre: Centre) -> None:
    make_draft()
    form = Page(analyst.get(f"{URL}/questions/csat").text).form(f"{URL}/questions/csat")
    others_edit(centre)
    mine = {**form.values, "text": "Are you content?"}
    reply = analyst.post(form.action, data=mine)
    assert reply.status_code == 409
    page = Page(reply.text)
    assert "Last changed by Eva" in page.text
    assert "Now: How was it with us?" in page.text
    assert page.form(form.action).values["text"] == "Are you content?"
    assert found().draft.items[0].text == "How was it with us?"
    again = {**page.form(form.action).values, "text": "Are you content?"}
    assert analyst.post(form.action, data=again).status_code == 303
    assert found().draft.items[0].text == "Are you content?"


def test_a_question_that_somebody_else_removed_comes_back_with_what_was_typed(
    analyst: Client, centre: Centre
) -> None:
    make_draft()
    form = Page(analyst.get(f"{URL}/questions/comment").text).form(f"{URL}/questions/comment")
    survey_questions.remove_question(Edit(CODE, 1, NOW, centre.users["executive"]), "comment")
    reply = analyst.post(form.action, data={**form.values, "text": "Anything else?"})
    assert reply.status_code == 409
    page = Page(reply.text)
    assert "Question removed. Answers to it are kept." in page.text
    assert page.form(form.action).values["text"] == "Anything else?"


@pytest.mark.parametrize(
    ("page", "action", "typed"),
    [
        ("/questions", "/questions/comment/move", {"to": "1"}),
        ("/questions", "/lead", {"lead": "q_two"}),
        ("/questions/comment/remove", "/questions/comment/remove", {}),
        ("/add-question", "/add-question", {"what": "nps"}),
        ("/texts", "/texts", {"thanks": "Many thanks."}),
        ("/languages", "/languages", {"language": "fr"}),
        ("/publish", "/publish", {}),
    ],
)
def test_every_form_made_from_an_old_draft_is_refused_with_what_changed(
    analyst: Client, centre: Centre, page: str, action: str, typed: dict[str, str]
) -> None:
    second = replace(AFTER_CONTACT.items[0], code="q_two", text="And the rest?")
    make_draft(instrument=replace(AFTER_CONTACT, items=(*AFTER_CONTACT.items, second)))
    form = Page(analyst.get(URL + page).text).form(URL + action)
    others_edit(centre)
    before = found()
    reply = analyst.post(URL + action, data={**form.values, **typed})
    assert reply.status_code == 409
    assert "Last changed by Eva" in reply.text
    assert all(text in reply.text for text in typed.values() if len(text) > 2)
    assert found() == before


def test_a_question_that_shows_another_cannot_be_removed_and_the_page_says_why(
    analyst: Client,
) -> None:
    make_live_survey(instrument=READY[0].instrument)
    page = Page(analyst.get(f"{URL}/questions/csat/remove").text)
    assert "It cannot be removed yet" in page.text
    assert "What should have been better?" in page.text
    asked = Page(analyst.get(f"{URL}/questions/comment/remove").text).text
    assert "Their answers are kept and keep their meaning" in asked
    assert analyst.submit(f"{URL}/questions/comment/remove").status_code == 303
    assert "comment" not in {item.code for item in found().draft.items}
    assert analyst.get(f"{URL}/questions/comment/remove").status_code == 404


def test_questions_move_and_the_leading_one_is_chosen(analyst: Client) -> None:
    make_draft(instrument=READY[0].instrument)
    analyst.submit(f"{URL}/questions", f"{URL}/questions/resolved/move", to="3")
    assert [one.code for one in found().draft.items][2] == "resolved"
    refused = analyst.submit(f"{URL}/questions", f"{URL}/questions/drivers/move", to="1")
    assert refused.status_code == 422
    assert "so it has to come after it" in Page(refused.text).text
    assert analyst.submit(f"{URL}/questions", f"{URL}/lead", lead="resolved").status_code == 303
    assert found().draft.headline == "resolved"
    assert analyst.submit(f"{URL}/questions", f"{URL}/lead", lead="comment").status_code == 422


def test_the_list_shows_states_and_its_order_is_changed(analyst: Client) -> None:
    assert "There is no survey yet" in analyst.get("/surveys").text
    for code in ("first", "second"):
        make_live_survey(code)
    make_draft("third")
    surveys.retire("second", now=NOW)
    text = Page(analyst.get("/surveys").text).text
    for words in ("Live", "Retired", "Draft", "2 questions; English"):
        assert words in text
    assert analyst.submit("/surveys", "/surveys/third/move", to="2").status_code == 303
    assert [one.code for one in reads_of_surveys.surveys()] == ["first", "third", "second"]
    form = Page(analyst.get("/surveys").text).form("/surveys/third/move")
    analyst.post("/surveys/third/move", data={**form.values, "to": "1"})
    late = analyst.post("/surveys/third/move", data={**form.values, "to": "3"})
    assert late.status_code == 409
    assert "changed the order" in late.text


def test_a_survey_is_renamed_copied_retired_and_brought_back(analyst: Client) -> None:
    make_live_survey()
    analyst.submit(URL, f"{URL}/name", name="Billing")
    assert found().name == "Billing"
    assert analyst.submit(URL, f"{URL}/name", name="").status_code == 422
    copied = analyst.submit(URL, f"{URL}/copy").location or ""
    assert found(copied.removeprefix("/surveys/")).name == "Copy of Billing"
    assert analyst.submit(f"{copied}/delete").location == "/surveys"
    assert analyst.get(copied).status_code == 404
    assert "it stays" in analyst.get(f"{URL}/delete").text
    assert "to be sent" not in analyst.get(f"{URL}/retire").text
    ask_about(fresh(), now=NOW)
    assert "1 message waits to be sent" in analyst.get(f"{URL}/retire").text
    analyst.submit(f"{URL}/retire")
    assert found().state == "retired"
    assert "asks no new customers since" in analyst.get(URL).text
    analyst.submit(URL, f"{URL}/bring-back")
    assert found().state == "live"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file with a survey."),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[]", "must be one object"),
        (b"{", "not valid JSON"),
        (b'{"survey_format": 1, "name": "A", "items": [{"code": "A b"}]}', "items"),
    ],
)
def test_a_wrong_file_makes_nothing_and_says_why(
    analyst: Client, data: bytes, sentence: str
) -> None:
    make_draft()
    before = found()
    for path, action in (("/surveys/new", "/surveys/new/file"), (URL, f"{URL}/file")):
        reply = send(analyst, path, action, data)
        assert reply.status_code == 422
        assert sentence in Page(reply.text).text
        assert "#file" in Page(reply.text).links
    assert reads_of_surveys.surveys() == [before]


def test_a_survey_goes_out_as_a_file_and_comes_back_the_same(
    analyst: Client, centre: Centre
) -> None:
    make_live_survey(instrument=READY[0].instrument)
    down = analyst.get(f"{URL}/file")
    assert json.loads(down.text)["survey_format"] == 1
    made = send(analyst, "/surveys/new", "/surveys/new/file", down.data).location or ""
    assert found(made.split("/")[2]).draft == READY[0].instrument
    stale = Page(analyst.get(URL).text).form(f"{URL}/file").values
    others_edit(centre)
    file = (io.BytesIO(write_instrument(AFTER_CONTACT).encode()), "survey.json")
    late = analyst.post(f"{URL}/file", data={**stale, "file": file})
    assert late.status_code == 409
    assert "Last changed by Eva" in late.text
    other = write_instrument(AFTER_CONTACT).encode()
    assert send(analyst, URL, f"{URL}/file", other).status_code == 303
    survey = found()
    assert survey.draft.items == AFTER_CONTACT.items
    assert survey.instrument_digest == READY[0].instrument.digest


def test_every_part_of_the_address_space_is_kept_from_codes(app: Flask) -> None:
    parts = [rule.rule.split("/") for rule in app.url_map.iter_rules()]
    fixed = {one[2] for one in parts if len(one) > 2 and one[1] == "surveys"}
    assert {one for one in fixed if not one.startswith("<")} <= RESERVED
