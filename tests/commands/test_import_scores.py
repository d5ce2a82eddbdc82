"""`flask import-scores` and `flask rebuild-rollups`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from survey.operations.contacts import accept_contacts
from survey.store.database import rows, run
from survey.store.reads_of_scores import unit_scores
from tests.conftest import ROOT, SHARED
from tests.contact_records import CREATE_ALL, ZONE, record, rollups

EXAMPLES = ROOT / "docs" / "examples"
SCHOOLS = SHARED / "data" / "linkage_schools"
needs_schools = pytest.mark.skipif(
    not SCHOOLS.exists(), reason="the real schools are not on this machine"
)
TEACHERS = (SCHOOLS / "2014-15_Teacher_Val.csv", EXAMPLES / "scores-schools-engagement.toml")
PARENTS = (SCHOOLS / "2014-15_Parent_Val.csv", EXAMPLES / "scores-schools-satisfaction.toml")


def _run(app: Flask, file: Path, mapping: Path, *options: str) -> Result:
    if "import-scores" not in app.cli.commands:
        commands.install(app)
    args = ["import-scores", str(file), "--mapping", str(mapping), *options]
    return app.test_cli_runner().invoke(args=args)


@needs_schools
def test_the_real_schools_are_kept_with_their_values(app: Flask) -> None:
    teachers, parents = _run(app, *TEACHERS), _run(app, *PARENTS)
    assert (
        "Rows: 718. Accepted 715, updated 0, unchanged 0, without a value 3, rejected 0."
        in teachers.stdout
    )
    assert (
        "Rows: 718. Accepted 717, updated 0, unchanged 0, without a value 1, rejected 0."
        in parents.stdout
    )
    assert (teachers.exit_code, parents.exit_code) == (0, 0)
    assert "The file is UTF-8 with a byte order mark." in teachers.stderr
    assert rows("SELECT count(*) FROM unit WHERE depth = 1") == [(718,)]
    satisfaction = {one.unit_code: one.value for one in unit_scores("parents")}
    pairs = [one for one in unit_scores("teachers") if one.unit_code in satisfaction]
    assert len(pairs) == 714


MAPPING = """
series = "teachers"
kind = "engagement"
[scale]
low = 0
high = 100
[fields]
unit = "school"
period = { constant = "2025" }
value = "positive"
[create]
units = true
"""


def _write(folder: Path, *lines: str) -> tuple[Path, Path]:
    file, mapping = folder / "scores.csv", folder / "scores.toml"
    file.write_text("\n".join(("school,positive", *lines, "")), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return file, mapping


def test_a_file_in_which_no_row_has_a_value_is_doubted(app: Flask, tmp_path: Path) -> None:
    result = _run(app, *_write(tmp_path, "s1,", "s2,"))
    assert (result.exit_code, result.stdout) == (
        1, "Rows: 2. Accepted 0, updated 0, unchanged 0, without a value 2, rejected 0.\n"
    )  # fmt: skip
    assert "No row has a value." in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_for_the_rejects_does_not_stop_the_scores(app: Flask, tmp_path: Path) -> None:
    result = _run(app, *_write(tmp_path, "s1,60", "s2,x"), "--rejects", "/dev/full")
    assert result.exit_code == 1
    assert "/dev/full does not hold every reason: No space left on device" in result.stderr
    assert len(unit_scores("teachers")) == 1


def test_a_mapping_of_contacts_is_pointed_to_the_other_command(app: Flask, tmp_path: Path) -> None:
    result = _run(app, tmp_path / "x.csv", EXAMPLES / "contacts-example.toml")
    assert result.exit_code == 1
    assert "use flask import-contacts" in result.stderr


def test_the_rollups_are_rebuilt_by_a_command(app: Flask) -> None:
    commands.install(app)
    accept_contacts([record(score=4)], zone=ZONE, creation=CREATE_ALL)
    right = rollups()
    run("UPDATE answer_rollup SET n = 5")
    result = app.test_cli_runner().invoke(args=["rebuild-rollups"])
    assert (result.exit_code, result.stdout) == (0, "The counts are rebuilt.\n")
    assert rollups() == right
