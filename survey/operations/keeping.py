"""One transaction, in which a broken constraint becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from survey.errors import Conflict
from survey.store.database import IntegrityError, transaction


@contextmanager
def kept() -> Iterator[None]:
    """One transaction; a constraint that two people at once ran into becomes a Conflict.

    Operations ask politely first, so that only a race reaches the constraint.
    """
    try:
        with transaction():
            yield
    except IntegrityError as error:
        raise Conflict(
            "Someone else changed this at the same moment, so nothing was changed here."
            " Look again, and repeat if it is still needed."
        ) from error
