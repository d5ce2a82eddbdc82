"""Long lists of values in statements: so many at once as fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

AT_ONCE = 500


def parts(values: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    """The values, so many at once as fit into one statement."""
    waiting = iter(values)
    while part := tuple(islice(waiting, AT_ONCE)):
        yield part


def marks(values: Sequence[Any]) -> str:
    """The placeholders of so many values, as they stand after IN; of none it is NULL.

    >>> marks((4, 7))
    '?, ?'
    """
    return ", ".join("?" * len(values)) or "NULL"
