"""The report as data: equal for equal data in any process, and holding only what may be printed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date

import pytest

from survey.insight.report.data import as_data, data_bytes, data_digest
from survey.insight.report.report import ForumReport
from survey.intake.editions import Edition
from tests import forums
from tests.conftest import ROOT
from tests.editions import built

EDITIONS = tuple(
    Edition(kind, occasion)
    for kind in ("centre", "agents", "slides")
    for occasion in ("wave:2", "month:2026-02")
)
ELSEWHERE = """
import sys
from datetime import date
from survey.insight.report.data import data_digest
from survey.insight.report.report import build_report
from survey.intake.editions import Edition
from survey.store import database
database.connect(sys.argv[1])
for kind in ("centre", "agents", "slides"):
    for occasion in ("wave:2", "month:2026-02"):
        report = build_report(Edition(kind, occasion), organisation="Larkfield", is_demo=False,
                              today=date(2026, 3, 20))
        print(data_digest(report))
"""


def _report(edition: Edition = EDITIONS[0]) -> ForumReport:
    return built(edition, today=forums.TODAY)


def test_another_process_makes_the_same_digest_of_the_same_data(store: str) -> None:
    forums.build(2)
    here = [data_digest(_report(edition)) for edition in EDITIONS]
    elsewhere = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, store],
        cwd=ROOT,
        # The order of sets is another in every process.
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.split() == here
    assert len(set(here)) == len(here)


@pytest.mark.usefixtures("store")
def test_one_more_answer_changes_the_digest_and_a_later_day_does_not() -> None:
    units = forums.build(2)
    edition = Edition("centre", "month:2026-02")
    before = data_digest(built(edition, today=forums.TODAY))
    assert data_digest(built(edition, today=date(2027, 1, 1))) == before
    forums.say(units["a"], {5: 1}, months_ago=0)
    assert data_digest(built(edition, today=forums.TODAY)) == before, "another month's answer"
    forums.say(units["a"], {1: 1}, channel="email")
    assert data_digest(built(edition, today=forums.TODAY)) != before


@pytest.mark.usefixtures("store")
def test_it_is_canonical_json_without_ids_geometry_or_single_answers() -> None:
    forums.build(2)
    for edition in EDITIONS:
        body = data_bytes(_report(edition))
        data = json.loads(body)
        assert (
            json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            == body
        )
        names = set(re.findall(r'"(\w+)":', body.decode()))
        assert not {one for one in names if one == "id" or one.endswith("_id")}
        assert not names & {"marks", "strip", "answers", "wide", "narrow"}
        assert b"NaN" not in body


@pytest.mark.usefixtures("store")
def test_a_section_the_edition_has_not_is_none_and_figures_have_title_words_and_table() -> None:
    forums.build(2)
    data = as_data(_report(Edition("agents", "wave:2")))
    assert data["method"] is None
    assert data["edition"] == {
        "kind": "agents", "occasion": "wave:2", "language": "en", "paper": "a4",
    }  # fmt: skip
    figure = as_data(_report())["people"]["by_block"][0]
    assert set(figure) == {"title", "subtitle", "desc", "note", "table"}
    assert figure["table"]["rows"]


@dataclass(frozen=True, slots=True)
class _Row:
    unit_id: int


@pytest.mark.usefixtures("store")
def test_what_has_the_id_of_something_is_refused() -> None:
    report = _report(Edition("centre", "month:2026-02"))
    for wrong, words in ((_Row(4), "_Row has unit_id"), ({1, 2}, "holds no set")):
        with pytest.raises(TypeError, match=words):
            as_data(replace(report, people=wrong))  # type: ignore[arg-type]
