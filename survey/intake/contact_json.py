"""Closed contacts from the JSON door: the same record and the same checks as from a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from survey.intake.contact import CODES, ContactRecord, find_time_faults
from survey.intake.contact_columns import read_comment
from survey.intake.contact_mapping import ScoreScale
from survey.intake.fields import (
    check_channel,
    check_handle_seconds,
    check_identifier,
    check_name,
    check_score,
)
from survey.intake.moments import NO_MOMENT, Moment, check_range
from survey.intake.problems import Problem, Rejected, Unfit, shorten
from survey.intake.reach import Reach, read_customer

CSAT = ScoreScale("csat", 1, 5)
REQUIRED_KEYS = ("source", "external_id", "queue", "channel", "agent", "team")
KNOWN_KEYS = (*(key for key in ContactRecord._fields if key != "reach"), "customer")
_TEXT_CHECKS: dict[str, Callable[[str], str]] = {
    "source": check_name,
    "external_id": check_identifier,
    "queue": check_name,
    "channel": check_channel,
    "reason": check_name,
    "agent": check_name,
    "agent_name": check_name,
    "team": check_name,
    "leader": check_name,
    "comment": read_comment,
    "customer_ref": check_name,
    "tenure": check_name,
    "shift": check_name,
}
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?P<offset>[Zz]|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def parse_contact_object(
    given: object, *, row: int, zone: ZoneInfo, now: datetime, scale: ScoreScale = CSAT
) -> ContactRecord | Rejected:
    """The record that a decoded JSON value describes, or its row rejected with every reason.

    The keys are the record's fields. Instants are ISO 8601 with an offset; where only the day is
    known, `closed_on` stands instead of `closed_at`. `zone` is the centre's: it decides on which
    day a contact closed. There are no lines, so problems carry line 0.
    """
    if not isinstance(given, dict):
        message = "A contact is a JSON object."
        return Rejected(row, 0, (Problem(row, 0, "contact", shorten(given), message),))

    return _Reading(given, row, zone, now).read(scale)


class _Reading:
    """One pass over one object, with the problems met so far."""

    def __init__(self, given: dict[str, Any], row: int, zone: ZoneInfo, now: datetime) -> None:
        self._given = given
        self._row = row
        self._zone = zone
        self._now = now
        self._problems: list[Problem] = []

    def read(self, scale: ScoreScale) -> ContactRecord | Rejected:
        self._refuse_unknown_keys()
        values = {key: self._take(key, _check_text(check)) for key, check in _TEXT_CHECKS.items()}
        values["handle_seconds"] = self._take("handle_seconds", _check_handle_seconds)
        values["score"] = self._take(
            "score", lambda score: check_score(_check_whole(score), scale.low, scale.high)
        )
        opened, closed = self._take_times()
        values["reach"] = self._take_customer()
        if self._problems:
            codes = tuple((key, code) for key in CODES if (code := values[key]))
            return Rejected(self._row, 0, tuple(self._problems), codes)
        values["opened_at"], values["closed_at"], values["closed_on"] = opened[0], *closed

        return ContactRecord(**values)

    def _take(self, key: str, check: Callable[[Any], Any]) -> Any:
        """The checked value of a key; None, with the problem noted, where there is none."""
        value = self._given.get(key)
        if isinstance(value, str):
            value = value.strip() or None
        if value is None:
            if key in REQUIRED_KEYS:
                self._note(key, f"{key} is missing.")
            return None
        try:
            return check(value)
        except Unfit as reason:
            self._note(key, str(reason))
            return None

    def _take_customer(self) -> Reach | None:
        found, problems = read_customer(self._given.get("customer"))
        for key, value, reason in problems:
            self._problems.append(Problem(self._row, 0, key, shorten(value), reason))
        return found

    def _take_times(self) -> tuple[Moment, Moment]:
        n_before = len(self._problems)
        opened = self._take("opened_at", self._check_instant) or NO_MOMENT
        at = self._take("closed_at", self._check_instant)
        on = self._take("closed_on", _check_day)
        if (at is None) == (on is None) and len(self._problems) == n_before:
            self._note("closed_at", "Give either closed_at or, for the day alone, closed_on.")
        closed = at or (None, on)
        if len(self._problems) == n_before:
            for fault in find_time_faults(opened, closed, zone=self._zone, now=self._now):
                self._note("closed_at" if at else "closed_on", fault)

        return opened, closed

    def _check_instant(self, value: object) -> Moment:
        at = _read_instant(_check_is_text(value))
        return at, at.astimezone(self._zone).date()

    def _refuse_unknown_keys(self) -> None:
        for key in self._given:
            if key not in KNOWN_KEYS:
                self._note(key, f"This key is not known. Known are {', '.join(KNOWN_KEYS)}.")

    def _note(self, key: str, message: str) -> None:
        value = self._given.get(key)
        shown = "" if value is None else shorten(value)
        self._problems.append(Problem(self._row, 0, shorten(key), shown, message))


def _check_text(check: Callable[[str], str]) -> Callable[[object], str]:
    return lambda value: check(_check_is_text(value))


def _check_is_text(value: object) -> str:
    if not isinstance(value, str):
        raise Unfit("It must be a text in quotes.")

    return value


def _check_whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit("It must be a whole number without quotes.")

    return value


def _check_handle_seconds(value: object) -> int:
    # Not a number and infinity, which Python's JSON reader lets in, fail the comparison.
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < 1e15:
        raise Unfit("It must be a number of seconds without quotes.")

    return check_handle_seconds(value)


def _read_instant(text: str) -> datetime:
    shape = _INSTANT.fullmatch(text)
    if shape and not shape["offset"]:
        raise Unfit("The time has no offset. Write it as 2026-01-31T18:05:00+01:00, or with Z.")
    try:
        at = datetime.fromisoformat(text) if shape else None
    except ValueError:
        at = None
    if at is None:
        raise Unfit("It is not an ISO 8601 instant such as 2026-01-31T18:05:00+01:00.")
    check_range(at.date())

    return at.astimezone(UTC)


def _check_day(value: object) -> date:
    text = _check_is_text(value)
    try:
        on = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        on = None
    if on is None:
        raise Unfit("It is not a day such as 2026-01-31.")
    check_range(on)

    return on
