"""A claim that is under way while its wave closes is waited for, and never in a circle."""

from __future__ import annotations

import threading
import time

import pytest

from survey.store import database
from survey.store.database import rows, transaction
from survey.store.pulse import slot
from tests import links, waves


def _wait_until_somebody_waits() -> None:
    until = time.monotonic() + 20
    while rows("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(0,)]:
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
def test_closing_waits_for_a_claim_that_has_not_yet_come_to_its_key(both_stores: str) -> None:
    waves.build_teams({"a": 8})
    links.open_by_link()
    failures: list[Exception] = []

    def close() -> None:
        try:
            with transaction():
                slot.lock()
        except database.DatabaseError as failure:
            failures.append(failure)
        database.disconnect()

    closing = threading.Thread(target=close)
    with transaction():
        rows("SELECT count(*) FROM claim")
        closing.start()
        _wait_until_somebody_waits()
        assert rows("SELECT count(*) FROM sealed_key") == [(1,)]
    closing.join()
    assert failures == []
