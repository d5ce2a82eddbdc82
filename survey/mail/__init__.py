"""Mail leaves here: to an SMTP server, or into a folder where nobody runs one."""

from survey.mail.failures import (
    Confirm,
    NotSent,
    Unanswered,
    Undeliverable,
    Unreachable,
    Withheld,
    always,
)
from survey.mail.letter import Attachment, Letter, compose, is_one_address
from survey.mail.mailer import Mailer, from_url
from survey.mail.outbox import Outbox
from survey.mail.smtp import Smtp

__all__ = [
    "Attachment",
    "Confirm",
    "Letter",
    "Mailer",
    "NotSent",
    "Outbox",
    "Smtp",
    "Unanswered",
    "Undeliverable",
    "Unreachable",
    "Withheld",
    "always",
    "compose",
    "from_url",
    "is_one_address",
]
