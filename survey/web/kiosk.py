"""A kiosk: customers type the number they were given, answer, and its start comes again."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.errors import InvalidInput
from survey.insight import customer
from survey.insight.kiosks import StartPage
from survey.operations import kiosks
from survey.web import guard, languages
from survey.web.guard import public

journey = Blueprint("kiosk", __name__, url_prefix="/k")

# So long the thanks are shown before the next customer's page comes by itself.
SECONDS_OF_THANKS = 20
_CODE = re.compile(r"[A-Za-z0-9_-]{20}")
# The last page of a customer; those before it keep what is being answered.
_LAST = "customer.thank"


@journey.get("/<code>")
@public
def start(code: str) -> str:
    """The start of a kiosk: a field for the number customers were given."""
    kiosks.find(code)
    return _shown(StartPage(code, _language()))


@journey.post("/<code>")
@public
def open_question(code: str) -> tuple[str, int] | Response:
    """On to the question about the contact with the number, or why there is none."""
    settings = current_app.config["SURVEY"]
    number, language = request.form.get("number", ""), _language()
    try:
        path = kiosks.open_question(
            code,
            number,
            language=language,
            now=guard.now(),
            secret_key=settings.secret_key,
            zone=settings.timezone,
        )
    except InvalidInput:
        return _shown(StartPage(code, language, number, "unknown")), 422
    except kiosks.Written:
        return _shown(StartPage(code, language, number, "written")), 409
    except kiosks.Answered:
        return _shown(StartPage(code, language, number, "answered")), 409
    return redirect(f"{path}?kiosk={code}", 303)


def install(app: Flask) -> None:
    """Let a customer's pages that were opened from a kiosk remember it, and lead back to it."""

    @app.url_defaults
    def _remember(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint.startswith("customer.") and request and (code := _of_request()):
            values.setdefault("kiosk", code)

    @app.context_processor
    def _way_back() -> dict[str, str]:
        code = _of_request() if request.blueprint == "customer" else None
        return {"kiosk_start": url_for("kiosk.start", code=code) if code else ""}

    @app.after_request
    def _lead_back(response: Response) -> Response:
        if request.blueprint == "customer" and (code := _of_request()):
            location = response.headers.get("Location", "")
            if location and "kiosk=" not in location:
                joint = "&" if "?" in location else "?"
                response.headers["Location"] = f"{location}{joint}kiosk={code}"
            if request.endpoint == _LAST and response.status_code == 200:
                back = url_for("kiosk.start", code=code)
                response.headers["Refresh"] = f"{SECONDS_OF_THANKS}; url={back}"
        return response


def _of_request() -> str | None:
    """The code of the kiosk from which this request's page was opened, or None."""
    code = request.args.get("kiosk", "") if request.query_string else ""
    return code if _CODE.fullmatch(code) else None


def _language() -> str:
    return customer.unknown("", languages.wishes()).language


def _shown(page: StartPage) -> str:
    languages.speak(page.language)
    return render_template("kiosk/start.html", page=page, is_error=bool(page.error))
