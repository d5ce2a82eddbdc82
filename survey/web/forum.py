"""The forum: its ledger of decisions."""

from __future__ import annotations

from flask import (
    Blueprint,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.errors import Conflict, NotFound
from survey.insight.forum import board
from survey.insight.forum.board import Typed
from survey.intake.answers import Objection
from survey.intake.decision import parse_decision, parse_progress, seen_progress
from survey.operations import forum
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("forum", __name__, url_prefix="/forum")
ASKED = ("wave", "driver", "ask", "owner")


@journey.get("")
@allow(ANALYST, EXECUTIVE, LEADER)
def show() -> str:
    """Every forum with its decisions; for the forum's own people also forms."""
    # An open ask leads here with the form filled in.
    asked = {name: request.args[name] for name in ASKED if name in request.args}
    page = board.board(guard.viewer(), Typed(asked), today=days.today())
    return render_template("forum/show.html", page=page)


@journey.post("")
@allow(ANALYST, EXECUTIVE)
def record() -> tuple[str, int] | AnyResponse:
    """Write down a decision, or show the form again with what is wrong."""
    typed = request.form.to_dict()
    new = parse_decision(typed, today=days.today())
    if isinstance(new, tuple):
        return _board(typed, new)
    number = typed.get("wave", "")
    try:
        forum.record_decision(int(number) if number.isdecimal() else 0, new, today=days.today())
    except NotFound:
        return _board(typed, (Objection("wave", "Choose the wave this forum was about."),))
    except Conflict as refused:
        return _board(typed, (Objection("ask", refused.message),))
    return redirect(url_for("forum.show"), 303)


@journey.get("/decisions/<int:decision_id>")
@allow(ANALYST, EXECUTIVE)
def edit(decision_id: int) -> str:
    """One decision with the form to follow it up."""
    page = board.decision_page(decision_id, today=days.today())
    return render_template("forum/decision.html", page=page, zone=days.timezone())


@journey.post("/decisions/<int:decision_id>")
@allow(ANALYST, EXECUTIVE)
def follow_up(decision_id: int) -> tuple[str, int] | AnyResponse:
    """Note where a decision stands, unless somebody else has done so meanwhile."""
    typed = request.form.to_dict()
    progress = parse_progress(typed)
    if isinstance(progress, tuple):
        return _decision(decision_id, Typed(typed, progress), status=422)
    try:
        forum.follow_up(
            decision_id,
            progress,
            seen=seen_progress(typed),
            now=guard.now(),
            user_id=guard.viewer().user_id,
        )
    except Conflict as refused:
        return _decision(decision_id, Typed(typed), conflict=refused.message, status=409)
    return redirect(url_for("forum.show"), 303)


@journey.post("/decisions/<int:decision_id>/wording")
@allow(ANALYST, EXECUTIVE)
def correct(decision_id: int) -> tuple[str, int] | AnyResponse:
    """Correct the wording of a decision until the next wave closes."""
    typed = request.form.to_dict()
    decided_on = board.decision_page(decision_id, today=days.today()).decision.decided_on
    new = parse_decision(typed, today=decided_on)
    if isinstance(new, tuple):
        return _correction(decision_id, Typed(typed, new), status=422)
    try:
        forum.correct(decision_id, new, seen=typed.get("seen_wording", ""))
    except Conflict as refused:
        return _correction(decision_id, Typed(typed), conflict=refused.message, status=409)
    return redirect(url_for("forum.show"), 303)


def _board(typed: dict[str, str], objections: tuple[Objection, ...]) -> tuple[str, int]:
    page = board.board(guard.viewer(), Typed(typed, objections), today=days.today())
    return render_template("forum/show.html", page=page, is_error=True), 422


def _decision(
    decision_id: int, typed: Typed, *, conflict: str = "", status: int
) -> tuple[str, int]:
    page = board.decision_page(decision_id, typed, conflict=conflict, today=days.today())
    return _shown(page), status


def _correction(
    decision_id: int, typed: Typed, *, conflict: str = "", status: int
) -> tuple[str, int]:
    page = board.decision_page(decision_id, wording=typed, conflict=conflict, today=days.today())
    return _shown(page), status


def _shown(page: board.DecisionPage) -> str:
    return render_template("forum/decision.html", page=page, zone=days.timezone(), is_error=True)
