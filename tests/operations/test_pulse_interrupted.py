"""A process killed between any two statements loses no ballot and counts none twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from survey.store import database
from tests.conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "at_least"), [("open", 15), ("claim", 4), ("answer", 7), ("spend", 6), ("close", 20)]
)
def test_a_killed_process_leaves_all_or_nothing_and_can_be_run_again(
    both_stores: str, tmp_path: Path, verb: str, at_least: int
) -> None:
    database.disconnect()
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.interrupting", verb, both_stores, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= at_least
