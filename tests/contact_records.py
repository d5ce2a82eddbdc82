"""Contact records for tests, and everything an import leaves behind, in names instead of ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from survey.intake.contact import ContactRecord
from survey.intake.contact_mapping import Creation
from survey.intake.problems import Rejected
from survey.operations.contacts import accept_contacts
from survey.operations.import_report import ImportReport
from survey.store.database import rows

ZONE = ZoneInfo("Europe/Berlin")
CREATE_ALL = Creation(teams=True, under="centre", agents=True, leaders=True)
OPENED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PLAIN = ContactRecord(
    source="desk",
    external_id="C-1",
    queue="Billing",
    channel="phone",
    reason="Refund",
    agent="a1",
    agent_name="Ada",
    team="north",
    leader="l1",
    opened_at=OPENED_AT,
    closed_at=OPENED_AT + timedelta(minutes=10),
    closed_on=date(2026, 3, 2),
    handle_seconds=540,
    score=None,
    comment=None,
    customer_ref="K-1",
    tenure="0-30",
    shift="day",
)


def record(external_id: str = "C-1", /, **changes: Any) -> ContactRecord:
    """A closed contact, otherwise plain."""
    return PLAIN._replace(external_id=external_id, **changes)


def accept(*records: ContactRecord | Rejected, **options: Any) -> ImportReport:
    """Accept the records, creating whatever they name."""
    options.setdefault("creation", CREATE_ALL)
    return accept_contacts(records, zone=ZONE, **options)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Accepted, updated, unchanged, rejected."""
    return report.n_accepted, report.n_updated, report.n_unchanged, report.n_rejected


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, in names instead of ids, so that two databases can be compared."""
    return {name: rows(sql) for name, sql in _STATE.items()}


@dataclass(frozen=True, slots=True)
class Rollups:
    """Every cell of the daily and the monthly rollups."""

    contacts: list[tuple[Any, ...]]
    answers: list[tuple[Any, ...]]
    contact_months: list[tuple[Any, ...]]
    answer_months: list[tuple[Any, ...]]


def rollups() -> Rollups:
    """The rollups as they stand."""
    return Rollups(*(rows(sql) for sql in _ROLLUPS))


_ROLLUPS = (
    "SELECT unit_id, CAST(day AS TEXT), channel, queue_id, n_contacts, n_invited"
    " FROM contact_rollup ORDER BY 1, 2, 3, 4",
    "SELECT unit_id, item, CAST(day AS TEXT), channel, queue_id, value, is_invited, n"
    " FROM answer_rollup ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "SELECT unit_id, month, channel, queue_id, n_contacts, n_invited"
    " FROM contact_month ORDER BY 1, 2, 3, 4",
    "SELECT unit_id, item, month, channel, queue_id, value, is_invited, n"
    " FROM answer_month ORDER BY 1, 2, 3, 4, 5, 6, 7",
)
_CONTACT = """
SELECT source, external_id, queue.name, channel, reason, agent.code, unit.code, leader.code,
    opened_at, closed_at, CAST(closed_on AS TEXT), handle_seconds, customer_ref, tenure, shift
FROM contact
JOIN queue ON queue.id = queue_id
JOIN agent ON agent.id = agent_id
JOIN unit ON unit.id = unit_id
LEFT JOIN leader ON leader.id = leader_id
ORDER BY source, external_id
"""
_RESPONSE = """
SELECT contact.external_id, invitation_id IS NULL, comment, received_at, item, value
FROM response
JOIN contact ON contact.id = contact_id
LEFT JOIN answer ON answer.response_id = response.id
ORDER BY contact.external_id, item
"""
_STATE = {
    "contacts": _CONTACT,
    "responses": _RESPONSE,
    "memberships": "SELECT agent.code, agent.name, CAST(from_on AS TEXT), unit.code"
    " FROM membership JOIN agent ON agent.id = agent_id JOIN unit ON unit.id = unit_id"
    " ORDER BY agent.code, from_on",
    "units": "SELECT unit.code, above.code FROM unit LEFT JOIN unit AS above"
    " ON above.id = unit.parent_id ORDER BY unit.code",
    "contact rollups": "SELECT unit.code, CAST(day AS TEXT), channel, queue.name, n_contacts,"
    " n_invited FROM contact_rollup JOIN unit ON unit.id = unit_id JOIN queue"
    " ON queue.id = queue_id ORDER BY unit.code, day, channel, queue.name",
    "answer rollups": "SELECT unit.code, item, CAST(day AS TEXT), channel, queue.name, value, n"
    " FROM answer_rollup JOIN unit ON unit.id = unit_id JOIN queue ON queue.id = queue_id"
    " ORDER BY unit.code, day, channel, queue.name, value",
}
