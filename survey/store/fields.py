"""Column types of our own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from peewee import BigIntegerField


def to_seconds(instant: datetime) -> int:
    """Whole seconds since 1970 in UTC; the form in which instants are stored.

    Raises:
        ValueError: the instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone before it can be stored.")
    return int(instant.timestamp())


def from_seconds(seconds: int) -> datetime:
    """The stored instant as an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


class InstantField(BigIntegerField):
    """An instant, stored as whole seconds since 1970 so that both engines agree to the bit."""

    def db_value(self, value: datetime | None) -> int | None:
        return None if value is None else to_seconds(value)

    def python_value(self, value: Any) -> datetime | None:
        return None if value is None else from_seconds(value)
