"""A customer answers: opening the link shows the question, only the button records anything."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.errors import Conflict, InvalidInput, NotFound
from survey.insight import customer
from survey.intake.answers import Typed, read_answers
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
    typed = request.form.to_dict(flat=False)
    try:
        answers = read_answers(typed)
        satisfaction.record_response(
            token, answers.values, comment=answers.comment, now=guard.now()
        )
    except InvalidInput:
        return _shown_again(token, typed, status=422)
    except DatabaseError:
        return _shown_again(token, typed, status=503)
    except (Conflict, NotFound):
        return _shown_again(token, typed, status=409)
    # Without the page of HTML that `redirect` writes for browsers of the last century.
    return Response(status=303, headers={"Location": f"{request.path}/thanks"})


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


def _shown_again(token: str, typed: Typed, *, status: int) -> Page:
    """The form as it was filled in, or why the link takes no answer."""
    page = customer.question(token, now=guard.now())
    if isinstance(page, customer.Question):
        return _shown(customer.with_typed(page, typed, is_checked=status == 422), status=status)
    return _shown(page, status=409 if page.reason == "answered" else None)


def _shown(page: customer.Question | customer.Closed, *, status: int | None = None) -> Page:
    if isinstance(page, customer.Closed):
        text = render_template("customer/closed.html", page=page)
        return text, status or STATUS[page.reason]
    text = render_template("customer/ask.html", page=page, is_lost=status == 503)
    return text, status or 200
