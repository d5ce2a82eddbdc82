"""Contacts and what their customers answered, put into the small centre of `tests.centre`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import rollups, satisfaction
from survey.store.database import rows, run, transaction
from tests.centre import Centre


@dataclass(frozen=True, slots=True)
class Told:
    """One contact of the test's story; without a score its customer did not answer."""

    agent: str
    day: date
    score: int | None = None
    comment: str | None = None
    channel: str = "phone"
    queue: str = "Orders"


def tell(centre: Centre, contacts: list[Told], *, first: int = 1) -> list[int]:
    """The ids of the contacts, kept and counted; an agent's code begins with the team's."""
    digest = satisfaction.ensure_instrument(AFTER_CONTACT)
    with transaction():
        ids = [
            _keep(centre, one, number=first + at, digest=digest) for at, one in enumerate(contacts)
        ]
    rollups.rebuild()
    return ids


def _keep(centre: Centre, one: Told, *, number: int, digest: str) -> int:
    team = one.agent.split("-")[0]
    run("INSERT INTO queue (name) VALUES (?) ON CONFLICT (name) DO NOTHING", (one.queue,))
    contact_id: int = rows(
        "INSERT INTO contact (source, external_id, queue_id, channel, agent_id, unit_id, leader_id,"
        " closed_on) SELECT 'desk', ?, id, ?, ?, ?, ?, ? FROM queue WHERE name = ? RETURNING id",
        (
            f"D-{number}",
            one.channel,
            centre.agents[one.agent],
            centre.units[team],
            centre.leaders[f"l-{team}"],
            str(one.day),
            one.queue,
        ),
    )[0][0]
    if one.score is not None:
        response_id = rows(
            "INSERT INTO response (contact_id, instrument_digest, comment, received_at)"
            " VALUES (?, ?, ?, 1) RETURNING id",
            (contact_id, digest, one.comment),
        )[0][0]
        run("INSERT INTO answer VALUES (?, ?, ?)", (response_id, CSAT, one.score))
    return contact_id
