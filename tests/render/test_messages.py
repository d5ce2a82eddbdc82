"""The words of a message are in one language, the scale only chooses, the link is always there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from survey import sms
from survey.instruments.items import Item, Scale
from survey.instruments.ready import READY
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.render.environment import make_environment
from survey.render.languages import LANGUAGES
from survey.render.messages import Asking, write_mail, write_short_message
from tests.conftest import ROOT
from tests.pages import Page

TEMPLATES = make_environment([ROOT / "templates"])
LINK = "https://feedback.example.org/c/" + "x" * 24
ASKING = Asking(
    instrument=READY[0].instrument,
    language="en",
    is_reminder=False,
    link=LINK,
    unsubscribe="https://feedback.example.org/u/1-abc",
    organisation="Larkfield Support",
    expires_at=datetime(2026, 3, 24, tzinfo=UTC),
    zone=UTC,
)


@pytest.mark.parametrize("is_reminder", [False, True])
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_a_mail_and_a_short_message(language: str, *, is_reminder: bool) -> None:
    asking = replace(ASKING, language=language, is_reminder=is_reminder)
    mail = write_mail(asking, TEMPLATES)
    page = Page(mail.html)
    assert page.language == language
    assert f'dir="{LANGUAGES[language].direction}"' in mail.html
    assert [link for link in page.links if link.startswith(LINK + "?")] == [
        f"{LINK}?score={n}" for n in range(1, 6)
    ]
    assert {LINK, asking.unsubscribe} <= set(page.links)
    assert mail.text.count(LINK) == 1
    assert asking.unsubscribe in mail.text
    assert len(mail.html) < 30_000
    assert "<img" not in mail.html
    assert "<style" not in mail.html
    message = write_short_message(asking)
    assert message.endswith(LINK)
    assert sms.n_segments(message) <= 3


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_english_is_left_in_another_language(language: str) -> None:
    mail = write_mail(replace(ASKING, language=language), TEMPLATES)
    english = write_mail(ASKING, TEMPLATES)
    ours = {line for line in english.text.splitlines() if " " in line}
    assert not ours & set(mail.text.splitlines())


@pytest.mark.parametrize("key", ["invitation", "reminder", "sms", "subject", "reminder_subject"])
@pytest.mark.parametrize("words", ["", " ", "Words", "<b>{{ 7 * 7 }}</b> %s %(x)s", "\u202e\x00"])
def test_own_words_never_cost_the_link(key: str, words: str) -> None:
    """chatwoot/chatwoot#11913: the invitation was sent without its link."""
    instrument = replace(AFTER_CONTACT, texts={key: words})
    for is_reminder in (False, True):
        asking = replace(ASKING, instrument=instrument, is_reminder=is_reminder)
        mail = write_mail(asking, TEMPLATES)
        assert mail.subject.isprintable()
        assert mail.subject
        assert LINK in mail.text
        assert f"{LINK}?score=1" in mail.html
        assert "<b>" not in mail.html
        assert LINK in write_short_message(asking)


def test_a_long_scale_stands_in_lines_with_the_words_at_its_ends() -> None:
    labels = ("Not at all", *map(str, range(1, 10)), "Certainly")
    item: dict[str, Any] = {"kind": "scale", "scale": Scale(0, 10, labels, 9)}
    nps = replace(AFTER_CONTACT, headline="nps", items=(Item("nps", "Would you?", **item),))
    page = Page(write_mail(replace(ASKING, instrument=nps), TEMPLATES).html)
    assert f"{LINK}?score=0" in page.links
    assert f"{LINK}?score=10" in page.links
    assert "0: Not at all" in page.text
    assert "10: Certainly" in page.text
