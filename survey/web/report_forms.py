"""The other forms of a report, to be taken away: tables, data, figures as pictures."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import Headers

from survey.access import ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER
from survey.insight.reports import forms
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("report_forms", __name__, url_prefix="/reports/<int:report_id>")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As for the report itself: it can be withdrawn, and a reader can lose a unit.
_KEPT_BY_ONE = "private, no-cache"


@journey.get("/forms")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def show(report_id: int) -> str:
    """Everything that can be taken away of a report: its tables and its figures."""
    page = forms.forms_page(report_id, guard.viewer())
    return render_template("reports/forms.html", page=page)


@journey.get("/tables.zip")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def download_zip(report_id: int) -> Response:
    """Every table as CSV with a codebook, as printed."""
    return _file(*forms.zip_of(report_id, guard.viewer()), "application/zip")


@journey.get("/tables.xlsx")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def download_xlsx(report_id: int) -> Response:
    """The same tables as one workbook."""
    return _file(*forms.xlsx_of(report_id, guard.viewer()), _XLSX)


@journey.get("/report.json")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def download_json(report_id: int) -> Response:
    """The whole report as data, as printed."""
    return _file(*forms.json_of(report_id, guard.viewer()), "application/json")


@journey.get("/figures/<name>.png")
@allow(ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER)
def show_figure(report_id: int, name: str) -> Response:
    """A figure as it was printed, as a picture."""
    return _file(forms.picture_of(report_id, name, guard.viewer()), "", "image/png")


def _file(body: bytes, name: str, kind: str) -> Response:
    headers = Headers({"Content-Type": kind, "Cache-Control": _KEPT_BY_ONE})
    if name:
        headers.set("Content-Disposition", "attachment", filename=name)
    reply = Response(body, headers=headers)
    reply.add_etag()
    reply.make_conditional(request)
    return reply
