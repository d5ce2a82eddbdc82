"""A real SMTP server on the loopback address, which fails as it is told to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope


class Inbox:
    """What the server took, and how it answers.

    `at_rcpt` and `at_data` get the address, or the number of the letter, and give the reply.
    """

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        self.seconds = seconds
        self.n_offered = 0
        self.at_mail: Callable[[], str] = lambda: "250 OK"
        self.at_rcpt: Callable[[str], str] = lambda _address: "250 OK"
        self.at_data: Callable[[int], str] = lambda _number: "250 OK"
        self.is_dying = False

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return self.at_mail()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        reply = self.at_rcpt(address)
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: Any, _session: Any, envelope: Envelope
    ) -> str:
        self.n_offered += 1
        reply = self.at_data(self.n_offered)
        if self.is_dying:
            server.transport.abort()
            return reply
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.messages.append(message_from_bytes(envelope.content, policy=default))
            self.recipients += envelope.rcpt_tos
            self.senders.append(envelope.mail_from or "")
        # Taken before the reply, as a server does whose sender may be gone by then.
        if self.seconds:
            await asyncio.sleep(self.seconds)
        return reply


class _Slow(SMTP):
    """A server that lets everybody wait before it greets them."""

    seconds = 0.0

    async def _handle_client(self) -> None:
        await asyncio.sleep(self.seconds)
        await super()._handle_client()


class _Controller(Controller):
    """Runs a server that greets after so many seconds."""

    greets_after = 0.0

    def factory(self) -> SMTP:
        server = _Slow(self.handler, **self.SMTP_kwargs)
        server.seconds = self.greets_after
        return server


@contextmanager
def serving(inbox: Any, *, greets_after: float = 0.0, **options: Any) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port = finder.getsockname()[1]
    server = _Controller(inbox, hostname="127.0.0.1", port=port, **options)
    server.greets_after = greets_after
    server.start()
    try:
        yield port
    finally:
        server.stop()
