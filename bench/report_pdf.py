"""What data, figures and template add to the time the PDF engine needs for the same document.

The whole centre's report of the demo: a year of contacts, six closed waves. Everything is imported
and warm, as in a worker that has made a report before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.report import Ratio
from bench.reports import made, newest_wave, on_the_demo, pages_of, settings_of
from survey.intake.editions import Edition
from survey.pdf import load_engine

CEILING = 0.25
N_ROUNDS = 5


def measure() -> Ratio:
    """The ratio of the two medians over alternating rounds."""
    ours: list[float] = []
    engine: list[float] = []
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as name, on_the_demo(Path(name)):
        load_engine()
        edition, settings = Edition("centre", newest_wave()), settings_of(Path(name))
        for number in range(N_ROUNDS + 1):
            print(f"round {number} of {N_ROUNDS}", file=sys.stderr)
            one = made(edition, settings)
            if number:  # the first one warms the imports, the templates and the fonts
                ours.append(one.before_printing)
                engine.append(one.printing)
        n_pages = pages_of(one.pdf)
    return Ratio(
        name="Forum report: data, figures and template on top of the PDF engine",
        value=median(ours) / median(engine),
        floor_or_ceiling="ceiling",
        target=CEILING,
        note=f"{median(ours):.2f} s on top of {median(engine):.2f} s, medians of {N_ROUNDS} rounds"
        f" of processor time, everything imported; {n_pages} pages,"
        f" {len(one.pdf):,} bytes; with it the edition for browsers is drawn",
    )


def main() -> int:
    """Print the ratio; exit status 1 where it misses its target."""
    started = time.monotonic()
    ratio = measure()
    print(f"{ratio.name}: {ratio.value:.2f} (at most {ratio.target}). {ratio.note}")
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0 if ratio.holds else 1


if __name__ == "__main__":
    sys.exit(main())
