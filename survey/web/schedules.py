"""Planning waves: schedules, what their next wave would be, and how the open one was opened."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, Refusal
from survey.insight.schedule_form import TypedSchedule, form_page, schedule_of
from survey.insight.schedules import PreviewPage, opening_page, preview_page, schedules_page
from survey.intake.wave_schedule import InvalidSchedule, SchedulePlan, parse_schedule
from survey.operations import pulse
from survey.operations.pulse import schedules
from survey.privacy.blocks import PlannedBlock
from survey.store import reads_of_units
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("schedules", __name__, url_prefix="/pulse")
Answer = str | tuple[str, int] | Response


@journey.get("/schedules")
@allow(ANALYST)
def list_schedules() -> str:
    """Every schedule with its next opening day, state and problem."""
    return render_template("schedules/list.html", page=schedules_page(days.today()))


@journey.get("/schedules/new")
@allow(ANALYST)
def new() -> Answer:
    """The form for a new schedule."""
    return _form(None)


@journey.post("/schedules/new")
@allow(ANALYST)
def create() -> Answer:
    """Plan waves, or show the form again with what is wrong."""
    typed = dict(request.form.lists())
    try:
        plan = _parsed(typed, None)
        made = schedules.create_schedule(plan, today=days.today(), now=guard.now())
    except InvalidSchedule as refused:
        return _form(None, TypedSchedule(typed, refused.errors), 422)
    return _to(made)


@journey.get("/schedules/<int:schedule_id>")
@allow(ANALYST)
def show(schedule_id: int) -> Answer:
    """One schedule: its next wave as it would be today, and the days to come."""
    return _preview(schedule_id)


@journey.get("/schedules/<int:schedule_id>/change")
@allow(ANALYST)
def edit(schedule_id: int) -> Answer:
    """The form of a schedule that is there."""
    return _form(schedule_id)


@journey.post("/schedules/<int:schedule_id>/change")
@allow(ANALYST)
def change(schedule_id: int) -> Answer:
    """Change a schedule from its next wave on, or show the form again with what is wrong."""
    typed = dict(request.form.lists())
    try:
        plan = _parsed(typed, schedule_id)
        schedules.change_schedule(schedule_id, plan, seen=_seen(), today=days.today())
    except InvalidSchedule as refused:
        return _form(schedule_id, TypedSchedule(typed, refused.errors), 422)
    except Conflict as refused:
        return _form(schedule_id, TypedSchedule(typed, conflict=refused.message), 409)
    return _to(schedule_id)


@journey.get("/schedules/<int:schedule_id>/open")
@allow(ANALYST)
def ask_to_open(schedule_id: int) -> Answer:
    """Ask once more before a wave opens that cannot be taken back."""
    page = _page(schedule_id)
    # The page of the schedule says why it cannot be opened.
    return render_template("schedules/open.html", page=page) if page.may_open else _to(schedule_id)


@journey.post("/schedules/<int:schedule_id>/open")
@allow(ANALYST)
def open_now(schedule_id: int) -> Answer:
    """Let a worker open the next wave as soon as it comes round."""
    return _done(schedule_id, lambda: schedules.open_now(schedule_id, today=days.today()))


@journey.post("/schedules/<int:schedule_id>/pause")
@allow(ANALYST)
def pause(schedule_id: int) -> Answer:
    """Open no wave until the schedule is taken up again."""
    return _done(schedule_id, lambda: schedules.pause_schedule(schedule_id))


@journey.post("/schedules/<int:schedule_id>/resume")
@allow(ANALYST)
def resume(schedule_id: int) -> Answer:
    """Open waves again, from the next opening day on."""
    return _done(schedule_id, lambda: schedules.resume_schedule(schedule_id, today=days.today()))


@journey.get("/schedules/<int:schedule_id>/end")
@allow(ANALYST)
def ask_to_end(schedule_id: int) -> str:
    """Ask once more before a schedule ends for good."""
    return render_template("schedules/end.html", schedule=schedule_of(schedule_id))


@journey.post("/schedules/<int:schedule_id>/end")
@allow(ANALYST)
def end(schedule_id: int) -> Answer:
    """End the schedule; its open wave goes on to its last day."""
    return _done(schedule_id, lambda: schedules.end_schedule(schedule_id))


@journey.get("/waves/<int:number>/opening")
@allow(ANALYST)
def opening(number: int) -> str:
    """How the open wave was opened: blocks, modes, reasons, days; nothing about answers."""
    return render_template("schedules/opening.html", page=opening_page(number))


def _seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _parsed(typed: dict[str, list[str]], schedule_id: int | None) -> SchedulePlan:
    today = days.today()
    planned = None if schedule_id is None else schedule_of(schedule_id).next_on
    # A day that is kept may be over while its wave is held up.
    earliest = min(today, planned or today)
    return parse_schedule(typed, units=reads_of_units.unit_ids(), earliest=earliest)


def _form(
    schedule_id: int | None, typed: TypedSchedule | None = None, status: int = 200
) -> tuple[str, int]:
    page = form_page(schedule_id, today=days.today(), typed=typed)
    return render_template("schedules/form.html", page=page, is_error=status == 422), status


def _preview(schedule_id: int, conflict: str = "", status: int = 200) -> tuple[str, int]:
    return render_template("schedules/show.html", page=_page(schedule_id, conflict)), status


def _page(schedule_id: int, conflict: str = "") -> PreviewPage:
    plan, refusal = schedule_of(schedule_id).plan, ""
    blocks: tuple[PlannedBlock, ...] = ()
    try:
        blocks = pulse.plan_blocks(
            days.today(),
            block_minimum=plan.block_minimum,
            mode=plan.mode,
            card_unit_ids=plan.card_unit_ids,
        )
    except Refusal as refused:
        refusal = refused.message
    return preview_page(schedule_id, blocks, refusal=refusal, conflict=conflict, today=days.today())


def _done(schedule_id: int, change_it: Callable[[], None]) -> Answer:
    try:
        change_it()
    except Conflict as refused:
        return _preview(schedule_id, refused.message, 409)
    return _to(schedule_id)


def _to(schedule_id: int) -> Response:
    return redirect(url_for("schedules.show", schedule_id=schedule_id), 303)
