"""Analysts register kiosks and close them."""

from __future__ import annotations

import secrets
from dataclasses import replace

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput
from survey.insight import kiosks as pages
from survey.insight.kiosks import Typed
from survey.operations import kiosks
from survey.render.qr import qr_mark
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("kiosks", __name__, url_prefix="/surveys/kiosks")
CODE_BYTES = 15


@journey.get("")
@allow(ANALYST)
def list_kiosks() -> str:
    """Every kiosk, and the form for a new one."""
    return render_template("kiosk/list.html", page=pages.page(typed=Typed()))


@journey.post("")
@allow(ANALYST)
def add() -> tuple[str, int]:
    """Register a kiosk. Its address is shown in this reply and nowhere again: no redirect."""
    form = request.form
    typed = Typed(form.get("name", ""), form.get("survey", ""), form.get("source", ""))
    code = secrets.token_urlsafe(CODE_BYTES)
    known = pages.page(typed=typed)
    errors = [
        (name, f"Choose one of the {name}s.")
        for name, value, offered in (
            ("survey", typed.survey, known.surveys),
            ("source", typed.source, known.sources),
        )
        if value not in dict(offered)
    ]
    try:
        if not errors:
            kiosks.add_kiosk(
                typed.name,
                survey_id=int(typed.survey),
                source=typed.source,
                code=code,
                now=guard.now(),
            )
    except (InvalidInput, Conflict) as refused:
        errors = [("name", refused.message)]
    if errors:
        page = replace(known, typed=replace(typed, errors=tuple(errors)))
        return render_template("kiosk/list.html", page=page, is_error=True), 422
    address = f"{current_app.config['SURVEY'].base_url}{url_for('kiosk.start', code=code)}"
    mark = qr_mark(address)
    page = pages.page(typed=Typed(), new_address=address, new_qr=(mark.size, mark.path))
    return render_template("kiosk/list.html", page=page), 200


@journey.post("/<int:kiosk_id>/revoke")
@allow(ANALYST)
def revoke(kiosk_id: int) -> Response:
    """The kiosk's address leads nowhere any more."""
    kiosks.revoke_kiosk(kiosk_id, now=guard.now())
    return redirect(url_for("kiosks.list_kiosks"), 303)
