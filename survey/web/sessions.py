"""Sessions for those who sign in; nobody else pays for them, and no answer meets one."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from werkzeug.exceptions import HTTPException

# A browser sends the cookie of whoever is signed in with every request to this host, also with
# that person's ballot. Nothing may lie in memory that puts the two side by side.
NEVER_OPENED_IN = frozenset({"ballot", "customer", "pulse_links"})


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed sessions, without making a signer for requests that bring no cookie.

    Customers and agents with a ballot card bring none, and the signer costs as much as a query.
    Where one is signed in all the same, the cookie is left unread on these pages.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing at all for a session that nobody looked at."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the request's cookie, or an empty one; closed to writing for answers."""
        if "HTTP_COOKIE" not in request.environ:
            return self.session_class()
        if _is_left_alone(app, request):
            return self.make_null_session(app)
        return super().open_session(app, request)


def _is_left_alone(app: Flask, request: Request) -> bool:
    """Whether the request is for no page that may know who is signed in, or for no page at all.

    The session is opened before Flask has matched the address, so it is matched here.
    """
    adapter = app.create_url_adapter(request)
    assert adapter is not None  # there always is one for a request
    try:
        endpoint, _ = adapter.match()
    except HTTPException:
        return True
    return endpoint.partition(".")[0] in NEVER_OPENED_IN
