"""Noting what agents ask for, so that it waits for an answer in front of everybody."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ANALYST, EXECUTIVE
from survey.insight.forum import noting
from survey.insight.forum.board import Typed
from survey.intake.decision import parse_ask
from survey.operations import forum
from survey.web import days
from survey.web.guard import allow

journey = Blueprint("asks", __name__, url_prefix="/forum")


@journey.get("/<int:number>/asks")
@allow(ANALYST, EXECUTIVE)
def show(number: int) -> str:
    """What agents wrote about a closed wave, and a form to note an ask, filled in from a theme."""
    typed = noting.prefilled(number, request.args.get("driver", ""), request.args.get("theme", ""))
    return render_template("waves/noting.html", page=noting.noting_page(number, typed))


@journey.post("/<int:number>/asks")
@allow(ANALYST, EXECUTIVE)
def note(number: int) -> tuple[str, int] | AnyResponse:
    """Note an ask, or show the form again with what is wrong."""
    typed = request.form.to_dict()
    new = parse_ask(typed)
    if isinstance(new, tuple):
        page = noting.noting_page(number, Typed(typed, new))
        return render_template("waves/noting.html", page=page, is_error=True), 422
    forum.note_ask(number, new, today=days.today())
    return redirect(url_for("asks.show", number=number), 303)


@journey.post("/<int:number>/asks/take-back")
@allow(ANALYST, EXECUTIVE)
def take_back(number: int) -> AnyResponse:
    """Take back an ask that nobody has answered and no meeting has talked about."""
    typed = request.form
    forum.take_back_ask(number, typed.get("driver", ""), typed.get("ask", ""))
    return redirect(url_for("asks.show", number=number), 303)
