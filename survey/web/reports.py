"""The archive of reports: searched, opened, and checked."""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER
from survey.errors import NotFound
from survey.insight.reports import archive as pages
from survey.operations.reports import archive
from survey.render.document import accent_sheet
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("reports", __name__, url_prefix="/reports")
# What an edition for a browser opens beside itself.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".otf": "font/otf",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
# Asked for anew each time: a report can be withdrawn, and a reader can lose a unit.
_KEPT_BY_ONE = "private, no-cache"


@journey.get("")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def show_archive() -> str:
    """The reports that the viewer may open, searched by words, kind, unit, occasion, language."""
    page = pages.archive_page(guard.viewer(), request.args, today=days.today(), now=guard.now())
    return render_template("reports/archive.html", page=page, zone=days.timezone())


@journey.get("/<int:report_id>", strict_slashes=False)
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def show(report_id: int) -> str:
    """One report: its forms, its digests, and whether it can be printed again alike."""
    subject = archive.subject_of_check(report_id)
    page = pages.report_page(report_id, guard.viewer(), subject, today=days.today())
    return render_template("reports/report.html", page=page, zone=days.timezone())


@journey.get("/<int:report_id>/report.pdf")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def download(report_id: int) -> Response:
    """The PDF as it was made."""
    pdf, name = pages.pdf_of(report_id, guard.viewer())
    headers = Headers({"Cache-Control": _KEPT_BY_ONE})
    headers.set("Content-Disposition", "inline", filename=name)
    reply = Response(pdf, mimetype="application/pdf", headers=headers)
    reply.add_etag()
    reply.make_conditional(request)
    return reply


@journey.get("/<int:report_id>/edition")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def read(report_id: int) -> Response:
    """The same report for a browser, as it was made."""
    screen = pages.screen_of(report_id, guard.viewer())
    return Response(screen, mimetype="text/html", headers={"Cache-Control": _KEPT_BY_ONE})


@journey.get("/<int:report_id>/<path:name>")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def part(report_id: int, name: str) -> Response:
    """What the edition for a browser opens: style sheets, fonts and marks, as they were then."""
    kind = _TYPES.get(PurePosixPath(name).suffix)
    if kind is None:
        raise NotFound("There is no such file.")
    body = accent_sheet(name) or pages.part_of(report_id, name, guard.viewer())
    headers = {"Content-Type": kind, "Cache-Control": "private, max-age=86400"}
    return Response(body, headers=headers)


@journey.post("/<int:report_id>/check")
@allow(ANALYST, EXECUTIVE)
def check(report_id: int) -> AnyResponse:
    """Have a worker print the report again and compare the bytes."""
    archive.ask_for_check(report_id, now=guard.now())
    return redirect(url_for("reports.show", report_id=report_id), 303)
