"""`flask store-plan` and `flask show-plan`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from click.testing import Result
from flask import Flask

from survey import commands


def _run(app: Flask, *args: str) -> Result:
    if "store-plan" not in app.cli.commands:
        commands.install(app)
    return app.test_cli_runner().invoke(args=args)


def _write(folder: Path, text: str) -> str:
    file = folder / "plan.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_plan_is_stored_once_and_its_digest_can_be_checked(app: Flask, tmp_path: Path) -> None:
    file = _write(tmp_path, 'headline = "between"\nlags = [0]\n')
    first, again = _run(app, "store-plan", file), _run(app, "store-plan", file)
    assert first.exit_code == again.exit_code == 0
    assert again.stdout == "Plan 1 says the same and is in force; nothing was stored.\n"
    text = _run(app, "show-plan", "--text").stdout
    assert text.startswith("{")
    assert text.endswith("}")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert first.stdout == f"Plan 1 is stored and in force. Its SHA-256 is {digest}.\n"
    shown = _run(app, "show-plan").stdout
    assert "no wave has closed yet." in shown
    assert "Order in time: the same wave" in shown
    assert digest in shown


def test_an_earlier_plan_can_be_shown(app: Flask, tmp_path: Path) -> None:
    for lags in ("[0]", "[0, 1]"):
        _run(app, "store-plan", _write(tmp_path, f"lags = {lags}\n"))
    assert '"lags":[0]' in _run(app, "show-plan", "--number", "1", "--text").stdout
    assert '"lags":[0,1]' in _run(app, "show-plan", "--text").stdout
    missing = _run(app, "show-plan", "--number", "3")
    assert missing.exit_code == 1
    assert missing.stderr == "There is no plan 3. The newest is plan 2.\n"


def test_without_a_plan_and_with_a_wrong_one_it_says_what_to_do(app: Flask, tmp_path: Path) -> None:
    nothing = _run(app, "show-plan")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "flask store-plan FILE" in nothing.stderr
    wrong = _run(app, "store-plan", _write(tmp_path, 'lags = [1]\nengagement = "mood"\nx = 1\n'))
    assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (1, 3)
    assert _run(app, "store-plan", str(tmp_path / "none.toml")).exit_code == 1
    assert _run(app, "show-plan").exit_code == 1


def test_mistakes_in_a_file_speak_of_the_plan(app: Flask, tmp_path: Path) -> None:
    empty = _run(app, "store-plan", _write(tmp_path, ""))
    assert (empty.exit_code, empty.stderr) == (
        1, 'The plan is empty. Write at least one key, such as headline = "within".\n',
    )  # fmt: skip
    assert (
        "The plan is not valid TOML" in _run(app, "store-plan", _write(tmp_path, "lags = [")).stderr
    )
    assert "cannot be opened" in _run(app, "store-plan", str(tmp_path / "none.toml")).stderr


def test_the_linkage_is_printed_in_one_form_at_a_time(app: Flask) -> None:
    both = _run(app, "linkage", "--json", "--csv")
    assert both.exit_code == 2
    assert "Choose one of --json, --csv and --codebook." in both.stderr
    assert _run(app, "linkage", "--codebook").exit_code == 0
