"""Surveys as files: down and up."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput
from survey.insight.surveys.one import existing, survey_page
from survey.insight.surveys.starting import new_page
from survey.insight.surveys.typed import Typed
from survey.instruments.model import Instrument
from survey.intake.instrument_file import read_instrument, write_instrument
from survey.operations import survey_questions, surveys
from survey.web import guard
from survey.web.guard import allow
from survey.web.surveys.forms import edit, seen

journey = Blueprint("files", __name__)
Page = tuple[str, int] | AnyResponse


@journey.get("/<code>/file")
@allow(ANALYST)
def download(code: str) -> Response:
    """The survey's draft as a file."""
    return Response(
        write_instrument(existing(code).draft),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="survey-{code}.json"'},
    )


@journey.post("/new/file")
@allow(ANALYST)
def upload_new() -> Page:
    """Make a draft of a file, or say everything that is wrong with it."""
    try:
        draft = _uploaded()
        viewer = guard.viewer()
        code = surveys.create_survey(
            draft.name, draft, now=guard.now(), user_id=viewer.user_id, is_copy=True
        )
    except (InvalidInput, Conflict) as refused:
        page = new_page(Typed(errors=_errors(refused)))
        return render_template("surveys/new.html", page=page, is_error=True), 422
    return redirect(url_for("surveys.questions.show", code=code), 303)


@journey.post("/<code>/file")
@allow(ANALYST)
def upload(code: str) -> Page:
    """Put a file in the place of a survey's draft, or say everything that is wrong with it."""
    try:
        survey_questions.replace_all(edit(code), _uploaded())
    except InvalidInput as refused:
        return _shown(code, Typed(errors=_errors(refused)), 422)
    except Conflict as refused:
        return _shown(code, Typed(conflict=refused.message), 409)
    return redirect(url_for("surveys.questions.show", code=code), 303)


def _uploaded() -> Instrument:
    """The survey in the file that was sent.

    Raises:
        InvalidInput: none was sent, or it holds no survey.
    """
    file = request.files.get("file")
    data = file.read() if file else b""
    if not data:
        raise InvalidInput(["Choose a file with a survey."])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(["The file is not text in UTF-8. Save it as UTF-8."]) from error
    return read_instrument(text)


def _errors(refused: InvalidInput | Conflict) -> list[tuple[str, str]]:
    problems = refused.problems if isinstance(refused, InvalidInput) else (refused.message,)
    return [("file", problem) for problem in problems]


def _shown(code: str, typed: Typed, status: int) -> Page:
    page = survey_page(
        code,
        gaps=surveys.find_gaps,
        zone=current_app.config["SURVEY"].timezone,
        seen=seen() if status == 409 else 0,
        typed=typed,
    )
    return render_template("surveys/show.html", page=page, is_error=True), status
