"""What data, figures and template add to the time the PDF engine needs for the same document.

Everything is imported and warm, as in a worker that has made a report before. The centre is that
of the demo: a year of contacts, six closed waves.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import TypeVar
from zoneinfo import ZoneInfo

from bench.report import Ratio
from survey.commands.forum import newest_wave, report_html
from survey.demo.fill import fill
from survey.operations.reports import FOLDER
from survey.pdf import load_engine, render_pdf
from survey.store import database, schema
from survey.working_hours import WorkingHours, parse_shifts

T = TypeVar("T")
CEILING = 0.25
N_ROUNDS = 5
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def measure() -> Ratio:
    """The ratio of the two medians over alternating rounds."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder:
        database.connect(f"sqlite:///{folder}/demo.db")
        schema.migrate()
        fill(
            now=NOW,
            zone=ZoneInfo("UTC"),
            working_hours=WorkingHours(
                parse_shifts("Mo-Fr 09:00-17:00"), frozenset(), ZoneInfo("UTC")
            ),
            secret_key="for-the-bench-only",  # noqa: S106  # the bench's own
            on_progress=_say,
        )
        _say("starting the PDF engine")
        load_engine()
        ours, engine, n_bytes = _alternate(newest_wave())
        database.disconnect()
    return Ratio(
        name="Forum report: data, figures and template on top of the PDF engine",
        value=median(ours) / median(engine),
        floor_or_ceiling="ceiling",
        target=CEILING,
        note=f"{median(ours):.3f} s on top of {median(engine):.3f} s, medians of {N_ROUNDS} rounds"
        f" with everything imported; {n_bytes:,} bytes of PDF",
    )


def _alternate(number: int) -> tuple[list[float], list[float], int]:
    """Seconds for the document, seconds for the engine, and how large the PDF is."""
    ours: list[float] = []
    engine: list[float] = []
    sizes: set[int] = set()
    for round_number in range(N_ROUNDS + 1):
        _say(f"round {round_number} of {N_ROUNDS}")
        html, seconds = _timed(partial(report_html, number, organisation="Bench", is_demo=True))
        pdf, engine_seconds = _timed(partial(render_pdf, html, base=FOLDER))
        sizes.add(len(pdf))
        if round_number:  # the first one warms the imports, the templates and the fonts
            ours.append(seconds)
            engine.append(engine_seconds)
    if len(sizes) > 1:
        raise RuntimeError(f"the same data gave PDFs of {sorted(sizes)} bytes")
    return ours, engine, sizes.pop()


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> int:
    """Print the ratio; exit status 1 where it misses its target."""
    ratio = measure()
    print(f"{ratio.name}: {ratio.value:.2f} (at most {ratio.target}). {ratio.note}")
    return 0 if ratio.holds else 1


if __name__ == "__main__":
    sys.exit(main())
