"""The public check page of the pulse: keys and thresholds, and later the receipts.

It is the same to the byte for everybody who opens it, so that nobody can be handed a key of their
own. The page sends nothing: a receipt is looked up by the browser, and no policy lets it leave.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from survey.insight import pulse_check
from survey.web.guard import public
from survey.web.headers import CONTENT_SECURITY_POLICY

journey = Blueprint("pulse_check", __name__, url_prefix="/pulse/check")

NOT_INDEXED = {"X-Robots-Tag": "noindex"}
# Our own script and no connection: what is typed cannot be sent anywhere.
WITH_SCRIPT = {"Content-Security-Policy": CONTENT_SECURITY_POLICY + "; script-src 'self'"}


@journey.get("")
@public
def list_waves() -> Response:
    """Every wave with its check page, and the last audit."""
    page = pulse_check.check_list_page(zone=_zone())
    return _page("pulse_check/list.html", page)


@journey.get("/<int:wave>")
@public
def show(wave: int) -> Response:
    """Keys, thresholds and statement of a wave; after closing its receipts."""
    scripts = Path(current_app.root_path) / "static" / "pulse"
    page = pulse_check.check_page(wave, scripts=scripts, zone=_zone())
    response = _page("pulse_check/show.html", page)
    if page.n_receipts:
        response.headers.update(WITH_SCRIPT)
    return response


@journey.get("/<int:wave>/keys.json")
@public
def keys(wave: int) -> Response:
    """The wave's keys for a browser to compare; the same bytes for everybody."""
    return _json(pulse_check.keys_document(wave))


@journey.get("/<int:wave>/keys/<block>.json")
@public
def block_key(wave: int, block: str) -> Response:
    """The same of one block: as much of it as a ballot needs, however many blocks there are."""
    return _json(pulse_check.keys_document(wave, code=block))


def _json(document: Mapping[str, Any]) -> Response:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return Response(text, mimetype="application/json", headers=NOT_INDEXED)


def _zone() -> tzinfo:
    zone: tzinfo = current_app.config["SURVEY"].timezone
    return zone


def _page(template: str, page: object) -> Response:
    response = make_response(render_template(template, page=page))
    response.headers.update(NOT_INDEXED)
    return response
