"""A customer answers: opening the link shows the question, only the button records anything."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.errors import Conflict, NotFound
from survey.insight import customer
from survey.intake.answers import Answers, parse_answers
from survey.operations import satisfaction
from survey.store.database import DatabaseError
from survey.web import guard
from survey.web.guard import public

journey = Blueprint("customer", __name__, url_prefix="/c")

STATUS = {"answered": 200, "expired": 410, "unknown": 404}
Page = tuple[str, int] | Response


@journey.get("/<token>")
@public
def ask(token: str) -> Page:
    """The question; a score in the link is chosen beforehand, nothing more."""
    page = customer.question(token, now=guard.now(), score=request.args.get("score"))
    return _shown(page)


@journey.post("/<token>")
@public
def answer(token: str) -> Page:
    """Record what the customer confirmed, or show the form again as it was filled in."""
    page = customer.question(token, now=guard.now())
    if isinstance(page, customer.Closed):
        return _refused(page)
    typed = request.form.to_dict(flat=False)
    answers = parse_answers(page.instrument, typed)
    if not isinstance(answers, Answers):
        return _shown(customer.with_typed(page, typed, answers), status=422)
    try:
        satisfaction.record_response(
            token, answers.values, comment=answers.comment, now=guard.now()
        )
    except (Conflict, NotFound):
        return _refused(customer.question(token, now=guard.now()))
    except DatabaseError:
        return _shown(customer.with_typed(page, typed), status=503)
    return redirect(url_for("customer.thank", token=token), 303)


@journey.get("/<token>/thanks")
@public
def thank(token: str) -> Page:
    """What happens with the answer."""
    page = customer.question(token, now=guard.now())
    if isinstance(page, customer.Question):
        return redirect(url_for("customer.ask", token=token), 303)
    if page.reason != "answered":
        return _shown(page)
    return render_template("customer/thanks.html"), 200


def _refused(page: customer.Question | customer.Closed) -> Page:
    is_second = isinstance(page, customer.Closed) and page.reason == "answered"
    return _shown(page, status=409 if is_second else None)


def _shown(page: customer.Question | customer.Closed, *, status: int | None = None) -> Page:
    if isinstance(page, customer.Closed):
        text = render_template("customer/closed.html", page=page)
        return text, status or STATUS[page.reason]
    # 503: see failures.WORDS
    text = render_template("customer/ask.html", page=page, is_lost=status == 503)
    return text, status or 200
