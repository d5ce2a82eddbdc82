"""`flask import-survey` and `flask export-survey`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from survey.instruments.ready import READY
from survey.intake.instrument_file import write_instrument
from survey.operations import surveys
from survey.store import reads_of_surveys
from tests.conftest import NOW
from tests.surveys import found, make_live_survey


@pytest.fixture
def app(app: Flask) -> Flask:
    commands.install(app)
    return app


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def test_a_survey_goes_out_and_comes_back_to_the_letter(app: Flask, tmp_path: Path) -> None:
    make_live_survey("phone", READY[0].instrument)
    file = tmp_path / "out" / "phone.json"
    assert run(app, "export-survey", "phone", "-o", str(file)).exit_code == 0
    assert run(app, "export-survey", "phone").stdout == file.read_text(encoding="utf-8")
    for _ in range(2):
        done = run(app, "import-survey", str(file), "--code", "again")
        assert (done.exit_code, "The draft of again" in done.stdout) == (0, True)
    assert found("again").draft == READY[0].instrument
    assert found("again").state == "draft"
    assert run(app, "import-survey", str(file)).exit_code == 0
    assert len(reads_of_surveys.surveys()) == 3


def test_a_wrong_file_is_told_whole_and_nothing_is_kept(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    file.write_text('{"survey_format": 2, "name": "", "items": [{"code": "A"}]}', encoding="utf-8")
    done = run(app, "import-survey", str(file))
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) > 3
    file.write_bytes(b"\xff")
    assert "not text in UTF-8" in run(app, "import-survey", str(file)).stderr
    assert run(app, "import-survey", str(tmp_path / "none.json")).exit_code == 1
    assert reads_of_surveys.surveys() == []


def test_a_survey_that_is_there_is_replaced_only_when_told(app: Flask, tmp_path: Path) -> None:
    make_live_survey("phone")
    file = tmp_path / "phone.json"
    file.write_text(write_instrument(READY[0].instrument), encoding="utf-8")
    refused = run(app, "import-survey", str(file), "--code", "phone")
    assert (refused.exit_code, "reads otherwise" in refused.stderr) == (1, True)
    assert run(app, "import-survey", str(file), "--code", "phone", "--replace").exit_code == 0
    assert found("phone").draft.items == READY[0].instrument.items
    surveys.retire("phone", now=NOW)
    retired = run(app, "import-survey", str(file), "--code", "phone", "--replace")
    assert (retired.exit_code, "Bring it back first" in retired.stderr) == (1, True)
    assert run(app, "export-survey", "nothing").exit_code == 1
