"""Slips of who makes a survey: each is told where it is, in words that help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey.instruments.ready import READY
from survey.operations import survey_questions
from survey.operations.survey_questions import Edit
from tests.centre import Centre
from tests.conftest import NOW
from tests.pages import Client, Page
from tests.surveys import found, make_draft

SignIn = Callable[[str], Client]
CODE = "after-a-contact"
URL = f"/surveys/{CODE}"


@pytest.fixture
def analyst(signed_in: SignIn) -> Client:
    return signed_in("analyst")


def new_question(browser: Client, shape: str) -> tuple[str, dict[str, str]]:
    """Where the form of a new question leads, and what it sends as it stands."""
    page = Page(browser.get(f"{URL}/add-question/{shape}").text)
    form = next(one for one in page.forms if "/questions/q_" in one.action)
    return form.action, form.values


@pytest.mark.parametrize(("shape", "names"), [("choose-one", "option-{}"), ("table", "row-row_{}")])
def test_answers_and_lines_that_read_alike_are_refused(
    analyst: Client, shape: str, names: str
) -> None:
    make_draft()
    action, values = new_question(analyst, shape)
    lines = {names.format(1): "Same thing", names.format(2): "same  thing"}
    reply = analyst.post(action, data={**values, "text": "Which?", **lines})
    assert reply.status_code == 422
    assert "“same thing” stands there twice" in " ".join(Page(reply.text).text.split())
    assert f"#{names.format(2)}" in Page(reply.text).links
    assert len(found().draft.items) == 2


def test_a_new_question_offers_eight_answers(analyst: Client) -> None:
    make_draft()
    page = Page(analyst.get(f"{URL}/add-question/choose-one").text)
    names = [one["name"] for one in page.fields if (one.get("name") or "").startswith("option-")]
    assert names == [f"option-{number}" for number in range(1, 9)]
    assert "One answer in each field" in page.text


def test_two_surveys_never_have_one_name(analyst: Client) -> None:
    for _ in range(3):
        analyst.submit("/surveys/new", name="After a call", start="ready-phone")
    assert found("after-a-call-3").name == "After a call (3)"
    url = "/surveys/after-a-call-2"
    refused = analyst.submit(url, f"{url}/name", name="after a CALL")
    assert refused.status_code == 422
    assert "Another survey is called “after a CALL”" in Page(refused.text).text
    assert analyst.submit(url, f"{url}/name", name="After a Call (2)").status_code == 303
    analyst.submit(url, f"{url}/copy")
    again = analyst.submit(url, f"{url}/copy").location or ""
    assert found(again.removeprefix("/surveys/")).name == "Copy of After a Call (2) (2)"


def test_a_question_that_was_never_kept_is_not_called_removed(
    analyst: Client, centre: Centre
) -> None:
    make_draft()
    action, values = new_question(analyst, "choose-one")
    assert analyst.post(action, data=values).status_code == 422
    reply = analyst.get(action)
    assert reply.status_code == 404
    assert "There is no such question" in Page(reply.text).text
    assert f"{URL}/add-question" in Page(reply.text).links
    survey_questions.remove_question(Edit(CODE, 1, NOW, centre.users["analyst"]), "comment")
    gone = analyst.get(f"{URL}/questions/comment")
    assert gone.status_code == 404
    assert "no longer part of the survey" in Page(gone.text).text
    assert analyst.get("/surveys/nothing/questions/q_a").status_code == 404


def test_who_changed_a_survey_in_another_window_is_told_so(analyst: Client, centre: Centre) -> None:
    make_draft()
    form = Page(analyst.get(f"{URL}/questions/csat").text).form(f"{URL}/questions/csat")
    assert analyst.submit(f"{URL}/texts", thanks="Thank you.").status_code == 303
    late = analyst.post(form.action, data={**form.values, "text": "Well?"})
    assert late.status_code == 409
    assert "You changed this survey in another window" in Page(late.text).text
    item = replace(found().draft.items[0], text="How was it with us?")
    survey_questions.keep_question(Edit(CODE, 2, NOW, centre.users["executive"]), item)
    late = analyst.post(form.action, data={**form.values, "text": "Well?"})
    assert "Someone else has changed this survey" in Page(late.text).text


def test_two_quick_clicks_move_a_question_once(analyst: Client) -> None:
    make_draft(instrument=READY[0].instrument)
    action = f"{URL}/questions/resolved/move"
    form = Page(analyst.get(f"{URL}/questions").text).form(action)
    clicks = [analyst.post(action, data={**form.values, "to": "3"}) for _ in range(2)]
    assert [one.status_code for one in clicks] == [303, 303]
    assert [one.code for one in found().draft.items].index("resolved") == 2


def test_bare_numbers_are_not_translated(analyst: Client) -> None:
    make_draft()
    action, values = new_question(analyst, "five-points")
    words = {"text": "How fast was it?", "label-1": "Slow", "label-5": "Fast"}
    analyst.post(action, data={**values, **words})
    analyst.submit(f"{URL}/languages", language="fr")
    page = Page(analyst.get(f"{URL}/languages/fr").text)
    stem = f"items.{found().draft.items[-1].code}"
    names = [one["name"] for one in page.fields if (one.get("name") or "").startswith(stem)]
    assert names == [f"{stem}.text", f"{stem}.labels.1", f"{stem}.labels.5"]


def test_an_empty_draft_is_thrown_away_without_counting_nothing(analyst: Client) -> None:
    analyst.submit("/surveys/new", name="Blank", start="blank")
    page = Page(analyst.get("/surveys/blank/delete").text).text
    assert "It has no question yet" in page
    assert "0 questions" not in page


@pytest.mark.parametrize("action", ["/surveys/stops", "/surveys/stops/lift"])
def test_words_are_no_address(analyst: Client, action: str) -> None:
    field = "lifted" if action.endswith("lift") else "address"
    reply = analyst.submit("/surveys/stops", action, **{field: "hello"})
    assert reply.status_code == 422
    assert "This is no mail address, because it has no @" in Page(reply.text).text


def test_every_wrong_rule_is_named_at_once_contradictions_too(analyst: Client) -> None:
    make_draft()
    typed = {
        "sampling_percent": "a lot",
        "least_handle_seconds": "90",
        "most_handle_seconds": "60",
        "expires_days": "3",
        "reminder_days": "3",
    }
    reply = analyst.submit(f"{URL}/rules", **typed)
    assert reply.status_code == 422
    page = Page(reply.text)
    for sentence in (
        "Sampling: write a whole number from 0 to 100.",
        "Longest handle time: the longest time is below the shortest.",
        "Reminder: the link ends before the reminder.",
    ):
        assert sentence in page.text
    assert {"#sampling_percent", "#most_handle_seconds", "#reminder_days"} <= set(page.links)
