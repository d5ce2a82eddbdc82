"""Reading published figures once: a report asks for the same wave dozens of times.

Inside `read_once()` what the gate has read is kept until the end of the block, and so are the
figures of one report all of one moment. Nothing outlives the block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_read: ContextVar[dict[Any, Any] | None] = ContextVar("read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Keep what is read inside, for as long as the block lasts; each thread has its own."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def kept_inside(read: Callable[P, R]) -> Callable[P, R]:
    """The same function, which inside `read_once` reads the same thing only once.

    What it gives is shared there, so nobody may change it.
    """

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _read.get()
        if known is None:
            return read(*args, **kwargs)
        key = (read.__qualname__, args, tuple(kwargs.items()))
        if key not in known:
            known[key] = read(*args, **kwargs)
        found: R = known[key]
        return found

    return reading
