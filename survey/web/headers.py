"""What every reply carries, and the cross-site check on forms that rely on the session."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Check the session's forms for CSRF, and put the security headers on every reply."""

    @app.before_request
    def _protect_session_forms() -> None:
        mark = getattr(app.view_functions.get(request.endpoint or ""), "mark", None)
        if mark is not None and mark.kind == "roles":
            csrf.protect()

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        # Tokens and cards stand in addresses; no page tells another where the reader came from.
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
