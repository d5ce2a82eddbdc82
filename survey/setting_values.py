"""How the values of settings are read; each raises ValueError with what to write instead."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# What is kept for a while: kind, days by default, and what goes when they are over.
KEPT = (
    (
        "addresses",
        90,
        "Days for which customers' addresses are kept after the contact; 0: for good.",
    ),
    (
        "references",
        730,
        "Days for which customers' references are kept after the contact; 0: for good.",
    ),
    ("comments", 730, "Days for which customers' own words are kept; 0: for good."),
    ("drafts", 30, "Days for which answers begun and not sent are kept; 0: for good."),
    (
        "askings",
        400,
        "Days for which it is known who was asked; as long as any quarantine. 0: for good.",
    ),
    (
        "deliveries",
        90,
        "Days for which given-up letters, and what mail servers and providers said, are kept;"
        " 0: for good.",
    ),
    ("cases", 730, "Days for which the words in a closed case are kept; 0: for good."),
    ("webhook_log", 30, "Days for which messages to webhooks are kept; 0: for good."),
    (
        "ballots",
        730,
        "Days after closing for which a wave's ballots are kept; then counts of the whole centre"
        " are left. 0: for good.",
    ),
)


def text(value: str) -> str:
    """The text without blanks around it."""
    return value.strip()


def flag(value: str) -> bool:
    """Yes or no."""
    words = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if value.strip().lower() not in words:
        raise ValueError("write yes or no")
    return words[value.strip().lower()]


def zone(value: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(value.strip())
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("write an IANA name such as Europe/Berlin") from error


def database_url(value: str) -> str:
    """The address of a database."""
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user@host/name")
    return value


def base_url(value: str) -> str:
    """The address people open, without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("write the address people open, such as https://feedback.example.org")
    return value.rstrip("/")


def mail_url(value: str) -> str:
    """How mail leaves."""
    if not value.startswith(("outbox:", "smtp://", "smtps://", "smtp+starttls://")):
        raise ValueError(
            "write outbox:FOLDER, smtp://host:port, smtp+starttls://user:password@host:port"
            " or smtps://user:password@host:port"
        )
    return value


def sms_url(value: str) -> str:
    """How short messages leave."""
    if not value.startswith(("outbox:", "https://", "http://")):
        raise ValueError("write outbox:FOLDER or https://USER:PASSWORD@HOST/PATH?From=NUMBER")
    return value


def hours(value: str) -> int:
    """A number of hours."""
    if not value.strip().isdecimal() or not 1 <= int(value) <= 720:
        raise ValueError("write a number of hours from 1 to 720")
    return int(value)


def proxies(value: str) -> int:
    """A number of proxies."""
    if not value.strip().isdecimal() or int(value) > 9:
        raise ValueError("write how many proxies there are, from 0 to 9")
    return int(value)


def folder(value: str) -> Path:
    """A folder, in full."""
    return Path(value).expanduser().resolve()


def days(value: str) -> int:
    """A number of days; 0 stands for ever."""
    if not value.strip().isdecimal() or int(value) > 36_500:
        raise ValueError("write a number of days up to 36500, or 0 to keep it")
    return int(value)
