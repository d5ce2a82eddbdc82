"""The calendar of the centre: which day it is there, on this request's instant."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from survey.config import Settings
from survey.insight import agents_first
from survey.web import guard


def timezone() -> ZoneInfo:
    """The centre's time zone."""
    return _settings().timezone


def today() -> date:
    """The centre's day."""
    return guard.now().astimezone(timezone()).date()


def held_from() -> datetime | None:
    """The instant since when answers stand without their agent's name for this viewer, if any."""
    return agents_first.held_from(
        guard.viewer().role,
        now=guard.now(),
        zone=timezone(),
        agents_see=agents_see_answers(),
    )


def agents_see_answers() -> bool:
    """Whether agents see what their own customers answered."""
    return _settings().agents_see_answers


def _settings() -> Settings:
    settings: Settings = current_app.config["SURVEY"]
    return settings
