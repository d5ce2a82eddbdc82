"""What agents read before the first question is true of the way in which they answer."""

from __future__ import annotations

from datetime import date

import pytest

from survey.privacy.statement import Modes, paragraphs, write_statement

HEADINGS = ["What is stored", "Who sees it", "The smallest group", "What remains"]
BY_LINK = ("fetches one signature", "published then", "its digest", "show your receipt to nobody")


def _statement(modes: Modes) -> dict[str, str]:
    text = write_statement(
        closes_on=date(2026, 3, 13),
        threshold=5,
        comment_threshold=12,
        block_minimum=9,
        modes=modes,
    )
    return dict(paragraphs(text))


@pytest.mark.parametrize(
    ("modes", "kept_apart"),
    [
        (frozenset({"cards"}), "Not your name, card or device"),
        (frozenset({"link"}), "Not your name, link or device"),
        (frozenset({"cards", "link"}), "Not your name, card, link or device"),
    ],
)
def test_it_says_what_is_stored_who_sees_it_and_what_remains(modes: Modes, kept_apart: str) -> None:
    found = _statement(modes)
    assert list(found) == HEADINGS
    assert kept_apart in found["What is stored"]
    assert "13 March 2026" in found["Who sees it"]
    assert "at least 12 people" in found["Who sees it"]
    assert "An average needs 5 answers, and a block has at least 9" in found["The smallest group"]
    assert "could change the program" in found["What remains"]
    text = " ".join(found.values())
    assert [words in text for words in BY_LINK] == ["link" in modes] * len(BY_LINK)


def test_it_says_what_may_be_guessed_from_two_waves() -> None:
    found = _statement(frozenset({"cards", "link"}))
    assert "guess it if only you joined or left since last time" in found["What remains"]


def test_it_is_short_enough_to_be_read() -> None:
    assert len(" ".join(_statement(frozenset({"cards", "link"})).values()).split()) < 400
