"""`flask import-contacts`: what it says and keeps, with good files and with bad ones."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from survey.commands import importing
from survey.operations import contacts
from survey.store.database import rows, run
from tests.conftest import ROOT, SHARED
from tests.contact_records import kept

EXAMPLES = ROOT / "docs" / "examples"
REAL = SHARED / "data" / "contacts" / "customer_support_data_20pct.csv"
MAPPING = """
source = "desk"
timezone = "Europe/Berlin"
[fields]
external_id = "id"
queue = "queue"
channel = "channel"
agent = "agent"
team = "team"
reason = "reason"
closed = { column = "closed", format = "%Y-%m-%d %H:%M" }
score = { column = "score", low = 1, high = 5 }
comment = "comment"
[create]
teams = true
agents = true
"""
HEADER = "id,queue,channel,agent,team,reason,closed,score,comment"
ROW = "C-{},Billing,phone,a1,north,Refund,2026-03-02 09:10,{},Kind"

Import = Callable[..., Result]


@pytest.fixture
def import_file(app: Flask, tmp_path: Path) -> Import:
    """Runs the command on a file of these bytes or lines, with the mapping above."""
    commands.install(app)

    def run_it(content: bytes | str | Path, *options: str, mapping: str = MAPPING) -> Result:
        file = content if isinstance(content, Path) else tmp_path / "contacts.csv"
        if not isinstance(content, Path):
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        chosen = () if "--mapping" in options else ("--mapping", str(tmp_path / "mapping.toml"))
        return app.test_cli_runner().invoke(args=["import-contacts", str(file), *chosen, *options])

    return run_it


def _lines(*found: str) -> str:
    return "\n".join((HEADER, *found)) + "\n"


def _is_untouched() -> bool:
    return not any(kept().values())


def test_a_good_file_is_imported_and_said_so(import_file: Import) -> None:
    result = import_file(_lines(ROW.format(1, 5), ROW.format(2, "")))
    assert result.exit_code == 0
    assert result.stderr == (
        "Times are read as Europe/Berlin, days are those of UTC.\n"
        "The file is UTF-8: it has no byte order mark and every byte fits.\n"
    )
    assert result.stdout == (
        "Rows: 2. Accepted 2, updated 0, unchanged 0, rejected 0.\n"
        "Met for the first time: 1 agent, 1 queue, 1 unit.\n"
    )
    assert len(kept()["contacts"]) == 2


def test_a_second_run_changes_nothing(import_file: Import) -> None:
    import_file(_lines(ROW.format(1, 5)))
    before = kept()
    result = import_file(_lines(ROW.format(1, 5)))
    assert result.stdout == "Rows: 1. Accepted 0, updated 0, unchanged 1, rejected 0.\n"
    assert kept() == before


def test_rejected_rows_are_named_written_and_counted(import_file: Import, tmp_path: Path) -> None:
    bad = "C-2,Billing,fax,a1,north,Refund,02.03.2026,9,=1+1"
    rejects = tmp_path / "rejects.csv"
    result = import_file(_lines(ROW.format(1, 5), bad), "--rejects", str(rejects))
    assert result.exit_code == 1
    assert "Row 2 (line 3), score '9': The score 9 is outside 1 to 5.\n" in result.stderr
    assert f"{rejects} holds every reason.\n" in result.stderr
    assert result.stdout.startswith("Rows: 2. Accepted 1, updated 0, unchanged 0, rejected 1.\n")
    with rejects.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert [row["field"] for row in found] == ["channel", "closed", "score"]
    assert {(row["row"], row["line"]) for row in found} == {("2", "3")}


def test_only_the_first_rejections_are_printed(import_file: Import) -> None:
    result = import_file(_lines(*[ROW.format(i, 9) for i in range(30)]))
    assert result.stderr.count("is outside 1 to 5") == 20
    assert "More rejected rows: 10.\n" in result.stderr
    assert _is_untouched()


def test_the_file_of_rejects_is_not_the_file_to_import(import_file: Import, tmp_path: Path) -> None:
    text = _lines(ROW.format(1, 5))
    result = import_file(text, "--rejects", str(tmp_path / "contacts.csv"))
    assert result.exit_code == 1
    assert "Name another file" in result.stderr
    assert (tmp_path / "contacts.csv").read_text(encoding="utf-8") == text


def test_a_dry_run_says_the_same_and_writes_nothing(import_file: Import) -> None:
    text = _lines(ROW.format(1, 5), ROW.format(2, 9))
    dry = import_file(text, "--dry-run")
    assert _is_untouched()
    wet = import_file(text)
    said = "This was a dry run: nothing was written.\n"
    assert dry.stdout == wet.stdout + said
    assert (dry.exit_code, dry.stderr) == (wet.exit_code, wet.stderr)


def test_what_froze_is_told_and_changed_only_on_demand(import_file: Import) -> None:
    import_file(_lines(ROW.format(1, 5)))
    moved = _lines(ROW.format(1, 5).replace("north", "south"))
    result = import_file(moved)
    assert result.exit_code == 0
    told = "Contacts sent again that differ in what froze when they closed: 1 (team 1). "
    assert result.stdout.startswith(told + "They stay; --correct changes them.\n")
    assert import_file(moved, "--correct").stdout.startswith(told + "They were corrected.\n")
    assert kept()["contact rollups"][0][0] == "south"


def test_a_score_on_another_scale_is_refused_before_anything_is_read(import_file: Import) -> None:
    result = import_file(_lines(ROW.format(1, 5)), mapping=MAPPING.replace("high = 5", "high = 10"))
    assert result.exit_code == 1
    assert "runs from 1 to 10" in result.stderr
    assert _is_untouched()


def test_a_mapping_with_mistakes_names_them_all(import_file: Import) -> None:
    result = import_file(_lines(), mapping='source = 3\n[fields]\nqueue = "queue"\n')
    assert result.exit_code == 1
    assert "source must be a text" in result.stderr
    assert "fields.external_id is missing" in result.stderr


def test_names_without_rows_are_nothing_to_import(import_file: Import) -> None:
    result = import_file(_lines())
    assert result.exit_code == 0
    assert "no rows" in result.stdout


def test_what_was_never_closed_is_reported_and_the_rest_is_read(import_file: Import) -> None:
    result = import_file(
        _lines(ROW.format(1, 5), ROW.format(2, 5)).replace("5,Kind\nC-2", '5,"Kind\nC-2')
    )
    assert result.exit_code == 1
    assert "never closed" in result.stderr
    assert _is_untouched()


def test_a_file_cut_off_inside_a_row_keeps_the_sound_rows(import_file: Import) -> None:
    result = import_file(_lines(ROW.format(1, 5), ROW.format(2, 5))[:-14])
    assert result.exit_code == 1
    assert "it was cut off" in result.stderr
    assert [row[1] for row in kept()["contacts"]] == ["C-1"]


_GOOD = "\n".join((HEADER, ROW.format(1, 5)))
_BAD_FILES = {
    "empty": (b"", "The file is empty."),
    "blank": (b"\n\n", "The file holds no text."),
    "binary": (b"\0\1\2\3" * 99, "NUL byte"),
    "picture": (b"\x89PNG\r\n" + bytes(range(255, 99, -1)) * 9, "does not read like"),
    "drawing": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "line 3 holds a NUL byte"),
    "workbook": (b"PK\x03\x04" + b"\0" * 100, "Excel workbook"),
    "delimiter": (_GOOD.replace(",", ";").encode(), 'declare delimiter = ";"'),
    "column": (_GOOD.replace("reason", "queue").encode(), "The file has no column 'reason'"),
    "twice": (_GOOD.replace("comment", "comment,id").encode(), "more than once: 'id'"),
    "encoding": (_GOOD.replace("Kind", "Хорошо").encode("koi8-r"), "Declare its encoding"),
    "line": (_GOOD.replace("Kind", "x" * 5_000_000).encode(), "longer than 4,000,000 bytes"),
}


@pytest.mark.parametrize(("content", "sentence"), _BAD_FILES.values(), ids=_BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence(
    import_file: Import, content: bytes, sentence: str
) -> None:
    result = import_file(content)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""
    assert _is_untouched()


def test_a_file_that_is_not_there_is_refused(import_file: Import, tmp_path: Path) -> None:
    assert "cannot be opened: No such file" in import_file(tmp_path / "gone.csv").stderr
    assert "cannot be opened: Is a directory" in import_file(tmp_path).stderr


def test_a_pipe_is_refused_because_the_file_is_read_twice(import_file: Import) -> None:
    reading, writing = os.pipe()
    os.close(writing)
    assert "Save the data to a file" in import_file(Path(f"/dev/fd/{reading}")).stderr
    os.close(reading)


def test_a_gigabyte_of_nothing_is_refused_at_once(import_file: Import, tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as stream:
        stream.write(_lines().encode())
        stream.truncate(1 << 30)  # sparse: it takes no room
    result = import_file(huge)
    assert result.exit_code == 1
    assert "line 2 holds a NUL byte" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("n_bad", [0, 1, 300])
def test_a_full_disk_for_the_rejects_does_not_stop_the_import(
    import_file: Import, n_bad: int
) -> None:
    lines = [ROW.format(i, 9 if i < n_bad else 5) for i in range(301)]
    result = import_file(_lines(*lines), "--rejects", "/dev/full")
    assert result.exit_code == 1
    assert "/dev/full does not hold every reason: No space left on device" in result.stderr
    assert len(kept()["contacts"]) == 301 - n_bad
    assert f"Accepted {301 - n_bad}," in result.stdout


def test_a_file_in_windows_1252_is_read_and_said_so(import_file: Import) -> None:
    result = import_file(
        _lines(ROW.format(1, 5).replace("Kind", "Très aimable et doux")).encode("cp1252")
    )
    assert "taken as Windows-1252" in result.stderr
    assert rows("SELECT comment FROM response") == [("Très aimable et doux",)]


def test_a_dry_run_ends_before_customers_wait_too_long(
    import_file: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "BATCH_ROWS", 10)
    text = _lines(*[ROW.format(i, 5) for i in range(25)])
    assert "Rows: 25." in import_file(text, "--dry-run").stdout
    monkeypatch.setattr(importing, "SECONDS_OF_A_DRY_RUN", 0)
    result = import_file(text, "--dry-run")
    assert "It looked at the first 10 rows only" in result.stdout
    assert "Rows: 10. Accepted 10," in result.stdout
    assert "looked at" not in import_file(text).stdout
    assert len(kept()["contacts"]) == 25


def test_a_full_database_is_told_and_the_next_run_completes_it(
    import_file: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "BATCH_ROWS", 100)
    text = _lines(*[ROW.format(i, 5).replace("Kind", "x" * 900) for i in range(1_000)])
    import_file(_lines())
    run(f"PRAGMA max_page_count = {rows('PRAGMA page_count')[0][0] + 120}")
    result = import_file(text)
    assert result.exit_code == 1
    n_kept = len(kept()["contacts"])
    assert 0 < n_kept < 1_000
    assert f"Rows done: {n_kept}; nothing is half written." in result.stderr
    assert "database or disk is full" in result.stderr
    assert sum(row[4] for row in kept()["contact rollups"]) == n_kept
    run("PRAGMA max_page_count = 1000000000")
    result = import_file(text)
    assert f"Accepted {1_000 - n_kept}, updated 0, unchanged {n_kept}" in result.stdout


def test_the_example_of_the_documentation_imports(import_file: Import) -> None:
    options = ("--mapping", str(EXAMPLES / "contacts-example.toml"))
    result = import_file(EXAMPLES / "contacts-example.csv", *options)
    assert result.exit_code == 0
    assert "Accepted 6" in result.stdout


@pytest.mark.skipif(not REAL.exists(), reason="the real contacts are not on this machine")
def test_the_real_contacts_import_whole_and_only_once(import_file: Import) -> None:
    options = ("--mapping", str(EXAMPLES / "contacts-shopzilla.toml"))
    first = import_file(REAL, *options)
    assert (first.exit_code, first.stderr.count("\n")) == (0, 2)
    assert "Rows: 17,182. Accepted 17,182" in first.stdout
    assert "1,368 agents" in first.stdout
    assert rows("SELECT count(*) FROM answer") == [(17_182,)]
    assert rows("SELECT sum(n) FROM answer_rollup") == [(17_182,)]
    second = import_file(REAL, *options)
    assert "Accepted 0, updated 0, unchanged 17,182, rejected 0" in second.stdout
