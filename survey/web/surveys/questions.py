"""The questions of a survey: one small form for every step."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput, NotFound
from survey.insight.surveys.question import missing_page, question_page, shape_in
from survey.insight.surveys.questions import addition_page, questions_page, removal_page
from survey.insight.surveys.typed import Typed
from survey.intake.question import SHAPES, WrongFields, parse_question
from survey.operations import survey_questions
from survey.web.guard import allow
from survey.web.surveys.forms import edit, seen

journey = Blueprint("questions", __name__)
CODE_BYTES = 5
Page = tuple[str, int] | Response


@journey.get("/<code>/questions")
@allow(ANALYST)
def show(code: str) -> Page:
    """Every question of a survey, in order."""
    return _questions(code)


@journey.get("/<code>/add-question")
@allow(ANALYST)
def choose(code: str) -> Page:
    """What can be added."""
    page = addition_page(code)
    return render_template("surveys/add.html", page=page), 200


@journey.post("/<code>/add-question")
@allow(ANALYST)
def add(code: str) -> Page:
    """Add a standard question at once; on to the form of one of one's own."""
    what = request.form.get("what", "")
    if what in SHAPES:
        return redirect(url_for("surveys.questions.write", code=code, shape=what), 303)
    try:
        survey_questions.add_standard(edit(code), what)
    except InvalidInput as refused:
        return _addition(code, Typed(errors=[("what", one) for one in refused.problems]), 422)
    except Conflict as refused:
        return _addition(code, Typed({"what": what}, conflict=refused.message), 409)
    return _back(code, what)


@journey.get("/<code>/add-question/<shape>")
@allow(ANALYST)
def write(code: str, shape: str) -> Page:
    """The empty form of a question of one's own, with the code it will have."""
    item_code = f"q_{secrets.token_hex(CODE_BYTES)}"
    page = question_page(code, item_code, shape)
    return render_template("surveys/question.html", page=page), 200


@journey.get("/<code>/questions/<item>")
@allow(ANALYST)
def show_one(code: str, item: str) -> Page:
    """The form of one question."""
    try:
        page = question_page(code, item)
    except NotFound:
        missing = missing_page(code, item)
        return render_template("surveys/missing_question.html", page=missing), 404
    return render_template("surveys/question.html", page=page), 200


@journey.post("/<code>/questions/<item>")
@allow(ANALYST)
def keep(code: str, item: str) -> Page:
    """Keep a question as it was written, or show the form again with what is wrong."""
    sent = request.form.to_dict(flat=False)
    shape = shape_in(code, item, request.form.get("shape", ""))
    try:
        parsed = parse_question(sent, code=item, shape=shape)
        survey_questions.keep_question(edit(code), parsed)
    except WrongFields as refused:
        return _question(code, item, Typed(errors=refused.errors), 422)
    except InvalidInput as refused:
        return _question(code, item, Typed(errors=[("text", p) for p in refused.problems]), 422)
    except Conflict as refused:
        return _question(code, item, Typed(conflict=refused.message), 409)
    if request.form.get("up"):
        return redirect(url_for("surveys.questions.show_one", code=code, item=item), 303)
    return _back(code, item)


@journey.post("/<code>/questions/<item>/move")
@allow(ANALYST)
def move(code: str, item: str) -> Page:
    """Put a question at a place of the order, counted from 1."""
    to = request.form.get("to", "")
    try:
        survey_questions.move_question(
            edit(code), item, int(to) if to.isdecimal() and len(to) < 4 else 1
        )
    except InvalidInput as refused:
        return _questions(code, Typed(errors=[(item, p) for p in refused.problems]), 422)
    except Conflict as refused:
        return _questions(code, Typed(conflict=refused.message), 409)
    return _back(code, item)


@journey.get("/<code>/questions/<item>/remove")
@allow(ANALYST)
def ask_to_remove(code: str, item: str) -> Page:
    """Ask once more before a question is removed, and say what becomes of its answers."""
    page = removal_page(code, item)
    return render_template("surveys/remove.html", page=page), 200


@journey.post("/<code>/questions/<item>/remove")
@allow(ANALYST)
def remove(code: str, item: str) -> Page:
    """Remove a question; answers to it are kept."""
    try:
        survey_questions.remove_question(edit(code), item)
    except InvalidInput as refused:
        return _removal(code, item, Typed(errors=[("remove", p) for p in refused.problems]), 422)
    except Conflict as refused:
        return _removal(code, item, Typed(conflict=refused.message), 409)
    return _back(code)


@journey.post("/<code>/lead")
@allow(ANALYST)
def lead(code: str) -> Page:
    """Choose the question that a survey leads with."""
    try:
        survey_questions.lead_with(edit(code), request.form.get("lead", ""))
    except InvalidInput as refused:
        return _questions(code, Typed(errors=[("lead", p) for p in refused.problems]), 422)
    except Conflict as refused:
        return _questions(code, Typed(request.form, conflict=refused.message), 409)
    return _back(code)


def _back(code: str, item: str = "") -> Response:
    return redirect(url_for("surveys.questions.show", code=code, _anchor=item or None), 303)


def _questions(code: str, typed: Typed | None = None, status: int = 200) -> Page:
    page = questions_page(code, seen=_seen(status), typed=typed)
    html = render_template("surveys/questions.html", page=page, is_error=status >= 400)
    return html, status


def _addition(code: str, typed: Typed, status: int) -> Page:
    page = addition_page(code, seen=_seen(status), typed=typed)
    return render_template("surveys/add.html", page=page, is_error=True), status


def _question(code: str, item: str, typed: Typed, status: int) -> Page:
    sent = request.form.to_dict(flat=False)
    shape = request.form.get("shape", "")
    page = question_page(code, item, shape, sent=sent, seen=_seen(status), typed=typed)
    return render_template("surveys/question.html", page=page, is_error=True), status


def _removal(code: str, item: str, typed: Typed, status: int) -> Page:
    try:
        page = removal_page(code, item, seen=_seen(status), typed=typed)
    except NotFound:
        return _back(code)
    return render_template("surveys/remove.html", page=page, is_error=True), status


def _seen(status: int) -> int:
    """The draft to tell what has changed since, where that is why nothing was kept."""
    return seen() if status == 409 else 0
