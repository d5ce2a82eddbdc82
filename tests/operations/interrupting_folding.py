"""Kills a process between two statements of folding: run as a script by the tests.

    python -m tests.operations.interrupting_folding DATABASE_URL SCRATCH

For k = 1, 2, 3, ... a forked child folds a wave and kills itself just before its k-th statement;
the parent then finds all its ballots or all its tallies, and the next night finishes.
"""

from __future__ import annotations

import shutil
import sys
from datetime import timedelta
from pathlib import Path

from survey.operations.pulse import folding
from survey.privacy.audit import audit
from survey.store import database
from survey.store.database import rows, run
from tests import waves
from tests.conftest import _empty_all_tables
from tests.operations.interrupting import _killed

LATER = waves.NOW + timedelta(days=2)
N_BALLOTS = 31


def _prepare(url: str) -> None:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    waves.build_teams({"a": 40})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes, [waves.ballot(3)] * N_BALLOTS)
    waves.close()


def _fresh(url: str, scratch: Path, k: int) -> str:
    if not url.startswith("sqlite:"):
        _prepare(url)
        database.disconnect()
        return url
    copy = scratch / f"{k}.db"
    shutil.copy(url.removeprefix("sqlite:///"), copy)
    return f"sqlite:///{copy}"


def _kept() -> tuple[int, int]:
    """How many ballots there are, and how many answers are tallied."""
    sql = "SELECT (SELECT count(*) FROM counted_ballot), (SELECT sum(n) FROM tally)"
    ballots, answers = rows(sql)[0]
    return ballots, int(answers or 0)


def _fold() -> None:
    folding.fold_waves(1, now=LATER)


def main(url: str, scratch: Path) -> None:
    """Kill until the folding is outlived; see the module."""
    _prepare(url)
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    before, after = (N_BALLOTS, 0), (0, 3 * N_BALLOTS)
    k, was_killed = 0, True
    while was_killed:
        k += 1
        at = _fresh(url, scratch, k)
        was_killed = _killed(at, _fold, k)
        database.connect(at)
        assert _kept() in (before, after), f"half done at statement {k}: {_kept()}"
        _fold()
        assert _kept() == after, f"not finished after statement {k}"
        assert rows("SELECT folded_at IS NULL, scrubbed_at IS NULL FROM wave") == [(False, False)]
        assert not [problem for check in audit() for problem in check.problems]
        database.disconnect()
    print(k - 1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
