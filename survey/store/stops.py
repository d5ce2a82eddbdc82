"""Addresses and customers to whom nothing more is sent, kept by their digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.store.database import rows, run
from survey.store.fields import from_seconds, to_seconds


@dataclass(frozen=True, slots=True)
class StopCount:
    """How many addresses are stopped in one way, and since when the latest is."""

    kind: str
    origin: str
    n: int
    latest_at: datetime


def insert_stop(address: bytes, *, kind: str, origin: str, now: datetime) -> bool:
    """Whether that changed anything: a stop stays as it is, but who opts out has opted out."""
    kept = run(
        "INSERT INTO address_stop (address, kind, origin, since_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (address) DO UPDATE SET kind = excluded.kind, origin = excluded.origin,"
        " since_at = excluded.since_at"
        " WHERE address_stop.kind = 'bounced' AND excluded.kind = 'opted_out'",
        (address, kind, origin, to_seconds(now)),
    )
    return bool(kept.rowcount == 1)


def delete_stop(address: bytes) -> bool:
    """Whether there was a stop, which is gone now."""
    return bool(run("DELETE FROM address_stop WHERE address = ?", (address,)).rowcount)


def has_stop(address: bytes) -> bool:
    """Whether nothing is sent to this address."""
    return bool(rows("SELECT 1 FROM address_stop WHERE address = ?", (address,)))


def stop_waiting(address: str, note: str, *, now: datetime) -> None:
    """Stop the messages that wait to be sent to the address, written as identities are."""
    for via, column in (("mail", "email"), ("sms", "phone")):
        _stop(
            f"via = '{via}' AND invitation_id IN (SELECT invitation.id FROM invitation"
            " JOIN contact_identity ON contact_identity.contact_id = invitation.contact_id"
            f" WHERE contact_identity.{column} = ?)",
            address,
            note,
            now=now,
        )


def stop_waiting_of(customer_ref: str, note: str, *, now: datetime) -> None:
    """Stop the messages that wait to be sent to a customer, at whichever address."""
    _stop(
        "invitation_id IN (SELECT invitation.id FROM invitation"
        " JOIN contact ON contact.id = invitation.contact_id WHERE contact.customer_ref = ?)",
        customer_ref,
        note,
        now=now,
    )


def customers_at(address: str) -> list[str]:
    """The references of the customers who have this address, written as identities are."""
    found = rows(
        "SELECT DISTINCT customer_ref FROM contact"
        " JOIN contact_identity ON contact_identity.contact_id = contact.id"
        " WHERE customer_ref IS NOT NULL AND (email = ? OR phone = ?)",
        (address, address),
    )
    return [row[0] for row in found]


def stop_counts() -> tuple[StopCount, ...]:
    """How many addresses are stopped, by kind and origin."""
    found = rows(
        "SELECT kind, origin, count(*), max(since_at) FROM address_stop"
        " GROUP BY kind, origin ORDER BY kind DESC, origin"
    )
    return tuple(StopCount(kind, origin, n, from_seconds(at)) for kind, origin, n, at in found)


def _stop(which: str, whose: str, note: str, *, now: datetime) -> None:
    """Stop waiting messages; who was to be asked by them has not been."""
    run(
        "DELETE FROM asking WHERE contact_id IN (SELECT contact_id FROM invitation WHERE id IN"
        " (SELECT invitation_id FROM delivery WHERE state = 'waiting' AND kind = 'invitation'"
        f" AND {which}))",
        (whose,),
    )
    run(
        "UPDATE delivery SET state = 'stopped', note = ?, ended_at = ?, leased_until = NULL"
        f" WHERE state = 'waiting' AND {which}",
        (note, to_seconds(now), whose),
    )
