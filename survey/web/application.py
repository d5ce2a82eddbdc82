"""The application factory: settings in, a guarded Flask application out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from survey import config
from survey.render import environment
from survey.store import database
from survey.web import (
    compression,
    failures,
    guard,
    headers,
    kiosk,
    languages,
    limits,
    navigation,
    scanners,
)
from survey.web.journeys import JOURNEYS
from survey.web.numbers_in_addresses import Number
from survey.web.sessions import CookieSessions

ROOT = Path(__file__).resolve().parents[2]
# A comment is at most 10,000 characters and an API batch 1,000 contacts; nothing needs more.
LARGEST_REQUEST = 4 * 1024 * 1024


def create_app(settings: config.Settings) -> Flask:
    """The web application; connects to the database, but neither creates nor migrates it."""
    is_secure = settings.base_url.startswith("https://")
    app = Flask("survey", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        # The prefix makes browsers refuse the cookie from anybody but this very host by TLS.
        SESSION_COOKIE_NAME="__Host-both_ends" if is_secure else "both_ends",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        # The session ends when its hours are over; pages without a session stay without a cookie.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        SURVEY=settings,
    )
    app.session_interface = CookieSessions()
    app.url_map.converters["int"] = Number
    database.connect(settings.database_url)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "reports")]
    )
    environment.configure(app.jinja_env)
    csrf = CSRFProtect(app)
    guard.install(app, settings)
    limits.install(app, trusted_proxies=settings.trusted_proxies)
    headers.install(app, csrf, is_secure=is_secure)
    compression.install(app)
    failures.install(app)
    navigation.install(app, settings)
    languages.install(app, settings)
    kiosk.install(app)
    scanners.install(app, settings)
    for journey in JOURNEYS:
        app.register_blueprint(journey)
    return app
