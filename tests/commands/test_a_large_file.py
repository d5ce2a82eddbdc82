"""A file far larger than the memory an import may take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from survey.store import database
from survey.store.database import rows
from tests.conftest import ROOT

N_ROWS, WIDTH = 18_000, 20_000  # 360 MB
CEILING_MEGABYTES = 300
MAPPING = """
source = "desk"
timezone = "UTC"
[fields]
external_id = "id"
queue = { constant = "Billing" }
channel = { constant = "phone" }
agent = "agent"
team = { constant = "north" }
closed = { column = "closed", format = "%Y-%m-%d %H:%M" }
[create]
teams = true
agents = true
"""


def _write(folder: Path) -> tuple[Path, Path]:
    file, mapping = folder / "contacts.csv", folder / "mapping.toml"
    notes = "words " * (WIDTH // 6)
    with file.open("w", encoding="utf-8") as stream:
        stream.write("id,agent,closed,notes\n")
        for n in range(N_ROWS):
            stream.write(f"C-{n},a{n % 90},2026-03-0{1 + n % 9} 09:10,{notes}\n")
    mapping.write_text(MAPPING, encoding="utf-8")
    return file, mapping


# A process counts as its own what the one had that started it, so a small one starts it.
MEASURED = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
assert status == 0, status
print(usage.ru_maxrss)
"""


def _megabytes(arguments: list[str], url: str) -> float:
    """The most memory that a `flask` command of its own process took."""
    environment = {**os.environ, "FLASK_APP": "app.py", "SURVEY_DATABASE_URL": url}
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "flask", *arguments]
    told = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return int(told.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


@pytest.mark.slow
def test_a_file_larger_than_memory_is_imported_row_by_row(store: str, tmp_path: Path) -> None:
    file, mapping = _write(tmp_path)
    size = file.stat().st_size / 1024**2
    database.disconnect()
    peak = _megabytes(["import-contacts", str(file), "--mapping", str(mapping)], store)
    file.unlink()
    assert size > CEILING_MEGABYTES
    assert peak < CEILING_MEGABYTES
    assert rows("SELECT count(*) FROM contact") == [(N_ROWS,)]
