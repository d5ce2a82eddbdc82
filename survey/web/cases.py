"""Cases of unhappy customers: the list, one case, and what people do with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.config import Settings
from survey.errors import Conflict, InvalidInput
from survey.insight.cases.listing import cases
from survey.insight.cases.one import case_page
from survey.insight.forum.board import Typed
from survey.intake.answers import Objection
from survey.intake.casework import parse_outcome, parse_words
from survey.operations.cases import working
from survey.operations.cases.working import Act
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("cases", __name__, url_prefix="/cases")
Answer = tuple[str, int] | Response


@journey.get("")
@allow(ANALYST, LEADER, EXECUTIVE)
def list_cases() -> str:
    """Cases in the viewer's scope, open ones first, by when they are due."""
    page = cases(
        guard.viewer(),
        request.args,
        now=guard.now(),
        zone=days.timezone(),
        link=partial(url_for, "cases.list_cases"),
        one=partial(url_for, "cases.show"),
    )
    return render_template("cases/list.html", page=page)


@journey.get("/<int:case_id>")
@allow(ANALYST, LEADER, EXECUTIVE)
def show(case_id: int) -> str:
    """One case with everything that happened in it; out of scope as if it did not exist."""
    return _page(case_id)[0]


@journey.post("/<int:case_id>/notes")
@allow(ANALYST, LEADER)
def add_note(case_id: int) -> Answer:
    """Write something down."""
    words = parse_words(request.form, "note", missing="Write the note.")
    return _done(
        case_id, (words,), lambda act: working.add_note(act, _said(words), now=guard.now())
    )


@journey.post("/<int:case_id>/owner")
@allow(ANALYST, LEADER)
def give(case_id: int) -> Answer:
    """Take the case over, or give it to somebody who may work on it."""
    typed = request.form.get("owner", "")
    owner_id = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    return _done(
        case_id,
        (),
        lambda act: working.give(act, owner_id, now=guard.now(), today=days.today()),
        field="owner",
    )


@journey.post("/<int:case_id>/reply")
@allow(ANALYST, LEADER)
def reply(case_id: int) -> Answer:
    """Answer the customer by mail."""
    words = parse_words(request.form, "reply", missing="Write what was done for the customer.")
    return _done(
        case_id,
        (words,),
        lambda act: working.reply(act, _said(words), now=guard.now()),
        field="reply",
    )


@journey.post("/<int:case_id>/close")
@allow(ANALYST, LEADER)
def close(case_id: int) -> Answer:
    """Close the case with what came of it."""
    words, outcome = parse_words(request.form, "closing"), parse_outcome(request.form)

    def act_on(act: Act) -> None:
        assert not isinstance(outcome, Objection)
        working.close(act, outcome, _said(words) or None, now=guard.now())

    return _done(case_id, (words, outcome), act_on)


@journey.post("/<int:case_id>/reopen")
@allow(ANALYST, LEADER)
def reopen(case_id: int) -> Answer:
    """Open a closed case again; it is due as if it began now."""
    words = parse_words(request.form, "reopening")
    calendar = _settings().calendar
    return _done(
        case_id,
        (words,),
        lambda act: working.reopen(act, _said(words) or None, calendar=calendar, now=guard.now()),
    )


def _done(
    case_id: int,
    read: tuple[str | Objection | None, ...],
    deed: Callable[[Act], None],
    *,
    field: str = "",
) -> Answer:
    """The deed and the way back, or the page again with what was typed and why it was refused."""
    viewer, typed = guard.viewer(), request.form.to_dict()
    objections = tuple(one for one in read if isinstance(one, Objection))
    if objections:
        return _page(case_id, Typed(typed, objections), status=422)
    seen = typed.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
    try:
        deed(Act(case_id, viewer.user_id, viewer.unit_ids, version))
    except InvalidInput as refused:
        return _page(case_id, Typed(typed, (Objection(field, refused.message),)), status=422)
    except Conflict as refused:
        return _page(case_id, Typed(typed), conflict=refused.message, status=409)
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _page(
    case_id: int, typed: Typed | None = None, *, conflict: str = "", status: int = 200
) -> tuple[str, int]:
    page = case_page(
        case_id,
        guard.viewer(),
        now=guard.now(),
        zone=days.timezone(),
        typed=typed,
        conflict=conflict,
    )
    return render_template("cases/show.html", page=page, is_error=status != 200), status


def _said(words: str | Objection | None) -> str:
    return words if isinstance(words, str) else ""


def _settings() -> Settings:
    settings: Settings = current_app.config["SURVEY"]
    return settings
