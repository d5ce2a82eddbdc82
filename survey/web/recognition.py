"""Praise and thanks that agents agreed to show, and thanking a colleague."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER
from survey.errors import Conflict, NotFound
from survey.insight.forum.board import Typed
from survey.insight.recognition import recognition
from survey.intake.thanks import NewThanks, parse_thanks
from survey.operations import recognition as deeds
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("recognition", __name__, url_prefix="/recognition")
Answer = tuple[str, int] | Response


@journey.get("")
@allow(ADMINISTRATOR, ANALYST, LEADER, EXECUTIVE, AGENT)
def show() -> str:
    """What agents agreed to show, the form to thank one, and what the viewer wrote."""
    return _page()[0]


@journey.post("")
@allow(ADMINISTRATOR, ANALYST, LEADER, EXECUTIVE, AGENT)
def give() -> Answer:
    """Offer thanks to an agent, or show the form again with what is wrong."""
    typed = request.form.to_dict()
    new = parse_thanks(typed)
    if not isinstance(new, NewThanks):
        return _page(Typed(typed, new), status=422)
    viewer = guard.viewer()
    try:
        deeds.give_thanks(viewer.user_id, new, own_agent_id=viewer.agent_id, today=days.today())
    except (Conflict, NotFound) as refused:
        return _page(Typed(typed), conflict=refused.message, status=409)
    return redirect(url_for("recognition.show", _anchor="given"), 303)


@journey.post("/thanks/<int:thanks_id>/withdraw")
@allow(ADMINISTRATOR, ANALYST, LEADER, EXECUTIVE, AGENT)
def withdraw(thanks_id: int) -> Response:
    """Take one's own thanks back."""
    deeds.withdraw_thanks(thanks_id, user_id=guard.viewer().user_id)
    return redirect(url_for("recognition.show"), 303)


@journey.post("/thanks/<int:thanks_id>/show")
@allow(AGENT)
def show_thanks(thanks_id: int) -> Response:
    """Let colleagues read thanks to oneself."""
    deeds.show_thanks(thanks_id, agent_id=_agent_id())
    return _back("thanks")


@journey.post("/thanks/<int:thanks_id>/keep")
@allow(AGENT)
def keep_thanks(thanks_id: int) -> Response:
    """Keep thanks to oneself, whether colleagues read them before or not."""
    deeds.keep_thanks(thanks_id, agent_id=_agent_id())
    return _back("thanks")


@journey.post("/praise/<int:response_id>/show")
@allow(AGENT)
def show_praise(response_id: int) -> Response:
    """Let colleagues read what a customer wrote about oneself."""
    if not days.agents_see_answers():
        raise NotFound(deeds.NO_COMMENT)
    deeds.show_praise(
        response_id,
        agent_id=_agent_id(),
        seen=request.form.get("seen", ""),
        today=days.today(),
    )
    return _back("praise")


@journey.post("/praise/<int:response_id>/hide")
@allow(AGENT)
def hide_praise(response_id: int) -> Response:
    """Take a customer's words about oneself back from colleagues."""
    deeds.hide_praise(response_id, agent_id=_agent_id())
    return _back("praise")


def _back(part: str) -> Response:
    """To the page on which the button stood."""
    if request.form.get("from") == "recognition":
        return redirect(url_for("recognition.show"), 303)
    return redirect(url_for("my_feedback.show", _anchor=part), 303)


def _page(typed: Typed | None = None, *, conflict: str = "", status: int = 200) -> tuple[str, int]:
    page = recognition(guard.viewer(), today=days.today(), typed=typed, conflict=conflict)
    return render_template("recognition/show.html", page=page, is_error=status != 200), status


def _agent_id() -> int:
    agent_id = guard.viewer().agent_id
    assert agent_id is not None  # the schema: a user is an agent's exactly where the role says so
    return agent_id
