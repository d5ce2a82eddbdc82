"""What `make` does before Python runs: it finds or asks for what is missing, and spares data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SH = "/bin/sh"
OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n'
WITHOUT_LIBRARIES = '#!/bin/sh\n[ "$1" != - ]\n'


def set_up(folder: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """The script's outcome on a machine that has these programs and no others."""
    (folder / "bin").mkdir()
    for name, script in programs.items():
        program = folder / "bin" / name
        program.write_text(script)
        program.chmod(0o755)
    return subprocess.run(
        [SH, str(ROOT / ".ci" / "system-libraries"), str(folder / "venv")],
        env={"PATH": str(folder / "bin")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("programs", "sentence"),
    [
        ({}, "Please install Python 3.11 or newer"),
        ({"python3": OLD}, "Please install Python 3.11 or newer"),
        ({"python3": WITHOUT_VENV}, "Please install Python's venv module"),
        ({"python3": WITHOUT_LIBRARIES}, "Please install the three libraries of the PDF engine"),
    ],
    ids=["no Python", "old Python", "no venv", "no libraries"],
)
def test_what_is_missing_is_named_in_one_sentence(
    tmp_path: Path, programs: dict[str, str], sentence: str
) -> None:
    done = set_up(tmp_path, **programs)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.endswith("and run this again.\n")
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert not (tmp_path / "venv").exists()


def test_an_environment_that_is_there_is_left_alone(tmp_path: Path) -> None:
    there = tmp_path / "venv" / "bin" / "python"
    there.parent.mkdir(parents=True)
    there.write_text("kept")
    there.chmod(0o755)
    done = set_up(tmp_path, python3=f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert there.read_text() == "kept"


@pytest.mark.parametrize("target", ["clean", "demo-again", "run"])
def test_no_target_deletes_data(target: str) -> None:
    shown = subprocess.run(
        ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for line in shown.splitlines():
        assert "var" not in line.split(), line
