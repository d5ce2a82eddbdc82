"""Settings that depend on each other."""

from __future__ import annotations

from email.utils import parseaddr

import pytest

from survey import config, mail
from tests.conftest import NOW

KEY = {"SURVEY_SECRET_KEY": "x"}


@pytest.mark.parametrize(
    "name", ["Larkfield Support", "Müller & Söhne", 'Smith, Jones "and" Co.', "  Two\n lines "]
)
def test_mail_comes_from_the_organisation_until_a_sender_is_set(name: str) -> None:
    sender = config.load({**KEY, "SURVEY_ORGANISATION": name}).mail_from
    assert parseaddr(sender) == (" ".join(name.split()), "feedback@localhost")
    letter = mail.Letter("k1", "ana@example.org", "Hello", "Hello", "<p>Hello</p>", NOW)
    (address,) = mail.compose(letter, sender=sender)["From"].addresses
    assert address.display_name == " ".join(name.split())


def test_a_sender_that_is_set_stays() -> None:
    set_ = {"SURVEY_ORGANISATION": "Larkfield", "SURVEY_MAIL_FROM": "Help <help@example.org>"}
    assert config.load({**KEY, **set_}).mail_from == "Help <help@example.org>"
    assert config.load(KEY).mail_from == "Both Ends <feedback@localhost>"
