"""The texts of a survey and its languages."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput, NotFound
from survey.insight.surveys.typed import Typed
from survey.insight.surveys.words import (
    languages_page,
    texts_page,
    translation_page,
    typed_texts,
)
from survey.operations import survey_questions
from survey.web.guard import allow
from survey.web.surveys.forms import edit, seen

journey = Blueprint("words", __name__)
Page = tuple[str, int] | Response
OURS = ("csrf_token", "seen")


@journey.get("/<code>/texts")
@allow(ANALYST)
def texts(code: str) -> Page:
    """The texts beside a survey's questions."""
    return _texts(code)


@journey.post("/<code>/texts")
@allow(ANALYST)
def keep_texts(code: str) -> Page:
    """Keep the texts as they were written, or show the form again with what is wrong."""
    typed = Typed(_sent())
    try:
        survey_questions.set_texts(edit(code), typed_texts(typed))
    except InvalidInput as refused:
        return _texts(code, Typed(_sent(), _placed(refused, "texts.")), 422)
    except Conflict as refused:
        return _texts(code, Typed(_sent(), conflict=refused.message), 409)
    return redirect(url_for("surveys.words.texts", code=code, _anchor="kept"), 303)


@journey.get("/<code>/languages")
@allow(ANALYST)
def languages(code: str) -> Page:
    """The languages of a survey, with what is missing in each."""
    return _languages(code)


@journey.post("/<code>/languages")
@allow(ANALYST)
def add_language(code: str) -> Page:
    """Add a language; standard questions are translated at once."""
    language = request.form.get("language", "")
    try:
        survey_questions.add_language(edit(code), language)
    except InvalidInput as refused:
        return _languages(code, Typed(errors=[("language", p) for p in refused.problems]), 422)
    except Conflict as refused:
        return _languages(code, Typed(_sent(), conflict=refused.message), 409)
    return redirect(url_for("surveys.words.translation", code=code, language=language), 303)


@journey.get("/<code>/languages/<language>")
@allow(ANALYST)
def translation(code: str, language: str) -> Page:
    """One translation: the survey's own words beside those in the language."""
    return _translation(code, language)


@journey.post("/<code>/languages/<language>")
@allow(ANALYST)
def translate(code: str, language: str) -> Page:
    """Keep a translation as it was written, or show it again with what is wrong."""
    try:
        survey_questions.translate(edit(code), language, _sent())
    except InvalidInput as refused:
        return _translation(code, language, Typed(_sent(), _placed(refused, "")), 422)
    except Conflict as refused:
        return _translation(code, language, Typed(_sent(), conflict=refused.message), 409)
    return redirect(url_for("surveys.words.languages", code=code), 303)


@journey.get("/<code>/languages/<language>/remove")
@allow(ANALYST)
def ask_to_remove(code: str, language: str) -> Page:
    """Ask once more before a translation is thrown away."""
    page = translation_page(code, language)
    return render_template("surveys/remove_language.html", page=page), 200


@journey.post("/<code>/languages/<language>/remove")
@allow(ANALYST)
def remove_language(code: str, language: str) -> Page:
    """Throw a translation away."""
    try:
        survey_questions.remove_language(edit(code), language)
    except InvalidInput as refused:
        return _languages(code, Typed(errors=[("language", p) for p in refused.problems]), 422)
    except Conflict as refused:
        return _languages(code, Typed(conflict=refused.message), 409)
    return redirect(url_for("surveys.words.languages", code=code), 303)


def _sent() -> dict[str, str]:
    """What was written into the fields, without what the form itself carries."""
    return {
        name: text.replace("\r\n", "\n") for name, text in request.form.items() if name not in OURS
    }


def _placed(refused: InvalidInput, stem: str) -> list[tuple[str, str]]:
    """Each problem with the field it is about: the one whose key stands in it, else the first."""
    names = list(_sent()) or [""]

    def field(problem: str) -> str:
        found = (name for name in names if f"{stem}{name} " in f"{problem} ")
        return next(found, names[0])

    return [(field(problem), problem) for problem in refused.problems]


def _texts(code: str, typed: Typed | None = None, status: int = 200) -> Page:
    page = texts_page(code, seen=_seen(status), typed=typed)
    return render_template("surveys/texts.html", page=page, is_error=status >= 400), status


def _languages(code: str, typed: Typed | None = None, status: int = 200) -> Page:
    page = languages_page(code, seen=_seen(status), typed=typed)
    return render_template("surveys/languages.html", page=page, is_error=status >= 400), status


def _translation(code: str, language: str, typed: Typed | None = None, status: int = 200) -> Page:
    try:
        page = translation_page(code, language, seen=_seen(status), typed=typed)
    except NotFound:
        # Somebody else has taken the language away: what was written comes back with it.
        if status == 200:
            raise
        return _languages(code, Typed({"language": language}, conflict=_gone(typed)), status)
    return render_template("surveys/translation.html", page=page, is_error=status >= 400), status


def _gone(typed: Typed | None) -> str:
    written = "; ".join(text for text in (typed.values.values() if typed else ()) if text)
    return f"Someone else has taken this language away meanwhile. You had written: {written}"


def _seen(status: int) -> int:
    """The draft to tell what has changed since, where that is why nothing was kept."""
    return seen() if status == 409 else 0
