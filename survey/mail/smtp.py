"""Letters to an SMTP server, their last line apart from the rest.

A server has taken nothing until it has read the line with the single dot. So everything else goes
first, then the caller is asked, and only then the dot follows.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from survey.mail.failures import Confirm, NotSent, Unanswered, Withheld, always
from survey.mail.letter import Letter, compose
from survey.mail.replies import refused_letter, unreachable

# Some servers let a stranger wait before they greet.
PATIENCE_SECONDS = 60
# RFC 5321, 4.5.3.2.6: whoever gives up on the last reply too soon makes duplicates.
LAST_PATIENCE_SECONDS = 600
# A connection is used again while it is young and in use; servers hang up on idle ones.
MOST_LETTERS = 50
IDLE_SECONDS = 15


class _Line(smtplib.SMTP):
    """A connection that asks before it completes a letter."""

    confirm: Confirm = staticmethod(always)
    last_patience: float = LAST_PATIENCE_SECONDS
    n_letters = 0
    used_at = 0.0

    def data(self, msg: Any) -> tuple[int, bytes]:
        """The reply to the letter, which is bytes whose lines end with CR and LF."""
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        # A line that begins with a dot gets a second one.
        body = b"\r\n".join(
            b"." + line if line.startswith(b".") else line
            for line in msg.removesuffix(b"\r\n").split(b"\r\n")
        )
        self.send(body + b"\r\n")
        if not self.confirm():
            self.close()
            raise Withheld("Somebody else took this letter over.")
        return self._complete()

    def _complete(self) -> tuple[int, bytes]:
        if self.sock is not None:
            self.sock.settimeout(self.last_patience)
        try:
            self.send(b".\r\n")
            code, reply = self.getreply()
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                raise Unanswered("The mail server did not say whether it took the mail.") from error
            raise NotSent("The mail server broke off without taking the mail.") from error
        if self.sock is not None:
            self.sock.settimeout(self.timeout)
        if not 200 <= code < 300 and not 400 <= code < 600:
            raise Unanswered("The mail server gave no answer that can be read.")
        return (250 if code < 300 else code), reply


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """The same by TLS from the start."""


@dataclass(slots=True)
class Smtp:
    """Sends by an SMTP server: in the clear, upgraded by STARTTLS, or by TLS from the start."""

    sender: str
    security: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: ssl.SSLContext | None = None
    patience: float = PATIENCE_SECONDS
    last_patience: float = LAST_PATIENCE_SECONDS
    _line: _Line | None = field(default=None, init=False, compare=False, repr=False)

    def send(self, letter: Letter, *, confirm: Confirm = always) -> None:
        """Hand the letter to the server, which has then accepted it."""
        message = compose(letter, sender=self.sender)
        where = f"The mail server {self.host}:{self.port}"
        line = self._open_line(where)
        line.confirm = confirm
        is_done = False
        try:
            line.send_message(message, from_addr=letter.bounces_to or None)
            is_done = True
        except (OSError, smtplib.SMTPException) as error:
            raise refused_letter(error, where) from error
        finally:
            line.n_letters += 1
            line.used_at = time.monotonic()
            self._line = line if is_done else None
            if not is_done:
                line.close()

    def _open_line(self, where: str) -> _Line:
        """A connection that answers: the one of the letter before, or a new one."""
        line, self._line = self._line, None
        if line is not None:
            is_young = line.n_letters < MOST_LETTERS
            if is_young and time.monotonic() - line.used_at < IDLE_SECONDS and _answers(line):
                return line
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
            line.close()
        try:
            return self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise unreachable(error, where) from error

    def _connect(self) -> _Line:
        if self.security == "smtps":
            line: _Line = _TlsLine(self.host, self.port, timeout=self.patience, context=self._tls())
        else:
            line = _Line(self.host, self.port, timeout=self.patience)
        line.last_patience = self.last_patience
        try:
            if self.security == "smtp+starttls":
                line.starttls(context=self._tls())
            if self.user:
                line.login(self.user, self.password)
            line.ehlo_or_helo_if_needed()
        except BaseException:
            line.close()
            raise
        return line

    def _tls(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()


def _answers(line: _Line) -> bool:
    try:
        return line.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
