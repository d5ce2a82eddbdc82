"""An agent answers a pulse by a mailed link: no cookie, no line in any log.

Opening either page changes nothing and tells nothing. The script of the first claims a credential,
that of the second sends it with the ballot; no request carries both the link and the ballot.
"""

from __future__ import annotations

import logging
import re
import secrets
from base64 import urlsafe_b64decode
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.errors import InvalidInput, NotFound, Refusal
from survey.insight.pulse_links import Addresses, claim_page, link_ballot_page, to_base64url
from survey.intake.ballots import FilledBallot, parse_ballot
from survey.operations import pulse
from survey.operations.pulse.claiming import UNUSABLE_LINK
from survey.privacy.gate import BlockRef, WaveRef
from survey.web import days
from survey.web.guard import public
from survey.web.headers import CONTENT_SECURITY_POLICY

log = logging.getLogger("survey")
journey = Blueprint("pulse_links", __name__, url_prefix="/pulse")

# Our own script, which talks to nobody but us. Only it sends the form, never the browser by itself:
# the answers would go without their credential, and with the cookie of whoever is signed in.
WITH_SCRIPT = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
        "form-action 'self'", "form-action 'none'"
    )
    + "; script-src 'self'; connect-src 'self'"
}
LARGEST_CLAIM = 8 * 1024
# Room for every text at its longest in letters of three bytes, each written in nine.
LARGEST_BALLOT = 512 * 1024
# Which refusal of the operation it was is told by its sentence alone; the status is always this.
UNUSABLE = 404

Page = tuple[str, int] | tuple[str, int, dict[str, str]]
Reply = tuple[Response, int]
_BASE64URL = re.compile(r"[A-Za-z0-9_-]{1,4096}")


@journey.before_request
def _limit_size() -> None:
    """What says that it is larger is refused unread, other bodies as they grow."""
    is_claim = request.endpoint == "pulse_links.claim"
    largest = LARGEST_CLAIM if is_claim else LARGEST_BALLOT
    request.max_content_length = request.max_form_memory_size = largest


@journey.get("/claim/<token>")
@public
def show_claim(token: str) -> Page:
    """The page on which an agent fetches a ballot; the same whether it was fetched already."""
    try:
        paper = pulse.find_claim(token, today=days.today())
    except NotFound as refusal:
        return _unusable(refusal)
    page = claim_page(
        paper.wave, paper.block, paper.modulus, addresses=_addresses(paper.wave, paper.block)
    )
    return render_template("pulse/claim.html", page=page), 200, WITH_SCRIPT


@journey.post("/claim/<token>")
@public
def claim(token: str) -> Reply:
    """The signature of the blinded value that our script sent; the same value gets the same."""
    try:
        signature = pulse.claim(
            token,
            _blinded(),
            today=days.today(),
            secret_key=current_app.config["SURVEY"].secret_key,
            randomness=secrets.token_bytes,
        )
    except NotFound as refusal:
        return jsonify(refused=refusal.message), UNUSABLE
    except InvalidInput as refusal:
        return jsonify(problems={"": refusal.message}), 422
    except Refusal:
        # Told to whoever runs the product, by its kind alone; to the outside it is like any other.
        log.error("a claim was refused: SURVEY_SECRET_KEY is not the one of the open wave")
        return jsonify(refused=UNUSABLE_LINK), UNUSABLE
    return jsonify(signature=to_base64url(signature)), 200


@journey.get("/answer/<int:wave>/<block>")
@public
def show_ballot(wave: int, block: str) -> Page:
    """The ballot of a block, blank and the same for everybody; our script sends it."""
    try:
        paper = pulse.find_link_paper(wave, block, today=days.today())
    except NotFound as refusal:
        return _unusable(refusal)
    page = link_ballot_page(
        paper.wave, paper.block, paper.modulus, addresses=_addresses(paper.wave, paper.block)
    )
    return render_template("pulse/answer.html", page=page), 200, WITH_SCRIPT


@journey.post("/answer/<int:wave>/<block>")
@public
def record(wave: int, block: str) -> Reply:
    """Spend the credential that came with the answers, and give its receipt."""
    typed = request.form.to_dict(flat=False)
    message, signature = (_bytes("".join(typed.pop(name, ()))) for name in ("message", "signature"))
    try:
        paper = pulse.find_link_paper(wave, block, today=days.today())
        filled = parse_ballot(paper.wave.instrument, typed)
        if not isinstance(filled, FilledBallot):
            return jsonify(problems={one.item: one.message for one in filled}), 422
        receipt = pulse.record_link_ballot(
            paper.wave.number,
            block,
            message,
            signature,
            filled,
            today=days.today(),
            randomness=secrets.token_bytes,
        )
    except NotFound as refusal:
        return jsonify(refused=refusal.message), UNUSABLE
    except InvalidInput as refusal:
        return jsonify(problems={"": refusal.message}), 422
    return jsonify(receipt=receipt), 200


def _blinded() -> bytes:
    """The value in the body; no bytes, which cannot be signed, where there is none."""
    try:
        sent: Any = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets within brackets
        return b""
    return _bytes(sent.get("blinded") if isinstance(sent, dict) else None)


def _bytes(text: object) -> bytes:
    """The bytes behind letters of web addresses; none, which fit nothing, where it is no such."""
    if not isinstance(text, str) or not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        return b""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _addresses(wave: WaveRef, block: BlockRef) -> Addresses:
    return Addresses(
        keys=url_for("pulse_check.block_key", wave=wave.number, block=block.code),
        answer=url_for("pulse_links.show_ballot", wave=wave.number, block=block.code),
        check=url_for("pulse_check.show", wave=wave.number),
    )


def _unusable(refusal: NotFound) -> Page:
    return render_template("pulse/unusable.html", sentence=refusal.message), UNUSABLE
