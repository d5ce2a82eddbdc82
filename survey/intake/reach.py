"""How a contact's customer can be reached: address, language, time zone, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from survey.intake.problems import Unfit, shorten

LONGEST_EMAIL = 254
LONGEST_TAG = 35
# The unquoted form of an address in plain letters: no space, comma, bracket or line break fits.
_EMAIL = re.compile(
    r"[!#-'*+/-9=?A-Z^-~-]+(\.[!#-'*+/-9=?A-Z^-~-]+)*@([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+"
)
_BETWEEN_DIGITS = re.compile(r"\(0\)|[\s().\-\u2010-\u2015/]")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Reach(NamedTuple):
    """How one customer can be reached; what is not known is None.

    `phone` is in E.164 form, `language` a BCP 47 tag, `timezone` an IANA name.
    """

    email: str | None
    phone: str | None
    language: str | None
    timezone: str | None


def is_email(text: str) -> bool:
    """Whether this is one email address, and nothing but one."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def check_email(text: str) -> str:
    """The address in small letters, its domain in those of the name system.

    >>> check_email("Ana@BÜCHER.example")
    'ana@xn--bcher-kva.example'
    """
    mailbox, at, domain = text.lower().rpartition("@")
    try:
        address = mailbox + at + domain.encode("idna").decode()
    except UnicodeError:
        address = text
    if not is_email(address):
        raise Unfit("It is not one email address such as name@example.org.")

    return address


def check_phone(text: str) -> str:
    """The number in E.164 form.

    >>> check_phone("0049 (0)30 901-820")
    '+4930901820'
    """
    number = _BETWEEN_DIGITS.sub("", text)
    if number.startswith("00"):
        number = "+" + number[2:]
    if not number.startswith("+"):
        raise Unfit("The number does not say its country. Write it like +49 30 901820.")
    if not _E164.fullmatch(number):
        raise Unfit("It is not a phone number such as +49 30 901820.")

    return number


def check_language(text: str) -> str:
    """The tag, written as BCP 47 recommends.

    >>> check_language("zh_hant_tw")
    'zh-Hant-TW'
    """
    tag = text.replace("_", "-")
    if len(tag) > LONGEST_TAG or not _TAG.fullmatch(tag):
        raise Unfit("It is not a language tag such as de or pt-BR.")
    language, *parts = tag.split("-")

    return "-".join([language.lower(), *map(_write_subtag, parts)])


def _write_subtag(part: str) -> str:
    return {2: part.upper(), 4: part.title()}.get(len(part), part.lower())


def check_timezone(text: str) -> str:
    """The name, where the time-zone database knows it."""
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, KeyError):  # malformed, a folder of the database, not in it
        raise Unfit(
            "This time zone is not known. Use an IANA name such as Europe/Berlin."
        ) from None


CHECKS: Mapping[str, Callable[[str], str]] = {
    "email": check_email,
    "phone": check_phone,
    "language": check_language,
    "timezone": check_timezone,
}
_KEYS = ", ".join(CHECKS)
# The same as fields of a file.
COLUMNS = {f"customer_{name}": check for name, check in CHECKS.items()}


def fold(names: Sequence[str]) -> Callable[..., Reach | None]:
    """What makes a Reach of the values of these fields of a file; None where all are None."""
    places = [names.index(name) if name in names else None for name in COLUMNS]

    def make(*values: str | None) -> Reach | None:
        found = [None if place is None else values[place] for place in places]
        return Reach(*found) if any(found) else None

    return make


def read_customer(given: object) -> tuple[Reach | None, Sequence[tuple[str, object, str]]]:
    """The Reach that a decoded JSON value describes, and (key, value, reason) of each problem."""
    if given is None:
        return None, ()
    if not isinstance(given, dict):
        return None, [("customer", given, f"It must be an object with the keys {_KEYS}.")]
    problems = [
        (
            f"customer.{shorten(key)}",
            value,
            f"This key is not known. Known are {_KEYS}.",
        )
        for key, value in given.items()
        if key not in CHECKS
    ]
    values: dict[str, str | None] = dict.fromkeys(CHECKS)
    for key, value, reason in _read_values(given, values):
        problems.append((f"customer.{key}", value, reason))

    return (Reach(**values) if any(values.values()) else None), problems


def _read_values(
    given: Mapping[str, Any], values: dict[str, str | None]
) -> Iterator[tuple[str, object, str]]:
    """Fill in what can be read; gives what cannot."""
    for key, check in CHECKS.items():
        value = given.get(key)
        if value is None:
            continue
        try:
            if not isinstance(value, str):
                raise Unfit("It must be a text in quotes.")
            values[key] = check(value.strip()) if value.strip() else None
        except Unfit as reason:
            yield key, value, str(reason)
