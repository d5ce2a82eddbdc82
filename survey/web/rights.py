"""A customer's rights: find out what is kept about them, hand it over, erase it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ADMINISTRATOR
from survey.errors import InvalidInput, NotFound
from survey.insight import rights as insight
from survey.insight.rights import FindPage
from survey.operations import rights
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("rights", __name__, url_prefix="/administration/rights")


@journey.get("")
@allow(ADMINISTRATOR)
def ask() -> str:
    """Look for a customer by reference or address."""
    return render_template(
        "rights/find.html", page=FindPage(is_erased=request.args.get("erased") == "yes")
    )


@journey.post("")
@allow(ADMINISTRATOR)
def find() -> tuple[str, int] | AnyResponse:
    """Go to what is kept about the customer; the address names a contact, never a person."""
    who = request.form.get("who", "").strip()
    try:
        person = rights.find_customer(who)
    except (NotFound, InvalidInput) as refused:
        page = FindPage(who, errors=(("who", refused.message),))
        return render_template("rights/find.html", page=page, is_error=True), 422
    contact_id, by = insight.place_of(person, rights.spellings(who))
    return redirect(url_for("rights.show", contact_id=contact_id, by=by), 303)


@journey.get("/<int:contact_id>/<by>")
@allow(ADMINISTRATOR)
def show(contact_id: int, by: str) -> str:
    """How much is kept about the customer, without anybody's words, and the form to erase it."""
    person = rights.find_customer(insight.name_at(contact_id, by))
    page = insight.customer_page(contact_id, by, person)
    return render_template("rights/show.html", page=page)


@journey.get("/<int:contact_id>/<by>/data.json")
@allow(ADMINISTRATOR)
def hand_over(contact_id: int, by: str) -> Response:
    """Everything kept about the customer, to hand over to them."""
    person = rights.find_customer(insight.name_at(contact_id, by))
    headers = {
        "Content-Disposition": "attachment; filename=customer.json",
        "Cache-Control": "no-store",
    }
    return Response(insight.customer_data(person), mimetype="application/json", headers=headers)


@journey.post("/<int:contact_id>/<by>/erase")
@allow(ADMINISTRATOR)
def erase(contact_id: int, by: str) -> tuple[str, int] | AnyResponse:
    """Erase the customer once who it is was typed again, or show the form again."""
    typed = request.form.get("confirmed", "").strip()
    who = insight.name_at(contact_id, by)
    if who not in rights.spellings(typed):
        sentence = f"Write {who} here to confirm that this is the customer."
        person = rights.find_customer(who)
        page = insight.customer_page(
            contact_id, by, person, confirmed=typed, errors=(("confirmed", sentence),)
        )
        return render_template("rights/show.html", page=page, is_error=True), 422
    rights.erase_customer(who, now=guard.now(), is_stopped=bool(request.form.get("is_stopped")))
    return redirect(url_for("rights.ask", erased="yes"), 303)
