"""Drawing the keys of a wave: the one slow thing about opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from survey.blind_signatures.keys import RandomBytes, SigningKey, draw_key
from survey.render import numbers

STEP = 100  # keys between two sentences about progress


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where keys come from, and the installation's secret under which they are sealed."""

    secret_key: str
    randomness: RandomBytes
    draw: Callable[[], SigningKey] = draw_key


def draw_keys(
    n: int, source: KeySource | None, on_progress: Callable[[str], None] | None
) -> list[SigningKey]:
    """So many fresh keys, drawn by as many threads as there are cores."""
    if source is None or not n:
        return []
    drawn: list[SigningKey] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for waiting in [pool.submit(source.draw) for _ in range(n)]:
                drawn.append(waiting.result())
                if on_progress and (len(drawn) % STEP == 0 or len(drawn) == n):
                    on_progress(f"Drawing keys: {numbers.whole(len(drawn))} of {numbers.whole(n)}")
        finally:
            # Whoever breaks off does not wait for the keys that are left.
            pool.shutdown(cancel_futures=True)
    return drawn
