"""The statement that keeps the organisation's look."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import run
from survey.store.fields import to_seconds


def keep_look(
    accent: str | None, logo: bytes | None, logo_type: str | None, *, now: datetime
) -> None:
    """The look is this from now on."""
    run(
        "INSERT INTO report_look (id, accent, logo, logo_type, changed_at) VALUES (1, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET accent = excluded.accent, logo = excluded.logo,"
        " logo_type = excluded.logo_type, changed_at = excluded.changed_at",
        (accent, logo, logo_type, to_seconds(now)),
    )
