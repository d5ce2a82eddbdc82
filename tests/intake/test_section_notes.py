"""Notes are plain words within limits."""

from __future__ import annotations

from survey.intake.answers import Objection
from survey.intake.section_notes import LONGEST, parse_notes

SECTIONS = ("month", "people")


def test_paragraphs_stay_and_other_white_space_is_evened_out() -> None:
    typed = {"month": "  One \t two\r\nthree\r\n\r\n\r\n\r\nfour \x07 ", "people": " \n "}
    assert parse_notes(typed, SECTIONS) == {"month": "One two\nthree\n\nfour"}


def test_markup_and_addresses_are_words_like_others() -> None:
    words = "<script>alert(1)</script> http://169.254.169.254/ file:///etc/passwd {{ 7 * 7 }}"
    assert parse_notes({"month": words}, SECTIONS) == {"month": words}


def test_what_turns_the_direction_of_other_words_is_left_out() -> None:
    assert parse_notes({"month": "a\u202eb"}, SECTIONS) == {"month": "ab"}


def test_only_the_sections_of_the_edition_are_read() -> None:
    assert parse_notes({"literature": "words"}, SECTIONS) == {}


def test_everything_too_long_is_said_at_once() -> None:
    assert parse_notes({"month": "x" * LONGEST}, SECTIONS) == {"month": "x" * LONGEST}
    typed = {"month": "x" * (LONGEST + 1), "people": "x\n" * 11}
    objections = parse_notes(typed, SECTIONS)
    assert isinstance(objections, tuple)
    assert objections == (
        Objection("month", "This note has 601 characters. Keep it under 600."),
        Objection("people", "This note has more than 10 lines. Write it in fewer."),
    )
    assert isinstance(parse_notes({"month": "x" * 20_000}, SECTIONS), tuple)
