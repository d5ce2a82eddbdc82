"""The items of an agenda: put in order, dropped, put off, and settled during the meeting."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE
from survey.errors import Conflict, InvalidInput
from survey.insight.forum.board import Typed
from survey.insight.forum.item import ItemPage, as_meant, item_page
from survey.intake.answers import Objection
from survey.intake.decision import parse_progress, parse_taken, seen_progress
from survey.operations import agenda
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("agenda", __name__, url_prefix="/forum/agenda")


@journey.get("/<int:item_id>")
@allow(ANALYST, EXECUTIVE)
def show(item_id: int) -> str:
    """One item with the form in which its decision, or its progress, is written down."""
    return _shown(item_page(item_id, guard.viewer(), today=days.today()))


@journey.post("/<int:item_id>")
@allow(ANALYST, EXECUTIVE)
def settle(item_id: int) -> Response | tuple[str, int]:
    """Write down what was decided, or how an earlier decision stands."""
    typed = request.form.to_dict()
    page = item_page(item_id, guard.viewer(), today=days.today())
    record = _record if page.line.promise is None else _follow_up
    try:
        objections = record(page, typed)
    except Conflict as refused:
        return _again(item_id, Typed(typed), 409, conflict=refused.message)
    if objections:
        return _again(item_id, Typed(typed, objections), 422)
    return _back(page)


@journey.post("/<int:item_id>/place")
@allow(ANALYST, EXECUTIVE)
def place(item_id: int) -> Response:
    """Move the item up or down the agenda."""
    page = item_page(item_id, guard.viewer(), today=days.today())
    position = request.form.get("position", "")
    if not (position.isascii() and position.isdigit() and len(position) < 6):
        raise InvalidInput(["Use the arrows beside the item to move it."])
    agenda.place_item(item_id, int(position))
    return _back(page)


@journey.post("/<int:item_id>/state")
@allow(ANALYST, EXECUTIVE)
def move(item_id: int) -> Response:
    """Drop the item, put it off to the next meeting, or take it up again."""
    page = item_page(item_id, guard.viewer(), today=days.today())
    state = next((one for one in agenda.UNDECIDED if one == request.form.get("state")), None)
    if state is None:
        raise InvalidInput(["Use the buttons beside the item."])
    agenda.move_item(item_id, state)
    return _back(page)


def _record(page: ItemPage, typed: dict[str, str]) -> tuple[Objection, ...]:
    today = min(days.today(), page.meeting.held_on)
    taken = parse_taken(as_meant(page.line, typed), today=today)
    if isinstance(taken, tuple):
        return taken
    agenda.record_taken(page.line.item.id, taken, today=today)
    return ()


def _follow_up(page: ItemPage, typed: dict[str, str]) -> tuple[Objection, ...]:
    progress = parse_progress(typed)
    if isinstance(progress, tuple):
        return progress
    agenda.follow_up_item(
        page.line.item.id,
        progress,
        seen=seen_progress(typed),
        now=guard.now(),
        user_id=guard.viewer().user_id,
    )
    return ()


def _back(page: ItemPage) -> Response:
    item = page.line.item
    anchor = f"item-{item.id}"
    return redirect(url_for("meetings.show", meeting_id=item.meeting_id, _anchor=anchor), 303)


def _again(item_id: int, typed: Typed, status: int, *, conflict: str = "") -> tuple[str, int]:
    page = item_page(item_id, guard.viewer(), typed, conflict=conflict, today=days.today())
    return _shown(page, is_error=True), status


def _shown(page: ItemPage, *, is_error: bool = False) -> str:
    return render_template("forum/item.html", page=page, is_error=is_error)
