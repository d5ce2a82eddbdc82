"""A wave from the shell."""

from __future__ import annotations

import re
import resource
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from survey.operations import pulse
from survey.privacy import gate
from survey.privacy.audit import audit
from survey.store.database import rows, run
from tests import links, waves

TODAY = datetime.now(UTC).date()


@pytest.fixture
def shell(app: Flask) -> Flask:
    """The application with its commands."""
    commands.install(app)
    return app


def _flask(shell: Flask, *words: str) -> Result:
    return shell.test_cli_runner().invoke(args=list(words))


def _open(shell: Flask) -> Result:
    """A wave whose only day is today: its cards can be printed, and it can be closed."""
    words = ["--name", "Spring 2026", "--opens-on", str(TODAY), "--closes-on", str(TODAY)]
    return _flask(shell, "open-wave", *words)


def test_a_wave_is_opened_printed_and_closed(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8, "b": 3})
    opened = _open(shell)
    assert opened.exit_code == 0, opened.output
    assert "Team b (3) has fewer than 8 invited" in opened.output
    wave = gate.wave(1)
    assert wave.window_from == TODAY.replace(day=1)
    assert wave.window_until == (wave.window_from + timedelta(days=31)).replace(day=1) - timedelta(
        days=1
    )

    sheet = tmp_path / "cards.pdf"
    printed = _flask(shell, "print-cards", "--wave", "1", "-o", str(sheet))
    assert f"11 cards are in {sheet}." in printed.output
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert rows("SELECT count(*) FROM ballot_card") == [(11,)]

    closed = _flask(shell, "close-wave", "--wave", "1")
    assert "Wave 1 is closed, and its results are published." in closed.output
    assert _flask(shell, "close-wave", "--wave", "1").exit_code == 0


def test_the_block_plan_changes_nothing(shell: Flask) -> None:
    waves.build_teams({"a": 8, "b": 3})
    planned = _flask(shell, "block-plan", "--on", "2026-03-02")
    assert "11 invited  by card  Team a and Team b" in planned.output
    assert "11 of its agents have no mail address here, so it answers by card." in planned.output
    links.give_addresses()
    planned = _flask(shell, "block-plan", "--on", "2026-03-02")
    assert "11 invited  by link  Team a and Team b" in planned.output
    planned = _flask(shell, "block-plan", "--on", "2026-03-02", "--cards-for", "b")
    assert "Team b is set to answer by card, so everybody in the block does." in planned.output
    assert gate.waves() == ()


def test_a_wave_is_opened_by_link(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8, "b": 8})
    links.give_addresses()
    tomorrow = TODAY + timedelta(days=1)
    words = ["--opens-on", str(TODAY), "--closes-on", str(tomorrow), "--remind-on", str(tomorrow)]
    words += ["--help-contact", "help@example.org", "--cards-for", "b"]
    opened = _flask(shell, "open-wave", "--name", "Spring", *words)
    assert opened.exit_code == 0, opened.output
    assert "Drawing keys: 1 of 1" in opened.stderr
    assert "8 letters with links wait for flask work." in opened.output
    assert "Print its cards: flask print-cards --wave 1 -o cards.pdf" in opened.output
    assert gate.wave(1).help_contact == "help@example.org"
    assert {block.code: block.mode for block in gate.blocks(gate.wave(1).id)} == {
        "a": "link",
        "b": "cards",
    }
    assert rows("SELECT count(*) FROM wave_reminder") == [(1,)]
    printed = _flask(shell, "print-cards", "--wave", "1", "-o", str(tmp_path / "cards.pdf"))
    assert "8 cards are in" in printed.output


def test_a_wave_by_link_alone_has_no_cards(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8})
    links.give_addresses()
    opened = _open(shell)
    assert "Print its cards" not in opened.output
    refused = _flask(shell, "print-cards", "--wave", "1", "-o", str(tmp_path / "cards.pdf"))
    assert (refused.exit_code, "answers by link. It has no cards." in refused.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["block-plan", "--on", "2020-01-01"], "at least 8 invited agents, and the teams have 0"),
        (["print-cards", "--wave", "7", "-o", "x.pdf"], "There is no wave 7."),
        (["close-wave", "--wave", "7"], "There is no wave 7."),
        (["block-plan", "--cards-for", "q"], "There is no unit with the code ‘q’."),
        (
            "open-wave --name A --opens-on 2026-03-02 --closes-on 2026-03-09"
            " --remind-on 2026-03-10".split(),
            "on the last day at the latest",
        ),
    ],
)
def test_a_refusal_is_a_sentence_and_status_one(shell: Flask, words: list[str], said: str) -> None:
    waves.build_teams({"a": 8})
    refused = _flask(shell, *words)
    assert refused.exit_code == 1
    assert said in refused.output
    assert "Traceback" not in refused.output


def test_a_second_open_wave_is_refused(shell: Flask) -> None:
    waves.build_teams({"a": 8})
    _open(shell)
    refused = _open(shell)
    assert (refused.exit_code, "Wave 1 is still open" in refused.output) == (1, True)


def test_cards_that_cannot_be_written_leave_the_old_ones_good(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_today_with_cards()["a"]
    (tmp_path / "no").write_text("a file where a folder should be")
    for output in (tmp_path / "no" / "cards.pdf", Path("/dev/null/cards.pdf")):
        refused = _flask(shell, "print-cards", "--wave", "1", "-o", str(output))
        assert refused.exit_code == 1
        assert f"{output} could not be written" in refused.output
    assert pulse.find_paper(codes[0], today=waves.OPENS_ON).block.code == "a"


def test_a_full_disk_leaves_the_old_cards_and_the_old_file(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_today_with_cards()["a"]
    sheet = tmp_path / "cards.pdf"
    sheet.write_bytes(b"the old cards")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, limits[1]))
    try:
        refused = _flask(shell, "print-cards", "--wave", "1", "-o", str(sheet))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "File too large" in refused.output, refused.exception
    assert refused.exit_code == 1
    assert sheet.read_bytes() == b"the old cards"
    assert not list(tmp_path.glob("*.part"))
    assert pulse.find_paper(codes[0], today=waves.OPENS_ON).block.code == "a"


def test_no_cards_are_printed_once_the_last_day_is_over(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8})
    waves.open_today_with_cards(closes_on=TODAY - timedelta(days=1))
    refused = _flask(shell, "print-cards", "--wave", "1", "-o", str(tmp_path / "cards.pdf"))
    assert (refused.exit_code, "The last day to answer wave 1 was" in refused.output) == (1, True)
    assert list(tmp_path.glob("cards*")) == []


def test_nothing_is_printed_where_everyone_has_answered(shell: Flask, tmp_path: Path) -> None:
    waves.build_teams({"a": 8})
    waves.submit(waves.open_today_with_cards()["a"], [waves.ballot(3)] * 8)
    refused = _flask(shell, "print-cards", "--wave", "1", "-o", str(tmp_path / "cards.pdf"))
    assert (refused.exit_code, "nothing to print" in refused.output) == (1, True)


def test_the_audit_passes_on_a_sound_centre_and_fails_on_a_broken_one(shell: Flask) -> None:
    waves.build_teams({"a": 8})
    waves.submit(waves.open_today_with_cards()["a"], [waves.ballot(3)] * 6)
    waves.close()
    sound = _flask(shell, "audit-anonymity")
    assert sound.exit_code == 0, sound.output
    assert len(re.findall("^holds ", sound.output, re.MULTILINE)) == len(audit())
    run("ALTER TABLE counted_ballot ADD COLUMN received_at INTEGER")
    broken = _flask(shell, "audit-anonymity")
    assert broken.exit_code == 1
    assert "BROKEN  The vault has exactly the columns it promises" in broken.output
