"""The forum: its report on each closed wave, and its ledger of decisions."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.config import Settings
from survey.errors import Conflict, NotFound
from survey.insight.forum import board
from survey.insight.forum.board import Typed
from survey.insight.report.report import forum_report
from survey.intake.answers import Objection
from survey.intake.decision import parse_decision, parse_progress, seen_progress
from survey.operations import forum, reports
from survey.store import demo_mark
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("forum", __name__, url_prefix="/forum")
ASKED = ("wave", "driver", "ask", "owner")


@journey.get("")
@allow(ANALYST, EXECUTIVE, LEADER)
def show() -> str:
    """Every forum with its decisions; for the forum's own people also forms and reports."""
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


@journey.get("/<int:number>")
@allow(ANALYST, EXECUTIVE)
def report(number: int) -> str:
    """How far the report on a wave is, and the report itself once it is made."""
    page = board.report_page(number, reports.subject_of(number))
    return render_template("forum/report.html", page=page, zone=_settings().timezone)


@journey.post("/<int:number>")
@allow(ANALYST, EXECUTIVE)
def make(number: int) -> AnyResponse:
    """Ask a worker for the report."""
    reports.request_report(number, now=guard.now())
    return redirect(url_for("forum.report", number=number), 303)


@journey.get("/<int:number>/report.pdf")
@allow(ANALYST, EXECUTIVE)
def download(number: int) -> Response:
    """The newest report made."""
    name = f"forum-report-wave-{number}.pdf"
    return Response(
        board.newest_pdf(number),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@journey.get("/<int:number>/preview")
@allow(ANALYST, EXECUTIVE)
def preview(number: int) -> str:
    """The very document that is printed, with a way back, from the data of this moment."""
    page = forum_report(
        number, organisation=_settings().organisation, is_demo=demo_mark.is_made_up()
    )
    way_back = url_for("forum.report", number=number)
    return render_template("forum.html", page=page, way_back=way_back)


@journey.get("/<int:_number>/<path:name>")
@allow(ANALYST, EXECUTIVE)
def part(_number: int, name: str) -> Response:
    """What the preview's document opens beside itself: its style sheet, fonts and marks."""
    folder = reports.FOLDER
    if name not in reports.part_names(folder):
        raise NotFound("There is no such file.")
    return send_from_directory(folder, name)


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


def _settings() -> Settings:
    settings: Settings = current_app.config["SURVEY"]
    return settings
