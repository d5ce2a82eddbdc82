"""The rules of a survey: which contacts it asks about, when, and how.

Stored as canonical JSON beside the survey; a rule that is left out has its default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time
from typing import Any, Literal

Via = Literal["mail", "sms", "mail_or_sms", "sms_or_mail", "link"]
# The ways of a message in the order in which they are tried; a link is passed on by others.
VIAS: Mapping[Via, tuple[str, ...]] = {
    "mail": ("mail",),
    "sms": ("sms",),
    "mail_or_sms": ("mail", "sms"),
    "sms_or_mail": ("sms", "mail"),
    "link": (),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is asked, and when. Empty tuples and None mean: no restriction.

    A contact is eligible by `channels`, `queues` (names), `reasons`, `languages` and its handle
    time in seconds. Of the eligible `sampling_percent` are asked, decided from the contact itself.
    Nobody is asked within `quarantine_days` of the last asking, by any survey or, where
    `is_own_quarantine`, by this one; `ignores_quarantine` asks regardless.

    The message leaves `delay_minutes` after the contact closed, never between `quiet_from` and
    `quiet_until` of the customer's day, and the link works for `expires_days`. One reminder follows
    after `reminder_days` (0: none). A contact that closed over `latest_hours` ago is not asked
    about. A headline answer of at most `case_at_most` (None: never) opens a case, due after
    `case_hours` working hours, owned by the user with the address `case_owner`.
    """

    channels: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least_handle_seconds: int | None = None
    most_handle_seconds: int | None = None
    sampling_percent: int = 100
    delay_minutes: int = 30
    quiet_from: str = "20:00"
    quiet_until: str = "08:00"
    quarantine_days: int = 30
    is_own_quarantine: bool = False
    ignores_quarantine: bool = False
    expires_days: int = 14
    reminder_days: int = 4
    latest_hours: int = 72
    via: Via = "mail"
    case_at_most: int | None = 2
    case_hours: int = 8
    case_owner: str = ""

    @property
    def quiet_times(self) -> tuple[time, time] | None:
        """When the quiet hours begin and end on the customer's clock, or None without any."""
        begins, ends = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until)
        return None if begins == ends else (begins, ends)


def to_text(rules: Rules) -> str:
    """The canonical text in which rules are stored."""
    return json.dumps(asdict(rules), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Rules:
    """The rules a stored text holds."""
    return from_data(json.loads(text))


def from_data(data: Mapping[str, Any]) -> Rules:
    """The rules in well-formed plain data; what is left out has its default."""
    tuples = ("channels", "queues", "reasons", "languages")
    values: dict[str, Any] = {k: tuple(v) if k in tuples else v for k, v in data.items()}
    return Rules(**values)
