"""What a page adds to the cost of a report that is getting long, to one that is short.

Three centres of the same kind, of a few teams and of hundreds: reports of about 12, 50 and 100
pages. What each further page costs is compared between the second half and the first, so that the
pages compared are of the same kinds: figures and heat maps of teams. All is counted, from reading
the data to the PDF's last byte.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.report import Ratio
from bench.reports import made, pages_of, say, settings_of
from survey.demo.pieces import TODAY
from survey.demo.small import build_teams
from survey.intake.editions import Edition
from survey.pdf import load_engine
from survey.store import database, schema

CEILING = 1.3
SHORT, MIDDLE, LONG = 3, 300, 620  # teams
N_ROUNDS = 3


def measure() -> Ratio:
    """Seconds a page added to the long report, to seconds a page added to the short one."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as name:
        seconds, pages = _made_each(Path(name))
    early = (seconds[MIDDLE] - seconds[SHORT]) / (pages[MIDDLE] - pages[SHORT])
    late = (seconds[LONG] - seconds[MIDDLE]) / (pages[LONG] - pages[MIDDLE])
    means = ", ".join(f"{1000 * seconds[n] / pages[n]:.0f} ms of {pages[n]}" for n in seconds)
    return Ratio(
        name="A page added to a long report, to a page added to a short one",
        value=late / early,
        floor_or_ceiling="ceiling",
        target=CEILING,
        note=f"{1000 * late:.0f} ms from page {pages[MIDDLE]} to {pages[LONG]},"
        f" {1000 * early:.0f} ms from page {pages[SHORT]} to {pages[MIDDLE]}; mean of a page:"
        f" {means} pages, because the pages of a short report hold more words and fewer rows;"
        f" medians of {N_ROUNDS} rounds of processor time",
    )


def _made_each(folder: Path) -> tuple[dict[int, float], dict[int, int]]:
    """Seconds and pages of the report of each centre."""
    load_engine()
    seconds: dict[int, list[float]] = {n_teams: [] for n_teams in (SHORT, MIDDLE, LONG)}
    pages: dict[int, int] = {}
    for n_teams in seconds:
        _build(folder, n_teams)
    for number in range(N_ROUNDS + 1):
        say(f"round {number} of {N_ROUNDS}")
        # The first one warms the imports, the templates and the fonts.
        for n_teams in seconds if number else (SHORT,):
            database.connect(_url(folder, n_teams))
            one = made(Edition("centre", "wave:1"), settings_of(folder))
            database.disconnect()
            if number:
                pages[n_teams] = pages_of(one.pdf)
                seconds[n_teams].append(one.before_printing + one.printing)
    return {n_teams: median(found) for n_teams, found in seconds.items()}, pages


def _build(folder: Path, n_teams: int) -> None:
    say(f"building a centre of {n_teams} teams")
    database.connect(_url(folder, n_teams))
    schema.migrate()
    build_teams(n_teams, today=TODAY)
    database.disconnect()


def _url(folder: Path, n_teams: int) -> str:
    return f"sqlite:///{folder}/{n_teams}-teams.db"


def main() -> int:
    """Print the ratio; exit status 1 where it misses its target."""
    ratio = measure()
    print(f"{ratio.name}: {ratio.value:.2f} (at most {ratio.target}). {ratio.note}")
    return 0 if ratio.holds else 1


if __name__ == "__main__":
    sys.exit(main())
