"""`flask migrate` and `flask settings`."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from survey import commands, config
from survey.store.database import disconnect, rows
from survey.web.application import create_app


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
