"""Customers with addresses whose invitations wait to be sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.rules import Rules, to_text
from survey.operations import satisfaction, tokens
from survey.store.database import rows, run, transaction
from survey.store.fields import to_seconds
from survey.store.reads_of_invitations import digest_of
from tests import invited
from tests.conftest import NOW

KEY = "a-secret-for-tests-only"
AWAKE = Rules(quiet_from="00:00", quiet_until="00:00")


def survey(rules: Rules = AWAKE, instrument: Instrument = AFTER_CONTACT) -> int:
    """The id of a live survey."""
    digest = satisfaction.ensure_instrument(instrument)
    with transaction():
        found = rows(
            "INSERT INTO survey (code, name, state, draft, rules, position, instrument_digest,"
            " published_at) SELECT ?, ?, 'live', ?, CAST(? AS TEXT),"
            " (SELECT count(*) + 1 FROM survey), ?, 1 RETURNING id",
            ("after", "After", instrument.definition, to_text(rules), digest),
        )
    return int(found[0][0])


def ask(
    n: int,
    *,
    rules: Rules = AWAKE,
    via: str = "mail",
    language: str = "en",
    timezone: str | None = None,
    instrument: Instrument = AFTER_CONTACT,
    now: datetime = NOW,
    key: str = KEY,
) -> list[int]:
    """The ids of `n` contacts whose customers' messages are due; c0@example.org and so on."""
    contacts = invited.add_contacts(n)
    survey_id = survey(rules, instrument)
    expires = to_seconds(now + timedelta(days=rules.expires_days))
    with transaction():
        closed_at = to_seconds(now - timedelta(hours=1))
        for at, contact in enumerate(contacts):
            run("UPDATE contact SET closed_at = ? WHERE id = ?", (closed_at, contact))
            run(
                "INSERT INTO contact_identity (contact_id, email, phone, language, timezone)"
                " VALUES (?, ?, ?, ?, ?)",
                (contact, f"c{at}@example.org", f"+4930{at:06}", language, timezone),
            )
            token = tokens.invitation_token(contact, secret_key=key)
            invitation = rows(
                "INSERT INTO invitation (contact_id, instrument_digest, token_digest, created_at,"
                " expires_at, survey_id, via, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " RETURNING id",
                (contact, instrument.digest, digest_of(token), to_seconds(now), expires,
                 survey_id, via, language),
            )[0][0]  # fmt: skip
            run(
                "INSERT INTO delivery (invitation_id, kind, via, due_at)"
                " VALUES (?, 'invitation', ?, ?)",
                (invitation, via, to_seconds(now)),
            )
    return contacts


def states(kind: str = "invitation") -> list[str]:
    """The state of every delivery of one kind, in order."""
    return [
        row[0] for row in rows("SELECT state FROM delivery WHERE kind = ? ORDER BY id", (kind,))
    ]


def delivery(number: int = 1) -> dict[str, Any]:
    """What is kept of one delivery."""
    names = ("state", "due_at", "leased_until", "attempts", "handed_over_at", "ended_at", "note")
    found = rows(f"SELECT {', '.join(names)} FROM delivery WHERE id = ?", (number,))
    return dict(zip(names, found[0], strict=True))
