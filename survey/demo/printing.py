"""The demo's reports by the calendar: for executives, for agents, and for whoever leads a team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from survey.intake.report_schedule import NewReportSchedule
from survey.operations.reports.schedules import add_schedule
from survey.privacy import gate
from survey.store import reads_of_people


def plan(*, executive: str, today: date) -> None:
    """Have the newest closed wave's reports made by the first worker, and all later ones.

    `executive` is the address of the user who is written to about the centre's.
    """
    closed = gate.closed_waves()
    reader = reads_of_people.user_with(executive)
    assert reader is not None  # among the people of the demo
    first = closed[-1].closes_on if closed else today
    for_executives = NewReportSchedule(
        name="Forum report",
        every="wave",
        kind="centre",
        unit_id=None,
        department_id=None,
        language="en",
        paper="a4",
        delivery="link",
        is_on=True,
        from_on=first,
        recipient_ids=(reader.id,),
    )
    add_schedule(for_executives)
    add_schedule(replace(for_executives, name="For agents", kind="agents", recipient_ids=()))
    quarterly = replace(for_executives, name="Every site and team", every="quarter", kind="unit")
    add_schedule(replace(quarterly, from_on=today, recipient_ids=()))
