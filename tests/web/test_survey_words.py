"""Texts, languages and previews of a survey, and what must never come out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from flask import Flask

from survey.instruments.items import Item, Option, Row, Scale
from survey.instruments.model import TEXTS, Instrument
from survey.instruments.ready import READY
from survey.render.messages import Asking, write_mail, write_short_message
from tests.conftest import NOW
from tests.pages import Client, Page
from tests.surveys import found, make_draft, make_live_survey

SignIn = Callable[[str], Client]
CODE = "after-a-contact"
URL = f"/surveys/{CODE}"
LINK = "http://localhost/c/a-token-of-22-characters"
SCRIPT = "<script>alert('1')</script>\"'><b onclick=x>"


@pytest.fixture
def analyst(signed_in: SignIn) -> Client:
    return signed_in("analyst")


def asking(language: str, *, is_reminder: bool = False) -> Asking:
    """The message about the survey's draft, in a language."""
    return Asking(
        instrument=found().draft,
        language=language,
        is_reminder=is_reminder,
        link=LINK,
        unsubscribe="http://localhost/u/a",
        organisation="Larkfield",
        expires_at=NOW + timedelta(days=14),
        zone=UTC,
    )


def test_texts_are_written_per_language(analyst: Client, app: Flask) -> None:
    """chatwoot/chatwoot#10003: the text of a survey can be edited, for each locale."""
    make_draft(instrument=READY[0].instrument)
    own = {"intro": "Hello.", "thanks": "Thanks.", "subject": "How was it?"}
    assert analyst.submit(f"{URL}/texts", **own).status_code == 303
    page = Page(analyst.get(f"{URL}/languages").text).text
    assert "3 texts missing" in page
    words = {"texts.subject": "Wie war es?", "texts.thanks": "Danke.", "items.csat.text": "Gut?"}
    assert analyst.submit(f"{URL}/languages/de", **words).status_code == 303
    draft = found().draft
    assert draft.texts == own
    assert draft.translations["de"]["texts.thanks"] == "Danke."
    assert write_mail(asking("de"), app.jinja_env).subject == "Wie war es?"
    assert write_mail(asking("fr"), app.jinja_env).subject == "How was it?"
    framed = analyst.get(f"{URL}/preview/page?language=de").text
    assert "Gut?" in framed
    assert "Hello." in framed


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_link_stands_in_every_message_whatever_its_text_says(
    analyst: Client, app: Flask, language: str
) -> None:
    """chatwoot/chatwoot#11913: a changed template sent the invitation without the link."""
    make_draft(instrument=READY[0].instrument)
    typed = dict.fromkeys(TEXTS, "No placeholder here")
    assert analyst.submit(f"{URL}/texts", **typed).status_code == 303
    assert "the link, the question" in analyst.get(f"{URL}/texts").text
    for is_reminder in (False, True):
        told = asking(language, is_reminder=is_reminder)
        mail = write_mail(told, app.jinja_env)
        assert "No placeholder here" in mail.text
        assert LINK in mail.text
        assert LINK in mail.html
    assert LINK in write_short_message(asking(language))


def test_a_language_is_added_with_what_is_shipped_and_removed(analyst: Client) -> None:
    make_draft(instrument=replace(READY[0].instrument, translations={}))
    added = analyst.submit(f"{URL}/languages", language="ar")
    assert added.location == f"{URL}/languages/ar"
    page = analyst.get(f"{URL}/languages/ar").text
    assert 'dir="rtl"' in page
    assert found().draft.translations["ar"]["items.csat.labels.1"]
    assert analyst.submit(f"{URL}/languages", language="klingon").status_code == 422
    assert "gone then" in analyst.get(f"{URL}/languages/ar/remove").text
    assert analyst.submit(f"{URL}/languages/ar/remove").status_code == 303
    assert found().draft.translations == {}
    assert analyst.get(f"{URL}/languages/ar").status_code == 404


def test_what_is_wrong_with_a_text_stands_beside_it_and_nothing_is_kept(analyst: Client) -> None:
    make_draft(instrument=READY[0].instrument)
    before = found()
    reply = analyst.submit(f"{URL}/texts", thanks="Kept", subject="x" * 151)
    assert reply.status_code == 422
    page = Page(reply.text)
    assert "#subject" in page.links
    assert "x" * 151 in reply.text
    reply = analyst.submit(f"{URL}/languages/de", **{"items.csat.text": "y" * 301})
    assert reply.status_code == 422
    assert "#items.csat.text" in Page(reply.text).links
    assert "y" * 301 in reply.text
    assert found() == before


def test_a_translation_of_a_language_that_is_gone_is_not_lost(analyst: Client) -> None:
    make_draft(instrument=READY[0].instrument)
    form = Page(analyst.get(f"{URL}/languages/de").text).form(f"{URL}/languages/de")
    analyst.submit(f"{URL}/languages/de/remove")
    reply = analyst.post(form.action, data={**form.values, "items.csat.text": "Sehr zufrieden?"})
    assert reply.status_code in (409, 422)
    assert "Sehr zufrieden?" in reply.text


def test_the_preview_is_the_customers_page_and_cannot_be_sent(analyst: Client) -> None:
    make_live_survey(instrument=READY[0].instrument)
    outer = analyst.get(f"{URL}/preview?language=ar")
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert outer.text.count(f'src="{URL}/preview/page?language=ar"') == 2
    assert outer.text.count('sandbox="allow-same-origin"') == 2
    for language in found().draft.languages:
        inner = analyst.get(f"{URL}/preview/page?language={language}")
        policy = inner.headers["Content-Security-Policy"]
        assert "form-action 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "sandbox allow-same-origin" in policy
        assert "script-src" not in policy
        page = Page(inner.text)
        assert page.language == language
        assert {"csat", "comment"} <= {one.get("name") for one in page.fields}
    assert 'dir="rtl"' in analyst.get(f"{URL}/preview/page?language=ar").text
    rules = analyst.get(f"{URL}/preview/conditions.css")
    assert rules.mimetype == "text/css"
    assert "#item-drivers" in rules.text


def test_the_form_of_a_preview_leads_nowhere(analyst: Client) -> None:
    make_live_survey(instrument=READY[0].instrument)
    (form,) = Page(analyst.get(f"{URL}/preview/page").text).forms
    assert analyst.post(form.action, data={"csat": "1"}).status_code == 404


def hostile() -> Instrument:
    """A survey whose every text is markup."""
    scale = Scale(1, 5, (SCRIPT,) * 5, 4)
    items = (
        Item("q_a", SCRIPT, "scale", scale, hint=SCRIPT),
        Item("q_b", SCRIPT, "choices", options=(Option(1, SCRIPT), Option(2, SCRIPT, True))),
        Item("q_c", SCRIPT, "matrix", scale, rows=(Row("row_1", SCRIPT),)),
        Item("q_d", SCRIPT, "tick"),
    )
    texts = dict.fromkeys(TEXTS, SCRIPT)
    words = {"de": {"items.q_a.text": SCRIPT, "texts.thanks": SCRIPT}}
    return Instrument(
        "satisfaction", SCRIPT, items, headline="q_a", texts=texts, translations=words
    )


PAGES = (
    *("", "/questions", "/questions/q_a", "/questions/q_b", "/questions/q_c/remove", "/texts"),
    *("/languages", "/languages/de", "/preview", "/preview/page?language=de", "/publish"),
    *("/add-question", "/add-question/words", "/retire", "/delete"),
)


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_any_text_is_shown_and_never_works(analyst: Client, path: str) -> None:
    make_live_survey(instrument=hostile())
    text = analyst.get(URL + path).text
    assert "<script>alert" not in text
    assert "<b onclick" not in text


def test_markup_in_a_name_is_shown_and_never_works(analyst: Client) -> None:
    analyst.submit("/surveys/new", name=SCRIPT, start="ready-phone")
    for path in ("/surveys", "/surveys/new"):
        assert "&lt;script&gt;alert" in analyst.get(path).text
        assert "<script>alert" not in analyst.get(path).text
