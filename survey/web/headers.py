"""What every reply carries, and the cross-site check on forms that rely on the session."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Tokens and cards stand in addresses; no page tells another where the reader came from.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOT_KEPT = {"Cache-Control": "no-store"}
BY_TLS = {"Strict-Transport-Security": "max-age=31536000"}


def install(app: Flask, csrf: CSRFProtect, *, is_secure: bool) -> None:
    """Check the session's forms for CSRF, and put the security headers on every reply."""

    @app.before_request
    def _protect_session_forms() -> None:
        mark = getattr(app.view_functions.get(request.endpoint or ""), "mark", None)
        if mark is not None and mark.kind == "roles":
            csrf.protect()

    everywhere = EVERYWHERE | BY_TLS if is_secure else EVERYWHERE
    on_pages = everywhere | NOT_KEPT

    @app.after_request
    def _headers(response: Response) -> Response:
        _add_missing(response, everywhere if request.endpoint == "static" else on_pages)
        return response


def _add_missing(response: Response, wanted: Mapping[str, str]) -> None:
    """Add headers that the view did not set itself; on every reply, so it looks once, not each."""
    present = {name.lower() for name, _ in response.headers}
    response.headers.extend(
        [(name, value) for name, value in wanted.items() if name.lower() not in present]
    )
