"""`flask verify-report`: one clear sentence for every kind of file, and its exit status."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from survey import commands
from survey.commands.reporting import make_edition
from survey.config import Settings
from survey.intake.editions import Edition
from survey.operations.reports import archive, verification
from survey.store.database import run
from tests import forums, waves
from tests.conftest import NOW
from tests.forums import TODAY
from tests.ordered import printing, withdraw

Verify = Callable[[bytes], tuple[int, str]]


@pytest.fixture
def verify(app: Flask, tmp_path: Path) -> Verify:
    """Gives exit status and words for a file of this content."""
    commands.install(app)

    def of(content: bytes) -> tuple[int, str]:
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        done = app.test_cli_runner().invoke(args=["verify-report", str(path)])
        return done.exit_code, " ".join(done.output.replace(str(path), "FILE").split())

    return of


def test_a_genuine_report_says_which_it_is_and_whether_its_data_are_todays(
    verify: Verify, settings: Settings
) -> None:
    waves.build_teams({"a": 8})
    forums.hold()
    made = make_edition(Edition("agents", "wave:1"), settings=settings, today=TODAY)
    archive.keep_report(made, now=NOW)
    status, said = verify(made.pdf)
    assert status == 0
    assert said.startswith(f"Genuine: FILE is report 1, {made.title}.")
    for part in (
        "Edition agents (en, a4)",
        "About wave:1",
        "Made 10 March 2026, 12:00",
        f"Data digest {made.data_digest}",
        f"Template digest {made.template_digest}",
        "Data today the same",
    ):
        assert part in said, part
    run("UPDATE decision SET ask = 'x'")
    run("UPDATE wave SET name = 'Another name'")
    assert "Data today others" in verify(made.pdf)[1]
    run("UPDATE report SET occasion = 'wave:9'")
    assert "no longer there" in verify(made.pdf)[1]


def test_whatever_is_not_genuine_says_what_it_is(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.keep_report(printing(), now=NOW)
    for content, said in (
        (printing().pdf + b"%", "Altered: FILE names the data and template of report 1 ("),
        (printing(text="U").pdf, "Not genuine: FILE is no report of this archive"),
        (b"%PDF-1.4 nothing", "Not genuine: FILE is no report of this archive"),
        (b"GIF89a", "Not genuine: FILE is not a PDF."),
        (b"", "Not genuine: FILE is not a PDF."),
    ):
        status, words = verify(content)
        assert (status, words[: len(said)]) == (1, said)
        assert words.count(".") <= 4
    monkeypatch.setattr(verification, "LARGEST", 1_000)
    assert verify(printing().pdf) == (1, "Not genuine: FILE is larger than any report.")


def test_what_is_wrong_with_a_file_is_told_in_our_sentence_alone(
    verify: Verify, caplog: pytest.LogCaptureFixture
) -> None:
    whole = printing().pdf
    for content in (whole[: len(whole) // 2], whole[:-200], b"%PDF-1.4 nothing"):
        assert verify(content) == (
            1,
            "Not genuine: FILE is no report of this archive, and does not say it is one.",
        )
    assert not [one for one in caplog.records if one.name.startswith("pypdf")]


def test_a_withdrawn_report_must_not_be_used_any_more(verify: Verify) -> None:
    archive.keep_report(printing(), now=NOW)
    withdraw()
    status, said = verify(printing().pdf)
    assert status == 1
    assert re.match(r"Withdrawn: FILE was report 1 \(.*\)\. .* must not be used any more\.$", said)


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_what_cannot_be_read_cannot_be_judged(app: Flask, tmp_path: Path, name: str) -> None:
    commands.install(app)
    done = app.test_cli_runner().invoke(args=["verify-report", str(tmp_path / name)])
    assert done.exit_code == 2
    assert "cannot be read: " in done.output
    assert done.output.count("\n") == 1


def test_a_report_is_regenerated_by_its_number(app: Flask, tmp_path: Path) -> None:
    commands.install(app)
    kept, output = archive.keep_report(printing(), now=NOW), tmp_path / "again.pdf"
    done = app.test_cli_runner().invoke(args=["regenerate-report", str(kept), "-o", str(output)])
    assert done.exit_code == 0
    assert output.read_bytes() == printing().pdf
    refused = app.test_cli_runner().invoke(args=["regenerate-report", "99", "-o", str(output)])
    assert refused.exit_code == 1
    assert "There is no such report" in refused.output
