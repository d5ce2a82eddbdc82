"""`flask set-look`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from survey.commands.look import set_look_
from survey.insight.look import current_look
from survey.render.document import Look
from tests.intake.test_logo import pixels


def test_the_look_is_set_from_the_shell(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(pixels(40, 40))
    run = app.test_cli_runner().invoke
    assert run(set_look_, ["--logo", str(file), "--accent", "#7a1f3d"]).exit_code == 0
    assert current_look().logo.startswith("data:image/png")
    assert run(set_look_, ["--no-logo"]).exit_code == 0
    assert current_look() == Look(accent="#7a1f3d")
    file.write_bytes(b"")
    refused = run(set_look_, ["--logo", str(file)])
    assert (refused.exit_code, "This file is empty." in refused.output) == (1, True)
