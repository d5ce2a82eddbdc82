"""Surveys that come as files, and the test mail that goes to whoever makes one."""

from __future__ import annotations

from datetime import datetime

from survey.access import Viewer
from survey.errors import Conflict, NotYet
from survey.instruments.model import Instrument
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.operations.survey_questions import Edit, as_own, replace_all
from survey.operations.surveys import BRING_BACK_FIRST, create_survey, held
from survey.store import reads_of_surveys

# The kind of job that mails an invitation to whoever makes the survey.
TEST = "test_invitation"


def import_survey(
    instrument: Instrument, *, now: datetime, code: str | None = None, replace: bool = False
) -> str:
    """The code of the survey whose draft is this instrument now. Repeatable where a code is given.

    A survey that has the code already gets another draft with `replace` only. Questions that are
    not its own get codes of its own, so that they are counted with no other survey's.

    Raises:
        InvalidInput: the code cannot be one.
        Conflict: another survey has the code and reads otherwise, or is retired.
    """
    with kept():
        found = reads_of_surveys.find_survey(code) if code else None
        if found is None:
            return create_survey(instrument.name, instrument, code=code, now=now, is_copy=True)
        survey = held(found.code)
        if survey.state == "retired":
            raise Conflict(f"The code {survey.code} is that of “{survey.name}”. {BRING_BACK_FIRST}")
        if survey.draft.digest == as_own(survey.code, survey.draft, instrument).digest:
            return survey.code
        if not replace:
            raise Conflict(
                f"The survey “{survey.name}” has the code {survey.code} and reads otherwise. Name"
                " another code, or say that its draft shall be replaced."
            )
        replace_all(Edit(survey.code, survey.draft_version, now), instrument)
        return survey.code


def mail_test(code: str, language: str, viewer: Viewer, *, now: datetime) -> None:
    """The survey's invitation in this language waits as a test for the viewer. It invites nobody.

    While one waits, no second is queued.

    Raises:
        NotFound: there is no such survey.
        NotYet: it has no question to lead with.
    """
    with kept():
        survey = held(code)
        if not survey.draft.headline:
            raise NotYet("A survey can be sent once it has a question to lead with.")
        picked = survey.draft.pick_language([language])
        jobs.enqueue(
            TEST,
            {"survey": survey.code, "language": picked, "to": viewer.email},
            due_at=now,
            subject=f"{TEST}:{viewer.user_id}:{survey.id}:{picked}",
        )
