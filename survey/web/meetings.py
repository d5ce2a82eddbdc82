"""Meetings of the forum: planned, changed, cancelled, and held with their minutes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.errors import Conflict
from survey.insight.forum.board import Typed, board
from survey.insight.forum.meeting import Forms, meeting_page
from survey.insight.forum.proposals import proposals
from survey.intake.meeting import parse_item, parse_minutes, parse_planned, parse_repeat
from survey.operations import agenda, meetings
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("meetings", __name__, url_prefix="/forum/meetings")


@journey.post("")
@allow(ANALYST, EXECUTIVE)
def plan() -> Response | tuple[str, int]:
    """Plan one meeting or the 12 of a row, or show the form again with what is wrong."""
    typed = request.form.to_dict()
    new = parse_planned(typed)
    if isinstance(new, tuple):
        page = board(guard.viewer(), planning=Typed(typed, new), today=days.today())
        return render_template("forum/show.html", page=page, is_error=True), 422
    return _to(meetings.plan_meetings(new, parse_repeat(typed)))


@journey.get("/<int:meeting_id>")
@allow(ANALYST, EXECUTIVE, LEADER)
def show(meeting_id: int) -> str:
    """One meeting: its agenda, what settled each item, and its minutes."""
    page = meeting_page(meeting_id, guard.viewer(), today=days.today())
    return render_template("forum/meeting.html", page=page, is_kept="kept" in request.args)


@journey.post("/<int:meeting_id>")
@allow(ANALYST, EXECUTIVE)
def change(meeting_id: int) -> Response | tuple[str, int]:
    """Put the meeting on another day or give it another title."""
    typed = request.form.to_dict()
    new = parse_planned(typed)
    if isinstance(new, tuple):
        return _again(meeting_id, Forms(change=Typed(typed, new)), 422)
    try:
        meetings.change_meeting(meeting_id, new, seen=_seen(typed))
    except Conflict as refused:
        return _again(meeting_id, Forms(change=Typed(typed), conflict=refused.message), 409)
    return _to(meeting_id)


@journey.post("/<int:meeting_id>/cancel")
@allow(ANALYST, EXECUTIVE)
def cancel(meeting_id: int) -> Response | tuple[str, int]:
    """Cancel the meeting; what it had to talk about goes to the next."""
    try:
        meetings.cancel_meeting(meeting_id, seen=_seen(request.form.to_dict()))
    except Conflict as refused:
        return _again(meeting_id, Forms(conflict=refused.message), 409)
    return redirect(url_for("forum.show"), 303)


@journey.post("/<int:meeting_id>/agenda")
@allow(ANALYST, EXECUTIVE)
def build(meeting_id: int) -> Response | tuple[str, int]:
    """Put what is new on the agenda: overdue promises, open asks, unexplained signals."""
    try:
        agenda.extend_agenda(meeting_id, proposals(meeting_id, today=days.today()))
    except Conflict as refused:
        return _again(meeting_id, Forms(conflict=refused.message), 409)
    return _to(meeting_id)


@journey.post("/<int:meeting_id>/items")
@allow(ANALYST, EXECUTIVE)
def add(meeting_id: int) -> Response | tuple[str, int]:
    """Put an item of one's own on the agenda."""
    typed = request.form.to_dict()
    new = parse_item(typed)
    if isinstance(new, tuple):
        return _again(meeting_id, Forms(own=Typed(typed, new)), 422)
    try:
        agenda.extend_agenda(meeting_id, [new])
    except Conflict as refused:
        return _again(meeting_id, Forms(own=Typed(typed), conflict=refused.message), 409)
    return _to(meeting_id)


@journey.post("/<int:meeting_id>/minutes")
@allow(ANALYST, EXECUTIVE)
def write(meeting_id: int) -> Response | tuple[str, int]:
    """Keep who was there and what was said; with the other button, the meeting is over."""
    typed = request.form.to_dict()
    is_over = typed.get("over") == "yes"
    is_held = meetings.meeting_with(meeting_id).is_held
    new = parse_minutes(typed, is_over=is_over or is_held)
    if isinstance(new, tuple):
        return _again(meeting_id, Forms(minutes=Typed(typed, new)), 422)
    try:
        meetings.keep_minutes(
            meeting_id, new, is_over=is_over, seen=_seen(typed), today=days.today()
        )
    except Conflict as refused:
        return _again(meeting_id, Forms(minutes=Typed(typed), conflict=refused.message), 409)
    # A phone would show the top of the agenda, far from the words that were kept.
    where = url_for("meetings.show", meeting_id=meeting_id, kept="yes", _anchor="minutes-title")
    return redirect(where, 303)


def _to(meeting_id: int) -> Response:
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _seen(typed: dict[str, str]) -> int:
    """The version of the meeting for which the form was made."""
    seen = typed.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


def _again(meeting_id: int, forms: Forms, status: int) -> tuple[str, int]:
    page = meeting_page(meeting_id, guard.viewer(), forms, today=days.today())
    return render_template("forum/meeting.html", page=page, is_kept=False, is_error=True), status
