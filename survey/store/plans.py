"""Plans for the linkage: what is going to be compared, stored before the data close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record, is_postgresql, rows, run
from survey.store.fields import InstantField, from_seconds, to_seconds
from survey.store.people import User

# Any fixed number will do; it names our lock among those of the same PostgreSQL database.
ADVISORY_LOCK = 7_205_004


class LinkagePlan(Record):
    """A stored plan; the database refuses to change or delete one."""

    id = AutoField()
    number = IntegerField(unique=True)
    definition = TextField()
    digest = TextField()
    stored_at = InstantField()
    user = ForeignKeyField(User, null=True)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as stored; `definition` is its text, `digest` the SHA-256 of that in hex."""

    number: int
    definition: str
    digest: str
    stored_at: datetime
    stored_by: str | None


def stored_plans() -> tuple[PlanRow, ...]:
    """Every plan, oldest first."""
    found = rows(
        "SELECT number, definition, digest, stored_at, app_user.name FROM linkage_plan"
        " LEFT JOIN app_user ON app_user.id = linkage_plan.user_id ORDER BY number"
    )
    return tuple(
        PlanRow(number, definition, digest, from_seconds(stored_at), name)
        for number, definition, digest, stored_at, name in found
    )


def wait_for_turn() -> None:
    """Let nobody else store a plan until this transaction ends."""
    if is_postgresql():
        # An SQLite transaction is the only one that writes anyway.
        run("SELECT pg_advisory_xact_lock(?)", (ADVISORY_LOCK,))


def numbers_closed_after(at: datetime) -> frozenset[int]:
    """The numbers of the waves that closed after this instant."""
    found = rows("SELECT number FROM wave WHERE closed_at > ?", (to_seconds(at),))
    return frozenset(number for (number,) in found)


def insert_plan(definition: str, digest: str, *, user_id: int | None, now: datetime) -> int:
    """The number of the new plan: one more than the last."""
    number: int = rows(
        "INSERT INTO linkage_plan (number, definition, digest, stored_at, user_id)"
        " SELECT coalesce(max(number), 0) + 1, ?, ?, ?, CAST(? AS INTEGER) FROM linkage_plan"
        " RETURNING number",
        (definition, digest, to_seconds(now), user_id),
    )[0][0]
    return number
