"""Doing the work to see what would come of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from survey.store.database import transaction


class _RollBack(Exception):
    """Leaves a transaction without keeping anything."""


@contextmanager
def rolled_back() -> Iterator[None]:
    """One transaction of which nothing is kept, however it ends."""
    with suppress(_RollBack), transaction():
        yield
        raise _RollBack
