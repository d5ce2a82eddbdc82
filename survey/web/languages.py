"""The language a page is in: chosen by its view, spoken by Flask-Babel in our catalogues."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.support import NullTranslations
from flask import Flask, g, request
from flask_babel import Babel, Domain

from survey.config import Settings
from survey.insight.customer import Wishes
from survey.intake.quiet_hours import clock_of
from survey.render import languages
from survey.render.languages import ENGLISH, LANGUAGES, Language


class _Catalogues(Domain):  # type: ignore[misc]  # flask_babel is untyped
    """The sentences of the page's language, from the files that mail is written from as well."""

    def get_translations(self) -> NullTranslations:
        return languages.catalogue(language())


class _Babel(Babel):  # type: ignore[misc]  # flask_babel is untyped
    """Flask-Babel on catalogues that are compiled in memory."""

    domain_instance = _Catalogues()


def install(app: Flask, settings: Settings) -> None:
    """Give templates `_`, `ngettext`, and days in the page's language."""
    _Babel(app, locale_selector=lambda: language().replace("-", "_"))

    def day(value: date) -> str:
        return languages.day(language(), value)

    def moment(value: datetime, timezone: str | None) -> str:
        zone = clock_of(timezone, otherwise=settings.timezone)
        return languages.moment_and_zone(language(), value, zone)

    app.jinja_env.filters.update(local_day=day, local_moment=moment, language=named)

    @app.context_processor
    def _page() -> dict[str, Any]:
        found = named(language())
        return {"language": found.code, "direction": found.direction}


def speak(code: str) -> None:
    """The page of this request is in that language."""
    g.language = code


def language() -> str:
    """The language of the page of this request."""
    return str(g.get("language", ENGLISH))


def named(code: str) -> Language:
    """The language with its name and direction; one we have no file for goes by its code."""
    return (
        LANGUAGES.get(code) or LANGUAGES.get(code.partition("-")[0]) or Language(code, code, "ltr")
    )


def wishes() -> Wishes:
    """The languages that the reader of this request wants, best first."""
    accepted = tuple(tag for tag, _ in request.accept_languages)
    return Wishes(request.args.get("lang"), accepted[:20])
