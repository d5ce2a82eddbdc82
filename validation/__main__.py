"""`make validate`: try the estimates on made-up centres, print the table, and write it down.

    python -m validation [--processes N] [FAMILY ...]

The table stands in docs/statistics.md; with families, such as `shares`, only these are tried and
only their sections written anew. Every draw has a fixed seed: the same code gives the same table.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from time import monotonic
from types import ModuleType

# Each process computes on its own core: threads inside one would only get in the others' way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from validation.row import Row
from validation.table import section, write_sections

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "statistics.md"
# Each module has TASKS: functions of the effort (1 for all runs) that give rows.
FAMILIES = (
    "headline", "considered", "inside", "between", "models", "shares", "means", "agreement",
    "shrinking", "charts",
)  # fmt: skip
Task = Callable[..., list[Row]]


def main(arguments: Sequence[str]) -> int:
    """Exit status 1 where the headline leaves its bounds, 2 for a family that is not known."""
    parser = argparse.ArgumentParser(prog="python -m validation")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("families", nargs="*", choices=[*FAMILIES, []])
    asked = parser.parse_args(arguments)
    started = monotonic()
    titles = {name: _title(import_module(f"validation.{name}")) for name in FAMILIES}
    found = try_out(asked.families or FAMILIES, asked.processes)
    sections = {titles[name]: section(titles[name], rows) for name, rows in found.items()}
    print("\n".join(sections.values()))
    write_sections(DOCUMENT, sections, list(titles.values()))
    rows = [row for rows in found.values() for row in rows]
    outside = [row for row in rows if row.is_outside]
    print(
        f"{len(rows)} rows, {len(outside)} outside, {monotonic() - started:.0f} seconds.",
        file=sys.stderr,
    )
    return 1 if any(row.promise == "always" for row in outside) else 0


def try_out(families: Sequence[str], processes: int) -> dict[str, list[Row]]:
    """The rows of each family, tasks side by side in so many processes."""
    tasks = [(name, task) for name in families for task in _tasks(name)]
    rows: dict[str, list[Row]] = {name: [] for name in families}
    with ProcessPoolExecutor(processes) as pool:
        every = pool.map(_run, [task for _, task in tasks])
        for (name, _), found in zip(tasks, every, strict=True):
            print(f"{name}: {found[0].name}, {found[0].truth}", file=sys.stderr)
            rows[name] += found
    return rows


def _tasks(family: str) -> Sequence[Task]:
    tasks: Sequence[Task] = import_module(f"validation.{family}").TASKS
    return tasks


def _title(module: ModuleType) -> str:
    return (module.__doc__ or "").split("\n")[0].rstrip(".")


def _run(task: Task) -> list[Row]:
    return task(effort=1.0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
