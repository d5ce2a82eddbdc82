"""Short messages leave here: by a provider's HTTP interface, or into a folder."""

from __future__ import annotations

import http.client
import json
from base64 import b64encode
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from survey.errors import InvalidInput
from survey.mail.failures import (
    Confirm,
    NotSent,
    Unanswered,
    Undeliverable,
    Unreachable,
    Withheld,
    always,
)
from survey.mail.outbox import put_file

PATIENCE_SECONDS = 20
LARGEST_REPLY = 65_536
# A longer wait than this is our own to choose.
LONGEST_WAIT = 3600
# With these codes the provider says that the number takes no message: not a number, no mobile
# phone, or its owner has told the provider to stop.
OF_THE_NUMBER = (21211, 21214, 21217, 21610, 21614)
# The alphabet of GSM 03.38, in which a message has 160 places; the second row takes two each.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = frozenset("^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """One text to one phone number. The same `key` means the same message, sent again."""

    key: str
    to: str
    text: str


class Texter(Protocol):
    """Something that sends short messages."""

    def send(self, message: ShortMessage, *, confirm: Confirm = always) -> None:
        """Hand the message over, after `confirm` has said yes.

        Raises:
            NotSent: it did not leave.
        """


@dataclass(frozen=True, slots=True)
class Provider:
    """Sends by POST of a form with To, Body and `fields` (From, or MessagingServiceSid).

    This is Twilio's interface, which others offer as well.
    """

    host: str
    path: str
    user: str
    password: str
    fields: tuple[tuple[str, str], ...]
    is_tls: bool = True
    patience: float = PATIENCE_SECONDS

    def send(self, message: ShortMessage, *, confirm: Confirm = always) -> None:
        """Hand the message to the provider, which has then accepted it."""
        where = f"The provider {self.host}"
        kind = http.client.HTTPSConnection if self.is_tls else http.client.HTTPConnection
        with closing(kind(self.host, timeout=self.patience)) as connection:
            try:
                connection.connect()
            except OSError as error:
                raise Unreachable(f"{where} could not be reached.") from error
            if not confirm():
                raise Withheld("Somebody else took this message over.")
            try:
                self._post(connection, message)
                reply = connection.getresponse()
                body = reply.read(LARGEST_REPLY)
            except (OSError, http.client.HTTPException) as error:
                raise Unanswered(
                    f"{where} did not say whether it took the message, so it is not sent again."
                ) from error
        _judge(reply, _code(body), where)

    def _post(self, connection: http.client.HTTPConnection, message: ShortMessage) -> None:
        form = urlencode((("To", message.to), ("Body", message.text), *self.fields))
        names = b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {
            "Authorization": f"Basic {names}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        connection.request("POST", self.path, form.encode(), headers)


@dataclass(frozen=True, slots=True)
class Folder:
    """Keeps each message as one file in a folder, and tells of it in `echo` where given."""

    folder: Path
    echo: TextIO | None = None

    def send(self, message: ShortMessage, *, confirm: Confirm = always) -> None:
        """Write the message; it appears whole, and once however often it is sent."""
        content = f"To: {message.to}\n\n{message.text}\n".encode()
        put_file(self.folder, f"sms-{message.key}.txt", content, confirm=confirm)
        if self.echo is not None:
            print(f"Short message to {message.to}", file=self.echo)


def from_url(url: str, *, echo: TextIO | None = None) -> Texter:
    """The way out a `sms_url` setting names.

    Raises:
        InvalidInput: it names no provider, no sender or no folder.
    """
    if url.startswith("outbox:") and url != "outbox:":
        return Folder(Path(url.removeprefix("outbox:")).expanduser(), echo)
    parts = urlsplit(url)
    fields = tuple(parse_qsl(parts.query))
    if (
        parts.scheme not in ("http", "https")
        or not (parts.hostname and parts.username and parts.password)
        or {name for name, _ in fields} not in ({"From"}, {"MessagingServiceSid"})
    ):
        raise InvalidInput(
            ["Short messages need a provider, such as https://USER:PASSWORD@HOST/PATH?From=%2B49…"]
        )
    return Provider(
        host=parts.netloc.rpartition("@")[2],
        path=parts.path or "/",
        user=unquote(parts.username),
        password=unquote(parts.password),
        fields=fields,
        is_tls=parts.scheme == "https",
    )


def n_segments(text: str) -> int:
    """How many messages a phone network makes of the text, and its sender pays."""
    if set(text) <= GSM | GSM_DOUBLE:
        places, single, joined = sum(2 if c in GSM_DOUBLE else 1 for c in text), 160, 153
    else:
        places, single, joined = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if places <= single else -(-places // joined)


def fitted(words: str, link: str, *, most_segments: int) -> str:
    """Words and link within so many messages: what is too long loses words, never the link."""
    text, left = f"{words} {link}", words.split()
    while left and n_segments(text) > most_segments:
        left = left[:-1]
        text = f"{' '.join(left)}... {link}" if left else link
    return text


def _judge(reply: http.client.HTTPResponse, code: Any, where: str) -> None:
    """Say what a reply means.

    Raises:
        NotSent: the message was not taken, or nobody can tell.
    """
    status = reply.status
    said = f"({status}, code {code})" if code else f"({status})"
    if 200 <= status < 300:
        if code is None:
            raise Unanswered(f"{where} answered {status} with what cannot be read.")
        return
    if status == 400 and code in OF_THE_NUMBER:
        raise Undeliverable(f"{where} refused the number for good {said}.")
    if status in (429, 503):
        raise Unreachable(f"{where} asked us to wait {said}.", seconds=_seconds(reply))
    if status < 400 or status in (401, 403, 404, 405, 407):
        raise Unreachable(f"{where} does not take our messages {said}. Check SURVEY_SMS_URL.")
    raise NotSent(f"{where} did not take the message {said}.")


def _code(body: bytes) -> Any:
    """The provider's code, 0 where all is well, None for a body that is none of its own."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    return data.get("code") or (0 if data.get("sid") else None)


def _seconds(reply: http.client.HTTPResponse) -> int:
    after = reply.headers.get("Retry-After", "")
    return min(int(after), LONGEST_WAIT) if after.isdecimal() else 0
