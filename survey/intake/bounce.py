"""Bounces as other mail servers report them (RFC 3464, RFC 6533), and what is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from survey.errors import Refusal
from survey.intake.mailbox import ENHANCED, blames_mailbox

# Where a server writes the address that it delivers a message to.
_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_MARK = re.compile(r"\bbounce\+([0-9]{1,10}-[a-z2-7]{24})@", re.IGNORECASE)
# What stands alone for a status where a server does not know one, and a reply's plain code.
_UNKNOWN = re.compile(r"[45]\.0\.0")
_CODE = re.compile(r"\b5\d\d\b")
_DELIVERY_STATUS = ("message/delivery-status", "message/global-delivery-status")
# What Exim puts between its words and the letter that bounced.
_COPY = re.compile(r"^-{4,}.*copy of", re.MULTILINE)
_ADDRESS = re.compile(r"5\.([567]\.|3\.4$)")
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
LONGEST_DIAGNOSIS = 200


class NoBounce(Refusal):
    """The message is no bounce of ours; `message` says what it is."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a message did not arrive.

    `mark` is that of the delivery it went back to. A hard one says that it never will; `is_blamed`
    that the mailbox is the matter. `note` tells in a sentence what was reported.
    """

    mark: str
    is_hard: bool
    is_blamed: bool
    note: str


def read_bounce(raw: bytes, *, recipient: str = "") -> Bounce:
    """The bounce that a message is; `recipient` is the address it came to, where that is known.

    Raises:
        NoBounce: it is something else, such as a holiday notice.
    """
    message = message_from_bytes(raw)
    mark = _mark(message, recipient)
    if mark is None:
        raise NoBounce("Ignored: this message did not come to an address for bounces.")
    fields, words = _fields(message), _words(message)
    if fields is None and message.get("X-Failed-Recipients"):
        # Exim before 4.87 says in words what happened, and only where it has given up.
        return _bounce(mark, "", words, is_final=True, is_at_address="RCPT TO" in words)
    if fields is None:
        raise NoBounce("Ignored: this message is no delivery report. Nothing was changed.")
    action = str(fields.get("Action", "")).strip().lower()
    if action not in ("failed", "delayed"):
        raise NoBounce(f"Ignored: the report says ‘{_clean(action)}’, which is no failure.")
    found = ENHANCED.search(str(fields.get("Status", "")))
    said = str(fields.get("Diagnostic-Code", "")).partition(";")[2]
    at_address = "RCPT TO" in words
    status, is_final = found[0] if found else "", action == "failed"
    return _bounce(mark, status, said, is_final=is_final, is_at_address=at_address)


def _bounce(mark: str, status: str, said: str, *, is_final: bool, is_at_address: bool) -> Bounce:
    """The bounce with this status, or the one named in what was said where it tells nothing."""
    if not status or _UNKNOWN.fullmatch(status):
        named = ENHANCED.search(said)
        status = named[0] if named else ""
    code = _CODE.search(said)
    is_blamed = is_final and blames_mailbox(
        status, int(code[0]) if code else 0, is_at_address=is_at_address
    )
    what, diagnosis = "did not arrive" if is_final else "is late", _clean(said)
    note = f"The mail {what} ({status or 'no status'}){': ' + diagnosis if diagnosis else ''}."
    return Bounce(mark, is_final, is_blamed, note)


def _mark(message: Message, recipient: str) -> str | None:
    """The mark in the address that the message came to."""
    texts = [recipient, *(str(one) for name in _HEADERS for one in message.get_all(name, []))]
    found = next((one for text in texts if (one := _MARK.search(text))), None)
    return found[1].lower() if found else None


def _fields(message: Message) -> Message | None:
    """What a delivery report says about the recipient, or None where it is none."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    for part in message.walk():
        if part.get_content_type() in _DELIVERY_STATUS:
            return next((one for one in _blocks(part) if one.get("Action")), None)
    return None


def _blocks(part: Message) -> list[Message]:
    """The blocks of fields: of the message, and of each recipient."""
    inner = part.get_payload()
    if part.get_content_type() == _DELIVERY_STATUS[0] and isinstance(inner, list):
        return [one for one in inner if isinstance(one, Message)]
    # The library takes what is global (RFC 6533) for a letter whose words are the other blocks.
    whole = part.as_bytes().replace(b"\r\n", b"\n")
    return [message_from_bytes(block) for block in whole.split(b"\n\n")]


def _words(message: Message) -> str:
    """What the server says in words, without the letter it returns."""
    first = next((one for one in message.walk() if one.get_content_type() == "text/plain"), None)
    words = first.get_payload(decode=True) if first is not None else b""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else ""
    return _COPY.split(text)[0]


def _clean(text: str) -> str:
    """What a stranger's server wrote, as one short line that names nobody's address."""
    text = _ADDRESS.sub("(address)", text)
    line = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return line[:LONGEST_DIAGNOSIS].rstrip(". ")
