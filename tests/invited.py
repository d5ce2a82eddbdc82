"""Contacts whose customers are invited, and what the database keeps of their answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from survey.operations import people, rollups, satisfaction
from survey.operations.satisfaction import VALID_FOR
from survey.store.database import rows, run, transaction
from tests.conftest import NOW

COMMENT = "Quick and friendly."


def add_contacts(n: int) -> list[int]:
    """The ids of `n` contacts of one unit, closed on different days, counted but not invited."""
    with transaction():
        unit = people.add_unit("centre", "Contact centre")
        agent = people.add_agent("a-1", "Agent 1")
        run("INSERT INTO queue (name) VALUES ('Billing')")
        for number in range(n):
            run(
                "INSERT INTO contact (source, external_id, queue_id, channel, agent_id, unit_id,"
                " closed_on) SELECT 'crm', CAST(? AS TEXT), id, 'phone', ?, ?, '2026-03-09'"
                " FROM queue",
                (str(number), agent, unit),
            )
    rollups.rebuild()
    return [row[0] for row in rows("SELECT id FROM contact ORDER BY id")]


def token(number: int = 0) -> str:
    """A token that is like no other of the test."""
    return f"token-of-a-test-{number:08}"


def invite(
    contact_id: int, number: int = 0, *, now: datetime = NOW, valid_for: timedelta = VALID_FOR
) -> str:
    """The token of an invitation just made."""
    satisfaction.invite(contact_id, token=token(number), now=now, valid_for=valid_for)
    return token(number)


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """Everything an answer touches."""
    return {
        table: sorted(rows(f"SELECT * FROM {table}"), key=repr)
        for table in ("invitation", "response", "answer", "contact_rollup", "answer_rollup")
    }


def n_answers() -> tuple[int, int, int]:
    """How many responses and answers are kept, and how many answers the rollup counts."""
    found = rows(
        "SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM answer),"
        " (SELECT coalesce(sum(n), 0) FROM answer_rollup)"
    )[0]
    return int(found[0]), int(found[1]), int(found[2])
