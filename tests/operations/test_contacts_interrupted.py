"""An import that is killed at any point is simply run again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from survey.store import database
from tests.conftest import ROOT


@pytest.mark.slow
def test_a_killed_import_run_again_ends_as_if_undisturbed(both_stores: str, tmp_path: Path) -> None:
    database.disconnect()
    stride = 5 if both_stores.startswith("sqlite:") else 17
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.operations.interrupting_imports",
            both_stores, str(scratch), str(stride),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * stride > 100
