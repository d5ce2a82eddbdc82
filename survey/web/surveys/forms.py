"""What every form of the builder sends: the number of the draft it was made from."""

from __future__ import annotations

from flask import request

from survey.operations.survey_questions import Edit
from survey.web import guard


def seen() -> int:
    """The number of the draft that the form was made from; 0 where it names none."""
    text = request.form.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def edit(code: str) -> Edit:
    """An edit of this survey by the viewer, from the draft that the form was made from."""
    return Edit(code, seen(), guard.now(), guard.viewer().user_id)
