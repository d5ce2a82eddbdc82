"""The look of reports: an accent that can be read on white, and a logo."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey.insight.look import current_look
from survey.operations.look import InvalidLook, find_darker, set_look
from survey.render.document import Look
from survey.render.palette import contrast
from survey.store import reads_of_look
from survey.store.reads_of_look import LookRow
from tests.conftest import NOW
from tests.intake.test_logo import pixels, svg


def test_without_a_look_reports_have_the_products_own(both_stores: str) -> None:
    assert current_look() == Look()


def test_a_look_is_kept_and_changed(both_stores: str) -> None:
    set_look(" #7A1F3D ", pixels(40, 40), now=NOW)
    look = current_look()
    assert look.accent == "#7a1f3d"
    assert look.logo.startswith("data:image/png;base64,")
    set_look("#7a1f3d", None, now=NOW + timedelta(days=1))
    assert current_look() == look
    set_look("", svg(""), now=NOW)
    assert current_look().accent == Look().accent
    assert current_look().logo.startswith("data:image/svg+xml;base64,")
    set_look("", None, removes_logo=True, now=NOW)
    assert current_look() == Look()


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(both_stores: str) -> None:
    with pytest.raises(InvalidLook) as refused:
        set_look("green", b"no picture", now=NOW)
    assert [one.item for one in refused.value.objections] == ["accent", "logo"]
    assert reads_of_look.look() == LookRow()
    with pytest.raises(InvalidLook):
        set_look("#7a1f3d", b"", now=NOW)
    assert reads_of_look.look() == LookRow()


@pytest.mark.parametrize("text", ["#fff", "00696f", "#00696g", "#00696f;}", "red", "#00696f0"])
def test_a_colour_is_six_digits(store: str, text: str) -> None:
    with pytest.raises(InvalidLook, match="six digits"):
        set_look(text, None, now=NOW)


def test_a_pale_accent_is_refused_with_the_nearest_that_will_do(store: str) -> None:
    with pytest.raises(InvalidLook) as refused:
        set_look("#00c8d2", None, now=NOW)
    (objection,) = refused.value.objections
    assert "2.0 to 1" in objection.message
    assert "will do is #00838a." in objection.message
    set_look("#00838a", None, now=NOW)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#00c8d2", "#ff8800", "#808080"])
def test_the_nearest_darker_colour_can_be_read_and_is_hardly_darker(colour: str) -> None:
    found = find_darker(colour)
    assert 4.5 <= contrast(found, "#ffffff") < 4.6
