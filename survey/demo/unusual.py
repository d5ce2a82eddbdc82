"""The signals of the last half year, one of them explained, and the thresholds of the centre."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from survey.access import ANALYST
from survey.demo import trouble
from survey.operations import signals, thresholds
from survey.store import reads_of_people, reads_of_signals, reads_of_units

LOOKS_BACK = timedelta(weeks=26)
LOW, HIGH = "70", "90"
NOTE = "Parcels got stuck at the depot for days. The carrier has said what it will change."


def look_back(analyst_email: str, *, today: date, now: datetime) -> None:
    """Set the thresholds, find what stood out, and say what the bad week on one line was."""
    analyst = reads_of_people.user_with(analyst_email)
    assert analyst is not None  # among the demo's people
    thresholds.set_threshold("top_box", "centre", LOW, HIGH, user_id=analyst.id, now=now)
    last = signals.last_settled_day(today)
    signals.find_signals(
        until_on=last, today=today, now=now, from_on=last - LOOKS_BACK, tells_owners=False
    )
    monday = trouble.first_day(today)
    found = reads_of_signals.signals(
        unit_ids=reads_of_units.unit_ids(), has_queues=True, from_on=monday, until_on=monday
    )
    for one in found:
        if one.name == trouble.QUEUE and one.every == "week":
            signals.note(
                one.id,
                NOTE,
                seen="",
                user_id=analyst.id,
                unit_ids=frozenset(),
                role=ANALYST,
                now=now,
            )
