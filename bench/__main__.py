"""`make bench`: measure everything, print it, and write docs/performance.md.

    python -m bench [NAME ...]

With names, such as `import_contacts`, only these are measured, and nothing is written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench.report import Ratio

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
# Each module has `measure() -> Ratio`, or a tuple of them.
MEASURED = (
    "customer_responses", "import_contacts", "deciding", "overview", "report_pdf", "report_pages",
    "report_workers", "sending",
    "pulse_claims", "pulse_ballots", "pulse_opening", "pulse_page", "linkage_resampling",
    "linkage_page",
)  # fmt: skip
INTRODUCTION = """# Performance

Written by `make bench`: ratios from one run on one machine, because seconds on another mean little.

| measured | ratio | promised | holds | in this run |
|---|---|---|---|---|
"""


def main(names: list[str]) -> int:
    """Exit status 1 where a promise is not kept."""
    unknown = sorted(set(names) - set(MEASURED))
    if unknown:
        print(f"Not measured here: {', '.join(unknown)}. Known: {', '.join(MEASURED)}.")
        return 2
    ratios: list[Ratio] = []
    for name in names or MEASURED:
        print(f"Measuring {name} ...", file=sys.stderr)
        measure: Callable[[], Ratio | tuple[Ratio, ...]] = import_module(f"bench.{name}").measure
        found = measure()
        ratios += [found] if isinstance(found, Ratio) else found
    table = "".join(_line(ratio) for ratio in ratios)
    print(table, end="")
    if not names:
        DOCUMENT.write_text(INTRODUCTION + table, encoding="utf-8")
    return 0 if all(ratio.holds for ratio in ratios) else 1


def _line(ratio: Ratio) -> str:
    bound = "at least" if ratio.floor_or_ceiling == "floor" else "at most"
    holds = "yes" if ratio.holds else "**no**"
    cells = (ratio.name, f"{ratio.value:.2f}", f"{bound} {ratio.target:g}", holds, ratio.note)
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
