"""The frame of an edition, as the report's sections take it."""

from __future__ import annotations

from datetime import UTC, date, tzinfo

from survey.insight.report.frame import Frame
from survey.insight.report.framing import frame_of
from survey.intake.editions import Edition, Kind

TODAY = date(2026, 4, 1)


def frame(
    occasion: str = "month:2026-02",
    *,
    kind: Kind = "centre",
    unit_id: int | None = None,
    department_id: int | None = None,
    today: date = TODAY,
    zone: tzinfo = UTC,
) -> Frame:
    """The frame of an edition of a centre called Larkfield that is no demo."""
    edition = Edition(kind, occasion, unit_id=unit_id, department_id=department_id)
    return frame_of(edition, organisation="Larkfield", is_demo=False, today=today, zone=zone)
