"""Several threads do something at the same moment, each with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from survey.store import database

T = TypeVar("T")


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What each of the jobs gave, in their order; they begin together."""
    all_there = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        try:
            all_there.wait()
            return job()
        finally:
            # A thread of the test leaves no connection behind.
            database.disconnect()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
