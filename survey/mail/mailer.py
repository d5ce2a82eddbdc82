"""Which way mail leaves, as the settings name it."""

from __future__ import annotations

import ssl
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import SplitResult, unquote, urlsplit

from survey.errors import InvalidInput
from survey.mail.failures import Confirm, always
from survey.mail.letter import Letter, is_one_address
from survey.mail.outbox import Outbox
from survey.mail.smtp import Smtp

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Mailer(Protocol):
    """Something that sends letters."""

    def send(self, letter: Letter, *, confirm: Confirm = always) -> None:
        """Hand the letter over; its last line follows only after `confirm` has said yes.

        Raises:
            NotSent: it did not leave.
        """


def from_url(
    url: str, *, sender: str, echo: TextIO | None = None, tls: ssl.SSLContext | None = None
) -> Mailer:
    """The mailer a `mail_url` setting names.

    Raises:
        InvalidInput: the sender is not one address, or the URL names no server or folder.
    """
    problems = []
    if not is_one_address(parseaddr(sender)[1]) or not sender.isprintable():
        problems.append(f"The sender ‘{sender}’ is not one address like Name <name@example.org>.")
    if url.startswith("outbox:"):
        folder = Path(url.removeprefix("outbox:")).expanduser()
        if url == "outbox:":
            problems.append("The outbox needs a folder: outbox:FOLDER.")
        if not problems:
            return Outbox(sender, folder, echo)
    else:
        parts = urlsplit(url)
        port = _port(parts)
        if parts.scheme not in PORTS or not parts.hostname or port is None:
            problems.append("Mail needs a server, such as smtp+starttls://user:password@host:587.")
        elif not problems:
            names = unquote(parts.username or ""), unquote(parts.password or "")
            return Smtp(sender, parts.scheme, parts.hostname, port, *names, tls)
    raise InvalidInput(problems)


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
