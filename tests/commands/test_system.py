"""`flask migrate` and `flask settings`."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from flask import Flask

from survey import commands, config
from survey.store.database import disconnect, rows
from survey.web.application import create_app
from tests.conftest import ROOT


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    commands.install(app)
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.stdout, result.stderr


def test_migrating_makes_the_schema_and_a_second_time_nothing(
    settings: config.Settings, tmp_path: Path
) -> None:
    app = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'new.db'}"))
    status, _, said = run(app, "add-unit", "c", "Centre")
    assert status == 1
    assert "run `flask migrate`" in said
    status, printed, _ = run(app, "migrate")
    assert status == 0
    assert "Applied 0001_the_spine." in printed
    assert rows("SELECT * FROM unit") == []
    assert run(app, "migrate") == (0, "The database is up to date.\n", "")
    disconnect()


def test_every_setting_is_shown_and_no_secret(settings: config.Settings) -> None:
    app = create_app(
        replace(
            settings,
            secret_key="tell-nobody",
            mail_url="smtp+starttls://us%40er:tell-nobody@mail.example.org:587",
        )
    )
    status, printed, _ = run(app, "settings")
    assert status == 0
    for setting in config.SETTINGS:
        assert setting.variable in printed
        assert setting.help in printed
    assert "tell-nobody" not in printed
    assert "smtp+starttls://us%40er:…@mail.example.org:587" in printed
    disconnect()


def test_settings_that_cannot_be_are_said_in_sentences() -> None:
    environment = {**os.environ, "SURVEY_TYPO": "1", "SURVEY_SESSION_HOURS": "ever"}
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "settings"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr == (
        "SURVEY_TYPO is not a setting; `flask settings` lists them.\n"
        "SURVEY_SESSION_HOURS: write a number of hours from 1 to 720.\n"
    )
