"""Contacts and answers as a file to download, with a codebook."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from survey.access import ANALYST, LEADER
from survey.insight.export import files
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("export", __name__, url_prefix="/surveys/export")
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@journey.get("")
@allow(ANALYST, LEADER)
def show() -> str:
    """Choose which contacts to export; leaders export their own units'."""
    page = files.export_page(guard.viewer().unit_ids, request.args, today=days.today())
    is_analyst = guard.viewer().role == ANALYST
    return render_template("funnel/export.html", page=page, may_compare=is_analyst)


@journey.get("/contacts.csv")
@allow(ANALYST, LEADER)
def download_csv() -> Response:
    """One row per contact as CSV, written while it is read."""
    return _contacts("csv")


@journey.get("/contacts.json")
@allow(ANALYST, LEADER)
def download_json() -> Response:
    """The same as JSON, with the codebook in it."""
    return _contacts("json")


@journey.get("/codebook.csv")
@allow(ANALYST, LEADER)
def explain() -> Response:
    """What every column of the export and every value means."""
    wanted = files.wanted_of(guard.viewer().unit_ids, request.args, today=days.today())
    return _file(files.codebook(wanted), "codebook.csv", _TYPES["csv"])


def _contacts(form: str) -> Response:
    wanted = files.wanted_of(guard.viewer().unit_ids, request.args, today=days.today())
    content = files.pieces(wanted, form, held_from=days.held_from())
    return _file(content, f"contacts.{form}", _TYPES[form])


def _file(content: object, name: str, content_type: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename={name}",
        "Content-Type": content_type,
        "Cache-Control": "no-store",
    }
    return Response(content, headers=headers)  # type: ignore[arg-type]  # text, or pieces of it
