"""An agent answers a pulse with a ballot card: no cookie, no need of script, no line in any log."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.errors import InvalidInput, NotFound
from survey.insight.ballot import (
    CardBallotPage,
    CodePage,
    ballot_page,
    card_ballot_page,
    refused_page,
)
from survey.intake.answers import Objection
from survey.intake.ballots import FilledBallot, parse_ballot
from survey.operations import pulse
from survey.store.database import DatabaseError
from survey.web import days
from survey.web.guard import public
from survey.web.headers import CONTENT_SECURITY_POLICY

journey = Blueprint("ballot", __name__, url_prefix="/pulse")

Page = tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Typed = Mapping[str, Sequence[str]]
# The script under the text fields says what could name somebody; it may send nothing to anyone.
WITH_HINTS = {"Content-Security-Policy": CONTENT_SECURITY_POLICY + "; script-src 'self'"}


@journey.get("/ballot")
@public
def ask() -> Page:
    """Where the code of a card is typed."""
    return _code_page(CodePage("", is_refused=False), 200)


@journey.post("/ballot")
@public
def find() -> Page:
    """On to the ballot of the card typed in."""
    typed = request.form.get("code", "")
    try:
        paper = pulse.find_paper(typed, today=days.today())
    except NotFound:
        return _code_page(CodePage(typed[:100], is_refused=True), 422)
    return redirect(url_for("ballot.show", code=paper.code), 303)


@journey.get("/ballot/<code>")
@public
def show(code: str) -> Page:
    """The ballot of a card, blank."""
    try:
        paper = pulse.find_paper(code, today=days.today())
    except NotFound:
        return _code_page(CodePage("", is_refused=True), 404)
    return _ballot(card_ballot_page(paper.code, ballot_page(paper.wave, paper.block)), 200)


@journey.post("/ballot/<code>")
@public
def record(code: str) -> Page:
    """Spend the card and keep the ballot, or show it again as it was filled in."""
    typed = request.form.to_dict(flat=False)
    try:
        paper = pulse.find_paper(code, today=days.today())
        filled = parse_ballot(paper.wave.instrument, typed)
        if not isinstance(filled, FilledBallot):
            return _again(paper, typed, 422, objections=filled)
        return _recorded(paper, filled, typed)
    except NotFound:
        return _code_page(refused_page(typed), 404)


def _recorded(paper: pulse.BallotPaper, filled: FilledBallot, typed: Typed) -> Page:
    try:
        pulse.record_ballot(paper.code, filled, today=days.today(), randomness=secrets.token_bytes)
    except InvalidInput as refusal:
        return _again(paper, typed, 422, problem=refusal.message)
    except DatabaseError:
        return _again(paper, typed, 503)
    return redirect(url_for("ballot.thank"), 303)


@journey.get("/thanks")
@public
def thank() -> Page:
    """What happens next."""
    return render_template("ballot/thanks.html"), 200


def _code_page(page: CodePage, status: int) -> Page:
    return render_template("ballot/code.html", page=page), status


def _ballot(page: CardBallotPage, status: int) -> Page:
    text = render_template("ballot/ballot.html", page=page, is_lost=status == 503)
    return text, status, WITH_HINTS


def _again(
    paper: pulse.BallotPaper,
    typed: Typed,
    status: int,
    *,
    objections: tuple[Objection, ...] = (),
    problem: str = "",
) -> Page:
    """The ballot with everything typed still there."""
    ballot = ballot_page(
        paper.wave, paper.block, typed=typed, objections=objections, problem=problem
    )
    return _ballot(card_ballot_page(paper.code, ballot), status)
