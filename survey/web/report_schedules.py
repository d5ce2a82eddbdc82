"""Reports by the calendar are set up, changed, and switched off."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE
from survey.config import Settings
from survey.errors import Conflict
from survey.insight.forum.board import Typed
from survey.insight.reports import ordering, schedules
from survey.intake.answers import Objection
from survey.intake.report_schedule import NewReportSchedule, parse_report_schedule
from survey.operations.reports import schedules as operations
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("report_schedules", __name__, url_prefix="/reports/schedules")
Answer = tuple[str, int] | Response


@journey.get("")
@allow(ANALYST, EXECUTIVE)
def show() -> str:
    """Every schedule: what it makes, how often, for whom."""
    page = schedules.schedules_page(may_attach=_may_attach())
    return render_template("reports/schedules.html", page=page)


@journey.get("/new")
@allow(ANALYST, EXECUTIVE)
def new() -> Answer:
    """The form of a new schedule."""
    return _form(None)


@journey.post("/new")
@allow(ANALYST, EXECUTIVE)
def add() -> Answer:
    """Keep a new schedule, or show the form again with what is wrong."""
    found = _parsed()
    if isinstance(found, tuple):
        return _form(None, Typed(request.form.to_dict(), found), status=422)
    try:
        operations.add_schedule(found)
    except Conflict as refused:
        return _form(None, Typed(request.form.to_dict()), conflict=refused.message, status=409)
    return redirect(url_for("report_schedules.show"), 303)


@journey.get("/<int:schedule_id>")
@allow(ANALYST, EXECUTIVE)
def edit(schedule_id: int) -> Answer:
    """The form of a schedule that is there."""
    return _form(schedule_id)


@journey.post("/<int:schedule_id>")
@allow(ANALYST, EXECUTIVE)
def change(schedule_id: int) -> Answer:
    """Change a schedule, or show the form again with what is wrong."""
    found = _parsed()
    typed = request.form.to_dict()
    if isinstance(found, tuple):
        return _form(schedule_id, Typed(typed, found), status=422)
    try:
        operations.change_schedule(schedule_id, found)
    except Conflict as refused:
        return _form(schedule_id, Typed(typed), conflict=refused.message, status=409)
    return redirect(url_for("report_schedules.show"), 303)


@journey.post("/<int:schedule_id>/switch")
@allow(ANALYST, EXECUTIVE)
def switch(schedule_id: int) -> Response:
    """Switch a schedule on or off."""
    operations.switch_schedule(schedule_id, is_on=request.form.get("on") == "yes")
    return redirect(url_for("report_schedules.show"), 303)


def _parsed() -> NewReportSchedule | tuple[Objection, ...]:
    viewer = guard.viewer()
    return parse_report_schedule(
        request.form.to_dict(),
        request.form.getlist("recipients"),
        ordering.offered_to(viewer, today=days.today()),
        readers=[one.id for one in schedules.possible_readers()],
    )


def _form(
    schedule_id: int | None,
    typed: Typed | None = None,
    *,
    conflict: str = "",
    status: int = 200,
) -> tuple[str, int]:
    page = schedules.schedule_form(
        guard.viewer(),
        schedule_id,
        typed=typed,
        chosen=request.form.getlist("recipients"),
        conflict=conflict,
        may_attach=_may_attach(),
        today=days.today(),
    )
    return render_template("reports/schedule.html", page=page, is_error=status == 422), status


def _may_attach() -> bool:
    settings: Settings = current_app.config["SURVEY"]
    return settings.report_attachments
