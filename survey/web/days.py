"""The calendar of the centre: which day it is there, on this request's instant."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app

from survey.web import guard


def timezone() -> ZoneInfo:
    """The centre's time zone."""
    return current_app.config["SURVEY"].timezone  # type: ignore[no-any-return]  # Flask's config


def today() -> date:
    """The centre's day."""
    return guard.now().astimezone(timezone()).date()
