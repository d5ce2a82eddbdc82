"""What a command loads before it does anything: its user waits for that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_a_command_starts_without_what_only_statistics_and_printing_need(
    tmp_path: Path,
) -> None:
    asked = "import sys, app; print(*sorted({'scipy', 'weasyprint'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**os.environ, "SURVEY_DATABASE_URL": f"sqlite:///{tmp_path}/survey.db"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "\n"
