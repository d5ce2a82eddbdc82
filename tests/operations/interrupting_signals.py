"""Kills a process between two statements of finding signals: run as a script by the tests.

    python -m tests.operations.interrupting_signals DATABASE_URL SCRATCH STRIDE

For every STRIDE-th k a forked child looks for signals and kills itself just before its k-th
statement; the parent then finds all signals with their letters or none, and looking again ends
with each signal in exactly one letter to each owner.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from survey.operations import signals
from survey.store import database
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.conftest import _empty_all_tables
from tests.operations.interrupting import _killed
from tests.signalled import LAST, NOW, TODAY, calm, tell

N_SIGNALS = 4


def _prepare(url: str) -> None:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    centre = small_centre.build()
    calm(centre, "n1")
    tell(centre, "n1", {LAST: (51, 84)})


def _find() -> None:
    signals.find_signals(until_on=LAST, today=TODAY, now=NOW)


def _kept() -> tuple[int, int]:
    """How many signals there are, and how many stand in letters."""
    found = rows("SELECT payload FROM job WHERE kind = 'signals_letter'")
    told = [one for (payload,) in found for one in json.loads(payload)["signals"]]
    assert len(set(told)) == len(told)
    return int(rows("SELECT count(*) FROM signal")[0][0]), len(told)


def main(url: str, scratch: Path, stride: int) -> None:
    """Kill until the looking is outlived; see the module."""
    _prepare(url)
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    all_of_it = (N_SIGNALS, N_SIGNALS)
    k, n, was_killed = 1 - stride, -1, True
    while was_killed:
        k, n = k + stride, n + 1
        at = url
        if url.startswith("sqlite:"):
            at = f"sqlite:///{scratch / f'{k}.db'}"
            shutil.copy(url.removeprefix("sqlite:///"), at.removeprefix("sqlite:///"))
        else:
            database.connect(url)
            run("DELETE FROM signal")
            run("DELETE FROM job")
            database.disconnect()
        was_killed = _killed(at, _find, k)
        database.connect(at)
        assert _kept() in ((0, 0), all_of_it), f"half done at statement {k}: {_kept()}"
        _find()
        assert _kept() == all_of_it, f"not finished after statement {k}: {_kept()}"
        database.disconnect()
    print(n)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
