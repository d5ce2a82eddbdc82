"""Questions of every kind on the customer's page: asked, shown where they belong, kept flat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from survey.insight.conditions import rules
from survey.intake import answers
from survey.operations import satisfaction
from survey.render import languages
from survey.store.database import rows, run
from tests import invited
from tests.every_kind import EVERY_KIND, invite
from tests.pages import Client, Page

ANSWER = {
    "csat": "2",
    "drivers": ["1", "3", "9"],
    "drivers.other": "The music",
    "resolved": "2",
    "why": "Call me back",
    "ces": "7",
    "nps": "0",
    "care.speed": "1",
    "care.tone": "5",
    "comment": "Slow 👍\u202e\x00",
    "call_back": "1",
    "testimonial": "1",
}


@pytest.fixture
def link(app: Flask) -> str:
    """The address of an invitation to answer questions of every kind."""
    return f"/c/{invite(invited.add_contacts(1)[0], now=datetime.now(UTC))}"


def values() -> dict[str, int]:
    """Everything that is kept as a number."""
    return dict(rows("SELECT item, value FROM answer"))


def counted() -> dict[str, int]:
    """Everything that is counted."""
    assert rows("SELECT n FROM answer_rollup WHERE n <> 1") == []
    return dict(rows("SELECT item, value FROM answer_rollup"))


def test_every_kind_of_answer_is_kept_flat_and_counted(client: Client, link: str) -> None:
    assert client.post(link, data=ANSWER).status_code == 303
    expected = {
        "csat": 2, "drivers": 3, "drivers.1": 1, "drivers.3": 1, "drivers.9": 1, "resolved": 2,
        "ces": 7, "nps": 0, "care.speed": 1, "care.tone": 5, "call_back": 1, "testimonial": 1,
    }  # fmt: skip
    assert values() == counted() == expected
    assert rows("SELECT comment FROM response") == [("Slow 👍",)]
    assert dict(rows("SELECT item, text FROM answer_text")) == {
        "drivers": "The music",
        "why": "Call me back",
    }
    assert rows("SELECT count(*) FROM testimonial_consent WHERE withdrawn_at IS NULL") == [(1,)]


def test_what_the_answers_do_not_show_is_not_kept(client: Client, link: str) -> None:
    """A browser without `:has()` shows and sends every follow-up; the server knows better."""
    sent = client.post(link, data=ANSWER | {"csat": "5", "resolved": "1"})
    assert sent.status_code == 303
    assert not {"drivers", "drivers.1", "drivers.9"} & set(values())
    assert rows("SELECT count(*) FROM answer_text") == [(0,)]


def test_follow_ups_are_shown_by_a_style_sheet_of_our_own(client: Client, link: str) -> None:
    page = client.get(link).text
    address = f"/c/forms/{EVERY_KIND.digest}.css"
    assert f'<link rel="stylesheet" href="{address}">' in page
    sheet = client.get(address)
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert sheet.text == rules(EVERY_KIND)
    assert '[name="csat"][value="3"]:checked' in sheet.text
    assert client.get("/c/forms/unknown.css").status_code == 404


def test_every_question_is_there_without_a_style_sheet(client: Client, link: str) -> None:
    page = Page(client.get(link).text)
    for item in EVERY_KIND.items:
        assert item.text in page.text
    names = {field.get("name") for field in page.fields}
    assert {"care.speed", "care.tone", "drivers.other", "why"} <= names


def test_everything_filled_in_is_still_there_after_a_mistake(client: Client, link: str) -> None:
    reply = client.post(link, data=ANSWER | {"csat": "", "nps": "11"})
    assert reply.status_code == 422
    page = Page(reply.text)
    chosen = {(f["name"], f["value"]) for f in page.fields if "checked" in f}
    assert chosen >= {("drivers", "1"), ("drivers", "9"), ("care.tone", "5"), ("ces", "7")}
    assert 'value="The music"' in reply.text
    assert "Choose one of the answers, or none." in page.text


@pytest.mark.parametrize(
    ("language", "direction", "button"),
    [("de", "ltr", "Antwort senden"), ("ar", "rtl", "إرسال الإجابة")],
)
def test_a_page_speaks_the_language_of_its_invitation(
    client: Client, app: Flask, language: str, direction: str, button: str
) -> None:
    """PostHog/posthog#30213, #27387: surveys usable in Arabic."""
    contact = invited.add_contacts(1)[0]
    link = f"/c/{invite(contact, now=datetime.now(UTC), language=language)}"
    reply = client.get(link, headers={"Accept-Language": "fr, en;q=0.5"})
    assert f'<html lang="{language}" dir="{direction}">' in reply.text
    assert button in reply.text
    other = client.get(link, query_string={"lang": "en"})
    assert "Send answer" in other.text
    sent = client.post(f"{link}?lang=en", data={"csat": "4"})
    assert sent.location == f"{link}/thanks?lang=en"
    assert "Thank you, your answer has arrived" in client.get(sent.location).text


def test_the_lowest_point_comes_first_in_every_direction(client: Client, app: Flask) -> None:
    """formbricks/formbricks#5993: in Arabic the scale is mirrored by the page's direction alone.

    The points stand in the same order in the document, so the lowest is where a line begins, on
    the right, and the number that is kept is the same.
    """
    first, second = invited.add_contacts(2)
    english, arabic = (
        f"/c/{invite(contact, number, now=datetime.now(UTC), language=language)}"
        for number, (contact, language) in enumerate([(first, "en"), (second, "ar")])
    )
    orders = [
        [f["value"] for f in Page(client.get(link).text).fields if f.get("name") == "nps"]
        for link in (english, arabic)
    ]
    assert orders[0] == orders[1] == [str(point) for point in range(11)]
    client.post(arabic, data={"csat": "1"})
    assert values()["csat"] == 1


def test_a_link_without_a_language_speaks_that_of_the_browser(client: Client, app: Flask) -> None:
    token = invite(invited.add_contacts(1)[0], now=datetime.now(UTC))
    run("UPDATE invitation SET via = 'link'")
    reply = client.get(f"/c/{token}", headers={"Accept-Language": "nl, de-AT;q=0.8, en;q=0.5"})
    assert '<html lang="de" dir="ltr">' in reply.text
    unknown = client.get("/c/unknown", headers={"Accept-Language": "pl"})
    assert '<html lang="pl" dir="ltr">' in unknown.text


def test_a_screen_reader_hears_the_question_with_each_group(client: Client, link: str) -> None:
    """surveyjs/survey-library#10117: every radio group is a fieldset whose legend asks."""
    text = client.get(link).text
    assert text.count("<fieldset") == text.count("<legend") == 8
    assert "How did you find the following?: </span><bdi>Speed</bdi>" in text


def test_what_is_said_about_a_box_stands_below_it(client: Client, app: Flask) -> None:
    """Above it, it reads as if it belonged to the question before."""
    tick = replace(EVERY_KIND.item("call_back"), hint="We call you within a day.")
    asking = replace(EVERY_KIND, items=(EVERY_KIND.item("csat"), tick), translations={})
    token = invited.token()
    contact_id = invited.add_contacts(1)[0]
    satisfaction.invite(contact_id, token=token, now=datetime.now(UTC), instrument=asking)
    html = client.get(f"/c/{token}").text
    assert html.index("Please contact me about it.") < html.index("We call you within a day.")
    assert 'aria-describedby="call_back-hint"' in html


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_must_be_mended_is_said_in_the_customer_s_language(
    client: Client, app: Flask, language: str
) -> None:
    token = invite(invited.add_contacts(1)[0], now=datetime.now(UTC), language=language)
    wrong = {
        "resolved": "9",
        "drivers": "77",
        "csat": "",
        "care.tone": "8",
        "comment": "x" * 10_001,
    }
    shown = client.post(f"/c/{token}", data=wrong)
    assert shown.status_code == 422
    text = Page(shown.text).text
    for sentence in (answers.CHOOSE_ONE, answers.CHOOSE_ONE_OR_NONE, answers.TOO_LONG):
        assert sentence not in text
        assert languages.gettext(language, sentence) in text
