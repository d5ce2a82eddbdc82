"""`flask import-context`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from survey.operations import people
from tests.conftest import ROOT
from tests.contexts import kept_values

EXAMPLES = ROOT / "docs" / "examples"
ABSENCE = (EXAMPLES / "context-absence.csv", EXAMPLES / "context-absence.toml")


def _run(app: Flask, file: Path, mapping: Path, *options: str) -> Result:
    if "import-context" not in app.cli.commands:
        commands.install(app)
    args = ["import-context", str(file), "--mapping", str(mapping), *options]
    return app.test_cli_runner().invoke(args=args)


@pytest.fixture
def teams(app: Flask) -> None:
    people.add_unit("north", "North")
    people.add_unit("south", "South")


@pytest.mark.usefixtures("teams")
def test_the_example_is_kept_and_can_be_sent_again(app: Flask) -> None:
    first, again = _run(app, *ABSENCE), _run(app, *ABSENCE)
    assert (first.exit_code, first.stdout) == (
        0, "Rows: 4. Accepted 4, updated 0, unchanged 0, rejected 0.\n"
    )  # fmt: skip
    assert "unchanged 4" in again.stdout
    assert kept_values("Absence")[0] == ("north", "2026-01-01", "2026-01-31", 14.5, 310)


@pytest.mark.usefixtures("teams")
def test_a_dry_run_keeps_nothing(app: Flask) -> None:
    result = _run(app, *ABSENCE, "--dry-run")
    assert "This was a dry run: nothing was written." in result.stdout
    assert kept_values("Absence") == []


@pytest.mark.usefixtures("teams")
def test_every_wrong_row_has_its_reason_in_the_file_of_rejects(app: Flask, tmp_path: Path) -> None:
    file, rejects = tmp_path / "absence.csv", tmp_path / "rejects.csv"
    file.write_bytes(
        "Team;Month;Days absent;Days planned\nnorth;13/2026;1;2\nwest;01/2026;1;2\n"
        "süd;01/2026;a;0\nsouth;01/2026;1,5;200\nsouth;01/2026;1;200\nsouth;02\n".encode("cp1252")
    )
    result = _run(app, file, ABSENCE[1], "--rejects", str(rejects))
    assert result.exit_code == 1
    assert "Accepted 1, updated 0, unchanged 0, rejected 5." in result.stdout
    lines = rejects.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 7
    assert lines[1].startswith("1,2,month,13/2026,")
    assert any(line.startswith("5,6,unit,south,Row 4 already tells of this unit") for line in lines)
    assert any("There is no unit with the code 'west'" in line for line in lines)


@pytest.mark.usefixtures("teams")
def test_a_file_that_is_no_table_or_misses_a_column_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "absence.csv"
    for content in (b"", b"\x00\x01\x02", b"Team;Month\nnorth;01/2026\n"):
        file.write_bytes(content)
        result = _run(app, file, ABSENCE[1])
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Traceback" not in result.stderr
    assert "Days absent" in result.stderr
    file.write_bytes(b"Team;Month;Days absent;Days planned\n")
    assert "no rows" in _run(app, file, ABSENCE[1]).stdout


@pytest.mark.usefixtures("teams")
def test_another_kind_of_series_is_refused_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    _run(app, *ABSENCE)
    mapping = tmp_path / "mapping.toml"
    text = ABSENCE[1].read_text(encoding="utf-8")
    mapping.write_text(text.replace('adds = "count"', 'adds = "mean"'), encoding="utf-8")
    result = _run(app, ABSENCE[0], mapping)
    assert result.exit_code == 1
    assert "The series 'Absence' holds absence as a count" in result.stderr
