"""Editions are ordered in batches and made by workers: none is lost, none is made twice.

An order and the work on it are written in one transaction. Each step of a worker changes the order
only from where that step may start, so two that work on the same order, or somebody who cancels it
meanwhile, cannot both win. Whoever is killed leaves a lease that runs out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Literal

from survey.errors import Conflict, NotFound
from survey.intake.editions import Edition
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.operations.reports.archive import Printing, keep_report
from survey.operations.reports.telling import queue_letters
from survey.store import reads_of_orders, writes_of_orders

KIND = "report"
# 10, 20, 40, 80 seconds between them: a machine that is short of memory or disk may recover.
MOST_ATTEMPTS = 5
MOST_IN_A_BATCH = 5_000
LONGEST_NAME = 200
LOST = "The worker stopped before this was finished, time and again."
Stage = Literal["reading", "drawing", "printing", "keeping"]


class Cancelled(Exception):
    """The order is not wanted any more, or somebody else has made it: what was made is dropped."""


def order_editions(
    editions: Sequence[Edition],
    name: str,
    *,
    now: datetime,
    user_id: int | None = None,
    schedule_id: int | None = None,
) -> int | None:
    """Id of the batch with one order for each edition, or None where its schedule has one already.

    All are of one occasion.

    Raises:
        Conflict: there are none, or too many at once.
    """
    if not editions:
        raise Conflict("There is nothing to make. Choose at least one report.")
    if len(editions) > MOST_IN_A_BATCH:
        raise Conflict(f"These are more than {MOST_IN_A_BATCH} reports. Choose fewer at once.")
    with kept():
        batch_id = writes_of_orders.insert_batch(
            name[:LONGEST_NAME],
            editions[0].occasion,
            schedule_id=schedule_id,
            user_id=user_id,
            now=now,
        )
        if batch_id is None:
            return None
        for edition in editions:
            order_id = writes_of_orders.insert_order(batch_id, edition)
            if order_id is not None:
                _queue(order_id, now=now)
    return batch_id


def take(order_id: int) -> Edition | None:
    """The edition to make; None where the order is done or cancelled, or there is none."""
    with kept():
        found = writes_of_orders.claim_order(order_id)
    return Edition(*found) if found else None


def stages_of(order_id: int) -> Callable[[Stage], None]:
    """What notes the stages of an order; it raises Cancelled where nobody waits for it any more."""

    def note(stage: Stage) -> None:
        with kept():
            if not writes_of_orders.note_stage(order_id, stage):
                raise Cancelled

    return note


def finish(order_id: int, printing: Printing, *, today: date, now: datetime) -> None:
    """Keep the report, note that the order is done, and queue its letters: all or nothing.

    Raises:
        Cancelled: nobody waits for it any more; nothing is kept.
        Conflict: words that it quotes were forgotten while it was being made.
    """
    with kept():
        report_id = keep_report(printing, now=now)
        batch_id = writes_of_orders.finish_order(order_id, report_id, now=now)
        if batch_id is None:
            raise Cancelled
        queue_letters(order_id, batch_id, printing.edition, today=today, now=now)


def fail(order_id: int, sentence: str, *, now: datetime) -> None:
    """Note why the order will not be made, unless it is over by now."""
    with kept():
        writes_of_orders.fail_order(order_id, sentence[: jobs.LONGEST_ERROR], now=now)


def cancel(batch_id: int, *, now: datetime) -> int:
    """How many reports of the batch are not made because of this; those that are made stay.

    Raises:
        NotFound: there is no such batch.
    """
    _require(batch_id, now=now)
    with kept():
        return writes_of_orders.cancel_batch(batch_id, now=now)


def restart(batch_id: int, *, now: datetime) -> int:
    """How many reports of the batch wait again: those that failed, were cancelled or were left.

    Raises:
        NotFound: there is no such batch.
    """
    _require(batch_id, now=now)
    with kept():
        again = writes_of_orders.restart_batch(batch_id, now=now)
        for order_id in again:
            _queue(order_id, now=now)
    return len(again)


def settle_abandoned(*, now: datetime) -> int:
    """How many orders were noted as failed because the work on them was given up. Repeatable."""
    with kept():
        return writes_of_orders.fail_abandoned(LOST, now=now)


def subject_of(order_id: int) -> str:
    """What the work on an order is known by in the outbox."""
    return f"{KIND}:{order_id}"


def _queue(order_id: int, *, now: datetime) -> None:
    jobs.enqueue(
        KIND,
        {"order": order_id},
        due_at=now,
        subject=subject_of(order_id),
        most_attempts=MOST_ATTEMPTS,
    )


def _require(batch_id: int, *, now: datetime) -> None:
    if reads_of_orders.batch(batch_id, now=now) is None:
        raise NotFound("There is no such batch of reports.")
