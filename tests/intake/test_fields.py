"""Checks of single values."""

import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.intake import fields, problems
from survey.intake.problems import Unfit


def test_the_examples_in_the_docstrings_hold():
    for module in (fields, problems):
        assert doctest.testmod(module).failed == 0


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_clean_name_or_refused(text):
    try:
        name = fields.check_name(text)
    except Unfit:
        return
    assert len(name) <= fields.LONGEST_NAME
    name.encode()  # a lone surrogate would fail here, and in every database
    assert "\0" not in name


@settings(deadline=None)
@given(st.text(max_size=300) | st.text("\r\n\0\x85\u2028 a\ud800", max_size=9))
def test_any_comment_comes_out_printable_line_by_line(text):
    comment = fields.check_comment(text)
    comment.encode()
    assert not set(comment) & {"\0", "\r", "\x85", "\u2028"}
