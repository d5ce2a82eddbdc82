"""How much of what leads nowhere one peer may send in a minute, before it has to wait.

Counted are wrong tokens and cards, forms that were refused, and questions for a sign-in link.
Answers that are taken are not: a whole office may answer from one address at the same moment.
"""

from __future__ import annotations

import logging
import threading
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from survey.web import guard

SECONDS = 60
MOST = 60
# Past so many peers in one minute further ones go uncounted; memory stays within a few megabytes.
MOST_PEERS = 50_000
# The journeys whose addresses or forms hold a secret. Each has counts of its own.
LIMITED = frozenset(
    {"used", "sign_in", "ballot", "pulse_links", "customer", "unsubscribe", "kiosk"}
)
REFUSED = frozenset({400, 404, 409, 410, 413, 422})
# A filled-in form is never turned away: its reader could not get the words back, and the secret it
# carries is too long to be guessed.
FILLED_IN = frozenset({"used.reply", "customer.answer", "ballot.record", "pulse_links.record"})
# This one is answered alike for everybody, and makes work each time.
ASKING = "sign_in.send"
UNTOLD_PROXY = (
    "A limit was reached by a request with X-Forwarded-For. If a proxy of yours adds that, set"
    " SURVEY_TRUSTED_PROXIES: until then everybody behind it counts as one."
)

log = logging.getLogger("survey")


class Counts:
    """Counts per peer within a minute of the clock, of which the next knows nothing.

    Kept in this process's memory only, under a hash that Python salts anew in every process.
    """

    def __init__(self) -> None:
        self._minute = 0
        self._counts: dict[int, int] = {}
        self._lock = threading.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether nobody was counted, so that there is no need to look who asks."""
        return not self._counts

    def seconds_to_wait(self, peer: tuple[str, str], *, now: float) -> int:
        """Seconds until this peer may go on; 0 while it may."""
        minute, second = divmod(int(now), SECONDS)
        if minute != self._minute or self._counts.get(hash(peer), 0) < MOST:
            return 0
        return SECONDS - second

    def add(self, peer: tuple[str, str], *, now: float) -> None:
        """Count one more request of this peer."""
        minute, key = int(now) // SECONDS, hash(peer)
        with self._lock:
            if minute != self._minute:
                self._counts, self._minute = {}, minute
            if key in self._counts or len(self._counts) < MOST_PEERS:
                self._counts[key] = self._counts.get(key, 0) + 1


def install(app: Flask, *, trusted_proxies: int) -> None:
    """Answer 429 to whoever goes on too long; `trusted_proxies` stand between them and us."""
    counts = Counts()
    is_warned = trusted_proxies > 0
    if trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's manual has it
            app.wsgi_app, x_for=trusted_proxies, x_proto=0, x_host=0
        )

    @app.before_request
    def _hold_back() -> None:
        nonlocal is_warned
        if counts.is_empty or request.endpoint in FILLED_IN:
            return
        if request.blueprint in LIMITED:
            seconds = counts.seconds_to_wait(_peer(), now=guard.now().timestamp())
            if seconds:
                if not is_warned and "X-Forwarded-For" in request.headers:
                    is_warned = True
                    log.warning(UNTOLD_PROXY)
                raise TooManyRequests(retry_after=seconds)

    @app.after_request
    def _count(response: Response) -> Response:
        if _is_counted(response.status_code) and request.blueprint in LIMITED:
            counts.add(_peer(), now=guard.now().timestamp())
        return response


def _is_counted(status: int) -> bool:
    if status == 303:
        return request.endpoint == ASKING
    return status in REFUSED and (status == 404 or request.method == "POST")


def _peer() -> tuple[str, str]:
    return request.blueprint or "", network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """The IPv4 address, or of an IPv6 address the half that one home or office has to itself."""
    if ":" not in address:
        return address
    try:
        if address.count(":") == 1 or "]" in address:  # some proxies add the port
            address = urlsplit(f"//{address}").hostname or ""
            if ":" not in address:
                return address
        found = IPv6Address(address)
    except ValueError:
        return ""
    return str(found.ipv4_mapped or found.packed[:8].hex())
