"""Contacts that closed just now, decided about, and what was decided, in names instead of ids."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from survey.intake.contact import ContactRecord
from survey.intake.reach import Reach
from survey.operations.deciding import decide_batch
from survey.store.database import rows
from tests.conftest import NOW
from tests.contact_records import ZONE, accept, record

KEY = "a-secret-for-tests-only"
ANN = "ann@example.org"


def fresh(external_id: str = "C-1", /, *, email: str | None = ANN, **changes: Any) -> ContactRecord:
    """A contact that closed an hour ago, with a customer who has a mail address."""
    closed_at: datetime = changes.pop("closed_at", NOW - timedelta(hours=1))
    parts = {part: changes.pop(part, None) for part in ("phone", "language", "timezone")}
    reach = Reach(email, **parts)
    changes.setdefault("customer_ref", None)
    return record(
        external_id,
        opened_at=closed_at - timedelta(minutes=10),
        closed_at=closed_at,
        closed_on=closed_at.astimezone(ZONE).date(),
        reach=reach if any(reach) else None,
        **changes,
    )


def ask_about(*records: ContactRecord, now: datetime = NOW) -> dict[str, str]:
    """Outcomes by external id after these contacts came and were decided about."""
    accept(*records)
    decide(now=now)
    return outcomes()


def decide(*, now: datetime = NOW, n: int = 1_000) -> int:
    """How many contacts were decided about in one batch."""
    return decide_batch(now=now, secret_key=KEY, zone=ZONE, n=n)


def outcomes() -> dict[str, str]:
    """The outcome of each contact, with the rule that did not fit."""
    found = rows(
        "SELECT external_id, outcome, rule FROM survey_decision"
        " JOIN contact ON contact.id = contact_id ORDER BY contact.id"
    )
    return {name: f"{outcome}: {rule}" if rule else outcome for name, outcome, rule in found}


def invited_by() -> dict[str, str]:
    """The code of the survey that asks about each contact."""
    return dict(
        rows(
            "SELECT external_id, survey.code FROM invitation"
            " JOIN contact ON contact.id = contact_id JOIN survey ON survey.id = survey_id"
        )
    )


def deliveries() -> dict[str, tuple[Any, ...]]:
    """Way, state and instant of the message about each contact."""
    found = rows(
        "SELECT external_id, delivery.via, delivery.state, delivery.due_at FROM delivery"
        " JOIN invitation ON invitation.id = invitation_id"
        " JOIN contact ON contact.id = contact_id ORDER BY contact.id"
    )
    return {name: tuple(rest) for name, *rest in found}


def n_invited() -> tuple[int, int]:
    """How many invitations there are, and how many the rollups count."""
    found = rows(
        "SELECT (SELECT count(*) FROM invitation),"
        " (SELECT coalesce(sum(n_invited), 0) FROM contact_rollup)"
    )
    return int(found[0][0]), int(found[0][1])
