"""How far ordered editions are, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from survey.intake.editions import Edition
from survey.store.database import rows
from survey.store.fields import from_seconds, to_seconds

OrderState = Literal["waiting", "making", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """Editions asked for together; `counts` has how many orders are in each state."""

    id: int
    name: str
    occasion: str
    schedule_id: int | None
    user_id: int | None
    asked_by: str
    asked_at: datetime
    cancelled_at: datetime | None
    counts: Mapping[OrderState, int]

    @property
    def n(self) -> int:
        """How many editions were asked for."""
        return sum(self.counts.values())

    @property
    def n_done(self) -> int:
        """How many are made."""
        return self.counts.get("done", 0)

    @property
    def n_to_come(self) -> int:
        """How many are waited for."""
        return self.counts.get("waiting", 0) + self.counts.get("making", 0)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One edition of a batch; `place` is the unit's or the department's name.

    `trouble` is what went wrong in the last attempt, or why it has failed. An order whose work was
    given up counts as failed, whatever its worker could still write down.
    """

    id: int
    edition: Edition
    place: str
    state: OrderState
    stage: str | None
    trouble: str
    report_id: int | None


def batch(batch_id: int, *, now: datetime) -> BatchRow | None:
    """The batch with this id, or None."""
    found = rows(f"{_BATCHES} WHERE report_batch.id = ?", (batch_id,))
    return _batch(found[0], now) if found else None


def batches(*, user_id: int | None, n: int, now: datetime) -> tuple[BatchRow, ...]:
    """The last batches, of everybody or of one user, the newest first."""
    where, values = ("", ()) if user_id is None else (" WHERE report_batch.user_id = ?", (user_id,))
    found = rows(f"{_BATCHES}{where} ORDER BY report_batch.id DESC LIMIT ?", (*values, n))
    return tuple(_batch(row, now) for row in found)


def orders(
    batch_id: int, *, states: tuple[OrderState, ...], n: int, skip: int = 0, now: datetime
) -> tuple[OrderRow, ...]:
    """So many orders of a batch in these states, in the order in which they were asked for."""
    marks = ", ".join("?" * len(states))
    found = rows(
        f"{_ORDERS} WHERE report_order.batch_id = ? AND {_STATE} IN ({marks})"
        " ORDER BY report_order.id LIMIT ? OFFSET ?",
        (to_seconds(now), batch_id, to_seconds(now), *states, n, skip),
    )
    return tuple(_order(row) for row in found)


def edition_of(order_id: int) -> tuple[Edition, int | None, int] | None:
    """An order's edition, its report once it is made, and its batch; None where there is none."""
    found = rows(
        "SELECT kind, occasion, unit_id, department_id, language, paper, report_id, batch_id"
        " FROM report_order WHERE id = ?",
        (order_id,),
    )
    return (Edition(*found[0][:6]), found[0][6], found[0][7]) if found else None


def is_waited_for(subject: str) -> bool:
    """Whether work on this subject waits, or is under way."""
    found = rows("SELECT 1 FROM job WHERE subject = ? AND attempts < most_attempts", (subject,))
    return bool(found)


def schedule_of(batch_id: int) -> int | None:
    """The schedule that asked for the batch, or None where somebody did."""
    found = rows("SELECT schedule_id FROM report_batch WHERE id = ?", (batch_id,))
    return found[0][0] if found else None


def units_of_batch(batch_id: int) -> tuple[int | None, ...]:
    """The units its editions are about; None stands for one that is about no single unit."""
    found = rows("SELECT DISTINCT unit_id FROM report_order WHERE batch_id = ?", (batch_id,))
    return tuple(row[0] for row in found)


def reportable_units() -> tuple[int, ...]:
    """Every unit with contacts or a block, and the sites above it; by id."""
    found = rows(_REPORTABLE)
    return tuple(sorted(row[0] for row in found))


def _batch(row: tuple[Any, ...], now: datetime) -> BatchRow:
    counted = rows(
        f"SELECT {_STATE}, count(*) FROM report_order {_JOB} WHERE batch_id = ? GROUP BY 1",
        (to_seconds(now), row[0]),
    )
    values = list(row)
    values[6] = from_seconds(values[6])
    values[7] = None if values[7] is None else from_seconds(values[7])
    return BatchRow(*[*values, dict(counted)])


def _order(row: tuple[Any, ...]) -> OrderRow:
    order_id, *edition, place, state, stage, trouble, report_id = row
    return OrderRow(order_id, Edition(*edition), place, state, stage, trouble, report_id)


_JOB = "LEFT JOIN job ON job.subject = 'report:' || report_order.id"
_STATE = (
    "CASE WHEN report_order.state IN ('waiting', 'making') AND (job.id IS NULL"
    " OR (job.attempts >= job.most_attempts AND coalesce(job.leased_until, 0) <= ?))"
    " THEN 'failed' ELSE report_order.state END"
)
_BATCHES = """
SELECT report_batch.id, report_batch.name, occasion, schedule_id, user_id,
    coalesce(app_user.name, ''), asked_at, cancelled_at
FROM report_batch LEFT JOIN app_user ON app_user.id = report_batch.user_id
"""
_ORDERS = f"""
SELECT report_order.id, report_order.kind, report_order.occasion, report_order.unit_id,
    report_order.department_id, report_order.language, report_order.paper,
    coalesce(unit.name, department.name, ''), {_STATE}, stage,
    coalesce(error, job.last_error, ''), report_id
FROM report_order {_JOB}
LEFT JOIN unit ON unit.id = report_order.unit_id
LEFT JOIN department ON department.id = report_order.department_id
"""
_REPORTABLE = """
WITH RECURSIVE told AS (
    SELECT id, parent_id, depth FROM unit
    WHERE EXISTS (SELECT 1 FROM contact_rollup WHERE contact_rollup.unit_id = unit.id)
        OR EXISTS (SELECT 1 FROM block_unit WHERE block_unit.unit_id = unit.id)
    UNION SELECT unit.id, unit.parent_id, unit.depth FROM unit JOIN told ON told.parent_id = unit.id
    WHERE unit.depth > 0
)
SELECT id FROM told
"""
