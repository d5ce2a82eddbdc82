"""Mail leaves here: to an SMTP server, or into a folder where nobody runs one."""

from __future__ import annotations

import os
import secrets
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import SplitResult, unquote, urlsplit

from survey import private_files
from survey.errors import InvalidInput, Refusal

PATIENCE_SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailFailure(Refusal):
    """The letter did not leave; trying again later may help."""


class Undeliverable(MailFailure):
    """The letter will never arrive: the other side refused its address for good."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one address. The same `key` means the same letter, sent again after a failure.

    Raises:
        InvalidInput: the address is not exactly one, or a header holds a line break.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime

    def __post_init__(self) -> None:
        problems = []
        if not _is_one_address(self.to):
            problems.append("Mail goes to one address, such as name@example.org.")
        if not self.subject or not self.subject.isprintable():
            problems.append("The subject of a mail is one line of text.")
        if not (self.key.isascii() and self.key.replace("-", "").isalnum()):
            problems.append("The key of a mail is made of letters, digits and hyphens.")
        if problems:
            raise InvalidInput(problems)


class Mailer(Protocol):
    """Something that sends letters."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over.

        Raises:
            MailFailure: it did not leave.
        """


@dataclass(frozen=True, slots=True)
class Smtp:
    """Sends by an SMTP server: in the clear, upgraded by STARTTLS, or by TLS from the start."""

    sender: str
    security: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: ssl.SSLContext | None = None

    def send(self, letter: Letter) -> None:
        """Hand the letter to the server, which has then accepted it."""
        message = compose(letter, sender=self.sender)
        with _sentences(self.host, self.port), self._connection() as server:
            if self.security == "smtp+starttls":
                server.starttls(context=self._tls())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connection(self) -> smtplib.SMTP:
        if self.security == "smtps":
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE_SECONDS, context=self._tls()
            )
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE_SECONDS)

    def _tls(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Outbox:
    """Keeps each letter as one file in a folder, and prints its text to `echo` where given."""

    sender: str
    folder: Path
    echo: TextIO | None = None

    def send(self, letter: Letter) -> None:
        """Write the letter; it appears whole, and once however often it is sent."""
        name = f"{letter.written_at:%Y%m%dT%H%M%SZ}-{letter.key}.eml"
        draft = self.folder / f".{name}.{secrets.token_hex(4)}"
        try:
            # Letters hold sign-in links and customers' links.
            private_files.make_folder(self.folder)
            with private_files.create(draft) as file:
                file.write(compose(letter, sender=self.sender).as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / name)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise MailFailure(
                f"The mail could not be written to {self.folder}: {error.strerror}."
            ) from error
        if self.echo is not None:
            print(f"Mail to {letter.to}: {letter.subject}\n{letter.text}", file=self.echo)


def from_url(
    url: str, *, sender: str, echo: TextIO | None = None, tls: ssl.SSLContext | None = None
) -> Mailer:
    """The mailer a `mail_url` setting names.

    Raises:
        InvalidInput: the sender is not one address, or the URL names no server or folder.
    """
    problems = []
    if not _is_one_address(parseaddr(sender)[1]) or not sender.isprintable():
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


def compose(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as a message with a text and an HTML part."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.key}@{address.rpartition('@')[2]}>"
    # So that no holiday notice answers.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    # The boundary is random by default; the same letter has the same bytes.
    message.set_boundary(f"part-{letter.key}")
    return message


def _is_one_address(value: str) -> bool:
    if not value.isascii() or not value.isprintable() or "@" not in value:
        return False
    try:
        return Address(addr_spec=value).addr_spec == value and " " not in value
    except (ValueError, HeaderParseError, IndexError):
        return False


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None


@contextmanager
def _sentences(host: str, port: int) -> Iterator[None]:
    """What the server or the line did wrong, as a sentence without the letter's secrets."""
    where = f"The mail server {host}:{port}"
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max((reply[0] for reply in error.recipients.values()), default=0)
        if code >= 500:
            raise Undeliverable(f"{where} refused the address for good ({code}).") from error
        raise MailFailure(f"{where} did not take the address just now ({code}).") from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailFailure(
            f"{where} refused our user name or password. Check SURVEY_MAIL_URL."
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailFailure(
            f"{where} offers no {'sign-in' if 'AUTH' in str(error) else 'STARTTLS'}."
            " Check SURVEY_MAIL_URL."
        ) from error
    except smtplib.SMTPResponseException as error:
        raise MailFailure(f"{where} did not take the mail ({error.smtp_code}).") from error
    except ssl.SSLError as error:
        raise MailFailure(f"{where} has no certificate that this machine trusts.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailure(f"{where} could not be reached, or broke off.") from error
