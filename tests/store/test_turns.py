"""Threads of one process write to SQLite in turns, and none waits for ever."""

from __future__ import annotations

import threading

import pytest

from survey.store import database
from survey.store.database import OperationalError, rows, run, transaction


def _in_thread(work: threading.Event, free: threading.Event) -> threading.Thread:
    def hold() -> None:
        with transaction():
            run("INSERT INTO queue (name) VALUES ('held')")
            work.set()
            free.wait(timeout=20)
        database.disconnect()

    thread = threading.Thread(target=hold)
    thread.start()
    work.wait(timeout=20)
    return thread


def test_a_writer_waits_for_the_one_before_it(store: str) -> None:
    work, free = threading.Event(), threading.Event()
    thread = _in_thread(work, free)
    threading.Timer(0.05, free.set).start()
    with transaction():
        seen = rows("SELECT name FROM queue")
    thread.join()
    assert seen == [("held",)]


def test_a_writer_that_waited_too_long_is_told_so(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    work, free = threading.Event(), threading.Event()
    thread = _in_thread(work, free)
    with pytest.raises(OperationalError, match="locked"), transaction():
        pass
    free.set()
    thread.join()
    with transaction(), transaction():
        run("INSERT INTO queue (name) VALUES ('next')")
    assert rows("SELECT count(*) FROM queue") == [(2,)]
