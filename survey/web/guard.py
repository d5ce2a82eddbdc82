"""Default deny: a route answers only those its own mark names.

Every view carries exactly one of `@public`, `@allow(role, ...)` or `@with_api_key`. A view
without a mark is refused at run time, and a test that walks all routes fails on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from survey.access import Viewer, viewer_of
from survey.config import Settings
from survey.store import database, reads_of_people
from survey.store.people import User

View = TypeVar("View", bound=Callable[..., Any])
SESSION_USER = "user"
SESSION_EPOCH = "epoch"


class Mark:
    """What a view demands of whoever opens it."""

    def __init__(self, kind: Literal["public", "roles", "api"], roles: frozenset[str]) -> None:
        self.kind = kind
        self.roles = roles


def public(view: View) -> View:
    """Anyone may open this view; its forms carry their own secret and no cookie."""
    view.mark = Mark("public", frozenset())  # type: ignore[attr-defined]  # read by the guard
    return view


def allow(*roles: str) -> Callable[[View], View]:
    """Only signed-in users with one of these roles may open this view."""

    def put(view: View) -> View:
        view.mark = Mark("roles", frozenset(roles))  # type: ignore[attr-defined]  # read by the guard
        return view

    return put


def with_api_key(view: View) -> View:
    """Only another system with a bearer key may call this view."""
    view.mark = Mark("api", frozenset())  # type: ignore[attr-defined]  # read by the guard
    return view


def viewer() -> Viewer:
    """The signed-in viewer of this request."""
    return g.viewer  # type: ignore[no-any-return]  # set by the guard before any view runs


def signed_in_user() -> User | None:
    """The user whose session this request belongs to, or None."""
    return reads_of_people.active_user(session.get(SESSION_USER), session.get(SESSION_EPOCH))


def start_session(user_id: int, *, epoch: int) -> None:
    """This browser is the user's from now on, for the hours that the settings name."""
    # Nothing that was planted before signing in survives it.
    session.clear()
    session.permanent = True
    session[SESSION_USER], session[SESSION_EPOCH] = user_id, epoch


def now() -> datetime:
    """This request's instant, the same for everything that happens in it."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return g.now  # type: ignore[no-any-return]


def install(app: Flask, settings: Settings) -> None:
    """Put the guard in front of every view of the application."""

    @app.before_request
    def _check() -> Response | None:
        database.heal()
        if request.endpoint is None or request.endpoint == "static":
            return None
        mark = getattr(app.view_functions[request.endpoint], "mark", None)
        if mark is None:
            abort(403)
        if mark.kind == "public":
            _check_origin(settings)
            return None
        if mark.kind == "api":
            _check_api_key()
            return None
        return _check_role(mark, settings)


def _check_role(mark: Mark, settings: Settings) -> Response | None:
    user = signed_in_user()
    if user is None:
        session.clear()
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("sign_in.ask"))
        abort(401)
    g.viewer = viewer_of(user, today=now().astimezone(settings.timezone).date())
    if user.role not in mark.roles:
        abort(403)
    return None


def _check_origin(settings: Settings) -> None:
    """Refuse a public form sent from another site.

    The browser says so itself (Sec-Fetch-Site, else Origin). Pages sent with
    `Referrer-Policy: no-referrer` post `Origin: null`, and old browsers send neither header: both
    pass, because these forms carry an unguessable token or card.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin", "null")
    if origin != "null" and urlsplit(origin).netloc not in (
        request.host,
        urlsplit(settings.base_url).netloc,
    ):
        abort(403)


def _check_api_key() -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    name = None
    if scheme.lower() == "bearer" and key:
        name = reads_of_people.api_key_name(hashlib.sha256(key.strip().encode()).digest())
    if name is None:
        abort(401)
    g.api_key_name = name
