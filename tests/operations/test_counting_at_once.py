"""A response of several items and an import that corrects: neither waits for the other's cells."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from survey.instruments.items import Item, Scale
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import satisfaction
from survey.operations.rollups import rebuild
from survey.store import database
from survey.store.database import rows, run, transaction
from tests import invited
from tests.conftest import NOW
from tests.contact_records import OPENED_AT, accept, record, rollups

EASE = Scale(1, 7, tuple("1234567"), favourable_from=5)
TWO_ITEMS = Instrument(
    kind="satisfaction",
    name="Two items",
    headline="csat",
    items=(*AFTER_CONTACT.items, Item("ces", "How easy was it?", "scale", EASE)),
)
DAYS = [
    {"opened_at": at, "closed_at": at, "closed_on": at.date()}
    for at in (OPENED_AT, OPENED_AT + timedelta(days=40))
]


def _tell(external_id: str, number: int, *, csat: int, ces: int) -> None:
    found = rows("SELECT id FROM contact WHERE external_id = ?", (external_id,))
    token = invited.token(number)
    satisfaction.invite(found[0][0], token=token, now=NOW, instrument=TWO_ITEMS)
    satisfaction.record_response(token, {"csat": csat, "ces": ces}, comment=None, now=NOW)


def _touch(item: str, value: int) -> None:
    """Take hold of the first day's cell, as a response of these answers would."""
    changed = run(
        "UPDATE answer_rollup SET n = n WHERE item = ? AND value = ? AND day = ?",
        (item, value, str(OPENED_AT.date())),
    )
    assert changed.rowcount == 1


def _wait_until_somebody_waits() -> None:
    until = time.monotonic() + 20
    while rows("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(0,)]:
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
def test_an_import_that_corrects_takes_all_cells_in_the_order_of_a_response(
    both_stores: str,
) -> None:
    accept(record("X", **DAYS[1]), record("Y", **DAYS[0]), record("Z", **DAYS[0]))
    _tell("X", 1, csat=1, ces=2)
    _tell("Y", 2, csat=4, ces=3)
    _tell("Z", 3, csat=4, ces=2)
    failures: list[Exception] = []

    def exchange_days() -> None:
        try:
            accept(record("X", **DAYS[0]), record("Y", **DAYS[1]), correct=True)
        except database.DatabaseError as failure:
            failures.append(failure)
        database.disconnect()

    importing = threading.Thread(target=exchange_days)
    with transaction():
        _touch("ces", 2)
        importing.start()
        _wait_until_somebody_waits()
        _touch("csat", 4)
    importing.join()
    assert failures == []
    kept = rollups()
    rebuild()
    assert rollups() == kept
