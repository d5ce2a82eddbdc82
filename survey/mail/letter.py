"""A letter, and the message it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from survey.errors import InvalidInput

# Seven bits pass every server, those that never heard of 8BITMIME included.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF that goes with a letter, under this name."""

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one address. The same `key` means the same letter, sent again after a failure.

    Bounces go to `bounces_to`, or to the sender where it is empty; `unsubscribe` is the address of
    a page that takes the reader off the list, for the button of mail programs (RFC 8058). A person
    wrote a letter with `reply_to`: answers go there. Only a letter that `is_for_screen` is shown
    in full where mail is printed; others may hold links that are their reader's alone.

    Raises:
        InvalidInput: the address is not exactly one, or a header holds a line break.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    bounces_to: str = ""
    unsubscribe: str = ""
    reply_to: str = ""
    is_for_screen: bool = False
    attachment: Attachment | None = None

    def __post_init__(self) -> None:
        problems = []
        if not is_one_address(self.to):
            problems.append("Mail goes to one address, such as name@example.org.")
        if not self.subject or not self.subject.isprintable():
            problems.append("The subject of a mail is one line of text.")
        if not (self.key.isascii() and self.key.replace("-", "").isalnum()):
            problems.append("The key of a mail is made of letters, digits and hyphens.")
        if self.bounces_to and not is_one_address(self.bounces_to):
            problems.append("Bounces go to one address, such as bounces@example.org.")
        if self.reply_to and not is_one_address(self.reply_to):
            problems.append("Answers go to one address, such as name@example.org.")
        if not self.unsubscribe.isprintable() or set("<> ") & set(self.unsubscribe):
            problems.append("The address to unsubscribe at is one address of a page.")
        if problems:
            raise InvalidInput(problems)


def compose(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as a message with a text and an HTML part, and its attachment."""
    message = EmailMessage(policy=POLICY)
    name, address = parseaddr(sender)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.key}@{address.rpartition('@')[2]}>"
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    else:
        # So that no holiday notice answers.
        message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    # The boundary is random by default; the same letter has the same bytes.
    message.set_boundary(f"part-{letter.key}")
    if letter.attachment is not None:
        message.add_attachment(
            letter.attachment.pdf,
            maintype="application",
            subtype="pdf",
            filename=letter.attachment.name,
        )
        message.set_boundary(f"whole-{letter.key}")
    return message


def is_one_address(value: str) -> bool:
    """Whether mail can go to this: exactly one address, without a name."""
    if not value.isascii() or not value.isprintable() or "@" not in value:
        return False
    try:
        return Address(addr_spec=value).addr_spec == value and " " not in value
    except (ValueError, HeaderParseError, IndexError):
        return False
