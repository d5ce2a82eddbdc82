"""Kiosks, and the contacts whose customers stand before one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from survey.intake.rules import Rules, from_text
from survey.store.database import rows, run
from survey.store.fields import from_seconds, to_seconds


@dataclass(frozen=True, slots=True)
class OpenKiosk:
    """A kiosk that was not revoked, with what its survey asks."""

    id: int
    name: str
    source: str
    survey_id: int
    instrument_digest: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class KioskRow:
    """A kiosk as the list shows it; `revoked_at` is None while it is open."""

    id: int
    name: str
    survey: str
    source: str
    created_at: datetime
    revoked_at: datetime | None
    n_invited: int


def insert_kiosk(
    name: str, *, survey_id: int, source: str, code_digest: bytes, now: datetime
) -> bool:
    """Whether the kiosk was added; it was not where the name is taken."""
    cursor = run(
        "INSERT INTO kiosk (name, survey_id, source, code_digest, created_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
        (name, survey_id, source, code_digest, to_seconds(now)),
    )
    return bool(cursor.rowcount == 1)


def revoke_kiosk(kiosk_id: int, *, now: datetime) -> bool:
    """Whether the kiosk was open; it is not any more."""
    cursor = run(
        "UPDATE kiosk SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
        (to_seconds(now), kiosk_id),
    )
    return bool(cursor.rowcount == 1)


def open_kiosk(code_digest: bytes) -> OpenKiosk | None:
    """The kiosk with this code, or None where there is none, or its survey asks nothing now."""
    found = rows(
        "SELECT kiosk.id, kiosk.name, kiosk.source, survey.id, survey.instrument_digest,"
        " survey.rules FROM kiosk JOIN survey ON survey.id = kiosk.survey_id"
        " WHERE kiosk.code_digest = ? AND kiosk.revoked_at IS NULL AND survey.state = 'live'",
        (code_digest,),
    )
    if not found:
        return None
    kiosk_id, name, source, survey_id, digest, rules = found[0]
    return OpenKiosk(kiosk_id, name, source, survey_id, digest, from_text(rules))


def all_kiosks() -> list[KioskRow]:
    """Every kiosk, those that are open first."""
    found = rows(
        "SELECT kiosk.id, kiosk.name, survey.name, kiosk.source, kiosk.created_at,"
        " kiosk.revoked_at, (SELECT count(*) FROM invitation JOIN contact"
        " ON contact.id = invitation.contact_id WHERE invitation.via = 'kiosk'"
        " AND invitation.survey_id = kiosk.survey_id AND contact.source = kiosk.source)"
        " FROM kiosk JOIN survey ON survey.id = kiosk.survey_id"
        " ORDER BY kiosk.revoked_at IS NOT NULL, kiosk.name"
    )
    return [
        KioskRow(
            *(kiosk_id, name, survey, source, from_seconds(made)),
            None if gone is None else from_seconds(gone),
            n,
        )
        for kiosk_id, name, survey, source, made, gone, n in found
    ]


def sources() -> list[str]:
    """The systems that contacts came from."""
    return [row[0] for row in rows("SELECT DISTINCT source FROM contact ORDER BY source")]


def contact_of(source: str, external_id: str) -> tuple[int, date] | None:
    """Id and day of closing of the contact that another system knows under this id, or None."""
    found = rows(
        "SELECT id, CAST(closed_on AS TEXT) FROM contact WHERE source = ? AND external_id = ?",
        (source, external_id),
    )
    return (found[0][0], date.fromisoformat(found[0][1])) if found else None


def note_invited_by_hand(contact_id: int) -> None:
    """Where the rules had left the contact out, somebody has asked its customer all the same."""
    run(
        "UPDATE survey_decision SET outcome = 'by_hand', rule = NULL, survey_id = NULL"
        " WHERE contact_id = ? AND outcome <> 'invited'",
        (contact_id,),
    )


def via_of(contact_id: int) -> str | None:
    """The way the contact's invitation went, or None where its customer was not invited."""
    found = rows("SELECT via FROM invitation WHERE contact_id = ?", (contact_id,))
    return found[0][0] if found else None


def note_survey(contact_id: int, *, survey_id: int, language: str) -> None:
    """The contact's customer was invited by this survey, in this language."""
    run(
        "UPDATE invitation SET survey_id = ?, language = ? WHERE contact_id = ?",
        (survey_id, language, contact_id),
    )


def note_kiosk(contact_id: int, *, survey_id: int, language: str) -> None:
    """The contact's customer was invited by this survey, before a kiosk."""
    run(
        "UPDATE invitation SET via = 'kiosk', survey_id = ?, language = ? WHERE contact_id = ?",
        (survey_id, language, contact_id),
    )
