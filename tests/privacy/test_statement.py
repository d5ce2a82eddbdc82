"""What agents read before the first question is true of the way in which they answer."""

from __future__ import annotations

from datetime import date

import pytest

from survey.privacy.statement import Mode, Modes, in_short, paragraphs, write_statement

BY_CARD = ["By card: your card", "By card: what remains"]
BY_LINK = ["By link: your link", "By link: what remains"]
FOR_ALL = ["What is stored", "Who sees it", "The smallest group", "What remains"]
WORDS_OF_LINKS = (
    "fetches one signature",
    "receipt is published",
    "its digest",
    "show your receipt to nobody",
)


def _text(modes: Modes) -> str:
    return write_statement(
        closes_on=date(2026, 3, 13),
        threshold=5,
        comment_threshold=12,
        block_minimum=9,
        modes=modes,
    )


def _statement(modes: Modes) -> dict[str, str]:
    return dict(paragraphs(_text(modes)))


@pytest.mark.parametrize(
    ("modes", "of_modes"),
    [
        (frozenset({"cards"}), BY_CARD),
        (frozenset({"link"}), BY_LINK),
        (frozenset({"cards", "link"}), BY_CARD + BY_LINK),
    ],
)
def test_it_says_what_is_stored_who_sees_it_and_what_remains(
    modes: Modes, of_modes: list[str]
) -> None:
    found = _statement(modes)
    assert sorted(found) == sorted(FOR_ALL + of_modes)
    assert [heading for heading in found if heading in FOR_ALL] == FOR_ALL
    assert "Not your name or device" in found["What is stored"]
    assert "13 March 2026" in found["Who sees it"]
    assert "at least 12 people" in found["Who sees it"]
    assert "An average needs 5 answers, and a block has at least 9" in found["The smallest group"]
    remaining = [text for heading, text in found.items() if heading.endswith(": what remains")]
    assert len(remaining) == len(modes)
    assert all("could change the program" in text for text in remaining)
    text = " ".join(found.values())
    assert [words in text for words in WORDS_OF_LINKS] == ["link" in modes] * len(WORDS_OF_LINKS)


@pytest.mark.parametrize(("mode", "left_out"), [("cards", BY_LINK), ("link", BY_CARD)])
def test_of_a_wave_answered_either_way_a_page_leaves_out_the_other(
    mode: Mode, left_out: list[str]
) -> None:
    text = _text(frozenset({"cards", "link"}))
    shown = dict(paragraphs(text, mode=mode))
    assert set(dict(paragraphs(text))) - set(shown) == set(left_out)
    assert shown == _statement(frozenset({mode}))


def test_a_link_that_was_used_can_be_told_by_whoever_has_mail_or_secret() -> None:
    text = _statement(frozenset({"link"}))["By link: your link"]
    assert "and your mail or the installation’s secret, could see that it was yours" in text
    assert "not what you answered" in text


@pytest.mark.parametrize(
    ("mode", "own", "other"), [("cards", "card", "link"), ("link", "link", "card")]
)
def test_in_short_it_speaks_of_ones_own_way_alone(mode: Mode, own: str, other: str) -> None:
    text = " ".join(in_short(mode, threshold=7))
    assert f"Your {own} only says that you may take part" in text
    assert other not in text
    assert "fewer than 7 people" in text
    assert "leave out names, dates and cases" in text
    assert len(text.split()) < 100


def test_it_says_what_may_be_guessed_from_two_waves() -> None:
    found = _statement(frozenset({"cards", "link"}))
    assert "guess it if only you joined or left since last time" in found["What remains"]


@pytest.mark.parametrize("mode", ["cards", "link"])
def test_it_is_short_enough_to_be_read(mode: Mode) -> None:
    text = _text(frozenset({"cards", "link"}))
    assert len(" ".join(words for _, words in paragraphs(text, mode=mode)).split()) < 400
