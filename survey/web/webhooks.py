"""Tell other systems what happened: webhooks, their secrets, and the log of what was sent."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ADMINISTRATOR
from survey.config import Settings
from survey.errors import Conflict, InvalidInput
from survey.insight.forum.board import Typed
from survey.insight.webhooks import webhook_page, webhooks_page
from survey.intake.answers import Objection
from survey.operations import webhook_settings
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("webhooks", __name__, url_prefix="/administration/webhooks")
Answer = tuple[str, int] | Response


@journey.get("")
@allow(ADMINISTRATOR)
def list_webhooks() -> str:
    """Every webhook, and the form for a new one."""
    return render_template("webhooks/list.html", page=webhooks_page())


@journey.post("")
@allow(ADMINISTRATOR)
def add() -> Answer:
    """Add a webhook, or show the form again with what is wrong."""
    name, url = request.form.get("name", "").strip(), request.form.get("url", "").strip()
    events = frozenset(request.form.getlist("event"))
    try:
        webhook_id = webhook_settings.add(name, url, events, now=guard.now())
    except Conflict as refused:
        objections: tuple[Objection, ...] = (Objection("name", refused.message),)
    except InvalidInput as refused:
        objections = tuple(Objection(_field(text), text) for text in refused.problems)
    else:
        return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)
    page = webhooks_page(Typed({"name": name, "url": url}, objections), events)
    return render_template("webhooks/list.html", page=page, is_error=True), 422


@journey.get("/<int:webhook_id>")
@allow(ADMINISTRATOR)
def show(webhook_id: int) -> str:
    """One webhook: its secret, its log, and what can be done."""
    return _page(webhook_id)


@journey.post("/<int:webhook_id>/test")
@allow(ADMINISTRATOR)
def send_test(webhook_id: int) -> Answer:
    """Send the last real event on the way that every event takes."""
    try:
        webhook_settings.send_test(webhook_id, now=guard.now())
    except Conflict as refused:
        return _page(webhook_id, refused.message), 409
    return _back(webhook_id)


@journey.post("/<int:webhook_id>/messages/<message_id>/again")
@allow(ADMINISTRATOR)
def send_again(webhook_id: int, message_id: str) -> Answer:
    """Try a message anew that was given up."""
    webhook_settings.send_again(webhook_id, message_id, now=guard.now())
    return _back(webhook_id)


@journey.post("/<int:webhook_id>/stop")
@allow(ADMINISTRATOR)
def stop(webhook_id: int) -> Answer:
    """Tell the webhook nothing more."""
    webhook_settings.stop(webhook_id, now=guard.now())
    return _back(webhook_id)


@journey.post("/<int:webhook_id>/start")
@allow(ADMINISTRATOR)
def start(webhook_id: int) -> Answer:
    """Tell the webhook of events again."""
    webhook_settings.start(webhook_id)
    return _back(webhook_id)


@journey.get("/<int:webhook_id>/delete")
@allow(ADMINISTRATOR)
def ask_to_delete(webhook_id: int) -> str:
    """Ask once more before a webhook is removed with its log."""
    return _page(webhook_id, template="delete")


@journey.post("/<int:webhook_id>/delete")
@allow(ADMINISTRATOR)
def delete(webhook_id: int) -> Answer:
    """Remove the webhook with its log."""
    webhook_settings.delete(webhook_id)
    return redirect(url_for("webhooks.list_webhooks"), 303)


def _field(problem: str) -> str:
    """The field that a sentence is about."""
    if problem == webhook_settings.NO_EVENT:
        return "event"
    return "url" if problem in webhook_settings.ADDRESS_PROBLEMS else "name"


def _back(webhook_id: int) -> Response:
    return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)


def _page(webhook_id: int, problem: str = "", *, template: str = "show") -> str:
    settings: Settings = current_app.config["SURVEY"]
    page = webhook_page(
        webhook_id, secret_key=settings.secret_key, zone=days.timezone(), problem=problem
    )
    return render_template(f"webhooks/{template}.html", page=page, is_error=bool(problem))
