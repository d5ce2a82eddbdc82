"""`flask report`: refusals in sentences, and a file that is whole or not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from survey import commands
from survey.commands import forum as door
from survey.errors import Refusal
from survey.insight.forum.board import newest_pdf
from survey.store.database import rows
from tests import forums, waves
from tests.conftest import NOW


def test_the_newest_closed_wave_is_printed_where_none_is_named(app: Flask, tmp_path: Path) -> None:
    commands.install(app)
    shell, output = app.test_cli_runner(), tmp_path / "new" / "report.pdf"
    refused = shell.invoke(args=["report", "-o", str(output)])
    assert refused.exit_code == 1
    assert "No wave has closed yet. The first report can be made when one has." in refused.output
    waves.build_teams({"a": 8})
    forums.hold()
    done = shell.invoke(args=["report", "-o", str(output)])
    assert done.exit_code == 0, done.output
    assert f"The report on wave 1 is in {output}." in done.output
    assert output.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("number", "said"), [(7, "There is no wave 7."), (3, "Wave 3 is still open.")]
)
def test_a_report_that_cannot_be_is_refused_and_leaves_no_file(
    store: str, tmp_path: Path, number: int, said: str
) -> None:
    assert store
    waves.build_teams({"a": 8})
    waves.open_with_cards(3)
    with pytest.raises(Refusal, match=re.escape(said)):
        door.write_report(number, tmp_path / "r.pdf", organisation="L", is_demo=False)
    with pytest.raises(Refusal, match="No wave has closed yet"):
        door.keep_newest_report(tmp_path / "r.pdf", organisation="L", now=NOW)
    assert list(tmp_path.glob("*.pdf*")) == []


def test_the_report_of_the_start_is_the_one_that_the_pages_open(store: str, tmp_path: Path) -> None:
    assert store
    waves.build_teams({"a": 8})
    forums.hold()
    for _ in range(2):
        door.keep_newest_report(tmp_path / "r.pdf", organisation="L", now=NOW)
        assert newest_pdf(1) == (tmp_path / "r.pdf").read_bytes()
    assert rows("SELECT count(*) FROM report")[0][0] == 1
