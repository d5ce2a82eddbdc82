"""Editors' notes on the sections of a report. The numbers cannot be edited."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.errors import Conflict
from survey.insight.section_notes import NotesPage, notes_about, notes_page
from survey.intake.section_notes import parse_notes
from survey.operations.section_notes import mark_of, write_notes
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("report_notes", __name__, url_prefix="/reports/notes")


@journey.get("/<occasion>")
@allow(ANALYST, EXECUTIVE, LEADER)
def show(occasion: str) -> str:
    """The notes on an occasion's reports, of the centre or of `unit`, with their form."""
    viewer, today = guard.viewer(), days.today()
    about = notes_about(viewer, occasion, request.args.get("unit", ""), today=today)
    page = notes_page(viewer, about, mark_of=mark_of, today=today)
    return render_template("reports/notes.html", page=page, is_kept="kept" in request.args)


@journey.post("/<occasion>")
@allow(ANALYST, EXECUTIVE, LEADER)
def keep(occasion: str) -> tuple[str, int] | Response:
    """Keep the notes, or show the form again with what is wrong."""
    viewer, today, typed = guard.viewer(), days.today(), request.form.to_dict()
    about = notes_about(viewer, occasion, typed.get("unit", ""), today=today)
    words = parse_notes(typed, about.sections)
    if isinstance(words, tuple):
        page = notes_page(
            viewer, about, mark_of=mark_of, today=today, typed=typed, objections=words
        )
        return _again(page, 422)
    try:
        write_notes(
            about.occasion,
            about.unit_id,
            words,
            seen=typed.get("seen", ""),
            user_id=viewer.user_id,
            now=guard.now(),
        )
    except Conflict as refused:
        page = notes_page(
            viewer, about, mark_of=mark_of, today=today, typed=typed, conflict=refused.message
        )
        return _again(page, 409)
    where = url_for("report_notes.show", occasion=occasion, unit=about.unit or None, kept="yes")
    return redirect(where, 303)


def _again(page: NotesPage, status: int) -> tuple[str, int]:
    is_error = status == 422
    return render_template(
        "reports/notes.html", page=page, is_kept=False, is_error=is_error
    ), status
