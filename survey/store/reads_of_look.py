"""The organisation's look in reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class LookRow:
    """The accent as `#rrggbb` and the logo with its type, each None where none was set."""

    accent: str | None = None
    logo: bytes | None = None
    logo_type: Literal["image/png", "image/jpeg", "image/svg+xml"] | None = None


def look() -> LookRow:
    """The look that was set last; an empty one before any was."""
    found = rows("SELECT accent, logo, logo_type FROM report_look WHERE id = 1")
    for accent, logo, logo_type in found:
        return LookRow(accent, None if logo is None else bytes(logo), logo_type)
    return LookRow()
