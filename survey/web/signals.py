"""Unusual days and weeks of units and queues, what they were, and thresholds."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE, LEADER, SEE_ALL_UNITS, Viewer
from survey.errors import Conflict, InvalidInput
from survey.insight.comments.typed import Typed
from survey.insight.signals.chart import chart_page
from survey.insight.signals.listing import Links, Look, Tried, signals_page
from survey.insight.signals.thresholds import thresholds_page
from survey.operations import signals, thresholds
from survey.store.reads_of_signals import SignalRow
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("signals", __name__, url_prefix="/overview")
FIELDS = ("measure", "whose", "low", "high")


@journey.get("/signals")
@allow(ANALYST, EXECUTIVE, LEADER)
def show() -> str:
    """Unusual days and weeks in the viewer's scope; with ?unit= or ?queue= one's charts."""
    if request.args.get("unit") or request.args.get("queue"):
        return render_template("signals/chart.html", page=chart_page(_look(), request.args))
    is_kept = request.args.get("done") == "noted"
    page = signals_page(_look(), request.args)
    return render_template("signals/show.html", page=page, is_kept=is_kept)


@journey.post("/signals/<int:signal_id>/note")
@allow(ANALYST, LEADER)
def note(signal_id: int) -> Response | tuple[str, int]:
    """Say what a signal was, or show the list again with what is wrong or was written meanwhile."""
    viewer, text = guard.viewer(), request.form.get("note", "")
    try:
        signals.note(
            signal_id,
            text,
            seen=request.form.get("seen", ""),
            user_id=viewer.user_id,
            unit_ids=viewer.unit_ids,
            role=viewer.role,
            now=guard.now(),
        )
    except (InvalidInput, Conflict) as refusal:
        is_late = isinstance(refusal, Conflict)
        tried = Tried(signal_id, text, refusal.message)
        page = signals_page(_look(), {}, tried=tried)
        if not page.errors:  # too old for the list, so there is no form to show again
            raise
        return render_template(
            "signals/show.html", page=page, is_kept=False, is_error=True
        ), 409 if is_late else 422
    return redirect(url_for("signals.show", done="noted"), 303)


@journey.get("/signals/thresholds")
@allow(ANALYST)
def show_thresholds() -> str:
    """What the centre, units and queues call low and high."""
    return _thresholds(done=request.args.get("done", ""))


@journey.post("/signals/thresholds")
@allow(ANALYST)
def set_threshold() -> Response | tuple[str, int]:
    """Keep a threshold, or show the form again with all that is wrong."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    errors = thresholds.find_problems(**typed)
    if errors:
        return _thresholds(Typed(typed, tuple(errors))), 422
    is_new = not thresholds.set_threshold(**typed, user_id=guard.viewer().user_id, now=guard.now())
    done = "set" if is_new else "replaced"
    return redirect(url_for("signals.show_thresholds", done=done), 303)


@journey.post("/signals/thresholds/<int:threshold_id>/remove")
@allow(ANALYST)
def remove_threshold(threshold_id: int) -> Response:
    """Remove a threshold; signals that it made stay."""
    thresholds.remove_threshold(threshold_id)
    return redirect(url_for("signals.show_thresholds", done="removed"), 303)


def _thresholds(typed: Typed | None = None, *, done: str = "") -> str:
    page = thresholds_page(guard.viewer().unit_ids, zone=days.timezone(), typed=typed, done=done)
    return render_template("signals/thresholds.html", page=page, is_error=typed is not None)


def _look() -> Look:
    viewer = guard.viewer()
    return Look(
        unit_ids=viewer.unit_ids,
        sees_queues=viewer.role in SEE_ALL_UNITS,
        may_note=partial(_may_note, viewer),
        today=days.today(),
        zone=days.timezone(),
        links=Links(
            signals=partial(url_for, "signals.show"),
            contacts=partial(url_for, "contacts.list_contacts"),
        ),
    )


def _may_note(viewer: Viewer, signal: SignalRow) -> bool:
    return signals.may_note(signal, viewer.unit_ids, viewer.role)
