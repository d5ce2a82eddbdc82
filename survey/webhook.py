"""Standard Webhooks: a message is signed with the webhook's secret and posted once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

PATIENCE_SECONDS = 15.0
PREFIX = "whsec_"
GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: the status, None without an answer, and a sentence."""

    status: int | None
    note: str

    @property
    def is_taken(self) -> bool:
        """Whether the other side took the message: a 2xx and nothing else."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the other side wants no more messages, ever."""
        return self.status == GONE


def secret_of(webhook_id: int, created_at: datetime, *, secret_key: str) -> str:
    """The webhook's secret, worked out from the installation's, so that no table holds it."""
    name = f"webhook {webhook_id} of {int(created_at.timestamp())}"
    key = hmac.digest(secret_key.encode(), name.encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(key).decode()


def sign(message_id: str, timestamp: int, body: str, *, secret: str) -> str:
    """The signature of a message sent at that second, as it stands in its header."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def post(
    url: str,
    message_id: str,
    body: str,
    *,
    secret: str,
    now: datetime,
    patience: float = PATIENCE_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> Outcome:
    """Send the message once. Redirects are not followed; the reply has to begin in time."""
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "both-ends",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(message_id, timestamp, body, secret=secret),
    }
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    connection = _connection(url, patience, tls)
    try:
        connection.connect()
        with _ended_after(patience, connection):
            connection.request("POST", path, body.encode(), headers)
            status = connection.getresponse().status
    except ssl.SSLError:
        return Outcome(None, "There is no certificate that this machine trusts.")
    except TimeoutError:
        return Outcome(None, f"No answer came within {patience:g} seconds.")
    except (OSError, HTTPException) as error:
        return Outcome(None, f"The connection failed or broke off ({type(error).__name__}).")
    finally:
        connection.close()
    return Outcome(status, _words(status))


def is_inside(url: str) -> bool:
    """Whether the address names this machine or one of a private network."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost", ".lan"))


def _connection(url: str, patience: float, tls: ssl.SSLContext | None) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = tls or ssl.create_default_context()
        return HTTPSConnection(host, parts.port, timeout=patience, context=context)
    return HTTPConnection(host, parts.port, timeout=patience)


@contextmanager
def _ended_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """End the connection when the time is over, however slowly the other side still sends."""
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _words(status: int) -> str:
    if 200 <= status < 300:
        return "Taken."
    if 300 <= status < 400:
        return "It answered with another address. Redirects are not followed: enter that one."
    if status == GONE:
        return "It answered that it wants no more messages."
    return "It did not take the message."
