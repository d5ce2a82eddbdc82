"""The nightly audit: run, looked at twice where something is wrong, kept, and shown."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from survey.commands import nightly
from survey.commands.tools import Tools
from survey.commands.work import CHORES, HANDLERS, do_one, queue_chores, tools_of
from survey.operations import pulse
from survey.operations.jobs import Job
from survey.operations.pulse import auditing, folding
from survey.privacy.audit import audit
from survey.store import audit_runs
from survey.store.database import rows, run
from survey.web.application import create_app
from tests import links, waves
from tests.conftest import settings_for
from tests.waves import NOW

LATER = NOW + timedelta(hours=1)


def filled_centre() -> None:
    """A folded wave by card, a closed one by link, and an open one with both kinds of blocks."""
    waves.build_teams({"a": 10, "b": 10, "c": 10, "d": 10})
    ballots = [waves.ballot(1 + n % 5, enps=n, ask_cost=f"words {n}") for n in range(10)]
    codes = waves.open_with_cards(1)
    for team in "abc":
        waves.submit(codes[team], ballots)
    waves.submit(codes["d"], ballots[:4])
    waves.close(1)
    folding.fold_waves(1, now=NOW + timedelta(days=2))
    links.open_by_link(2)
    for team, mailed in links.tokens(2).items():
        links.answer_all(mailed, ballots[: 4 if team == "d" else 10])
    waves.close(2)
    by_card = rows("SELECT id FROM unit WHERE code = 'd'")[0]
    links.open_by_link(3, card_unit_ids=frozenset(by_card))
    waves.submit(_cards(3)["d"], ballots[:3])
    mailed = links.tokens(3)
    links.answer_all(mailed["a"], ballots)
    for token in mailed["b"][:2]:
        links.claim(token)


def _cards(number: int) -> dict[str, list[str]]:
    sheet = pulse.issue_cards(number, today=waves.OPENS_ON, randomness=waves.bytes_from(1))
    return {one.block.code: list(one.codes) for one in sheet.blocks}


def kept() -> list[tuple[int, str]]:
    return rows("SELECT n_checks, problems FROM audit_run ORDER BY id")


def test_a_filled_centre_keeps_every_promise(both_stores: str) -> None:
    filled_centre()
    assert len(rows("SELECT DISTINCT mode FROM block WHERE wave_id = 3")) == 2
    assert rows("SELECT state, folded_at IS NOT NULL FROM wave ORDER BY number") == [
        ("closed", True), ("closed", False), ("open", False),
    ]  # fmt: skip
    assert auditing.run_audit(now=NOW) == ()
    assert kept() == [(len(audit()), "")]
    found = audit_runs.latest()
    assert found is not None
    assert found.run_at == NOW


def test_an_empty_installation_keeps_every_promise(both_stores: str) -> None:
    assert audit_runs.latest() is None
    assert auditing.run_audit(now=NOW) == ()
    assert kept() == [(len(audit()), "")]


def test_what_is_wrong_is_looked_at_again_before_it_is_kept(both_stores: str) -> None:
    filled_centre()
    run("UPDATE wave SET scrubbed_at = NULL WHERE number = 2")
    assert auditing.run_audit(now=NOW) == auditing.run_audit(now=NOW) != ()
    assert kept() == []
    due = int((NOW + auditing.SECOND_LOOK).timestamp())
    assert rows("SELECT due_at FROM job WHERE kind = ?", (auditing.KIND,)) == [(due,)]
    run("UPDATE wave SET scrubbed_at = closed_at")
    assert auditing.run_audit(now=LATER, is_second_look=True) == ()
    assert [problems for _, problems in kept()] == [""]


def test_what_is_still_wrong_is_kept_a_sentence_to_a_line(both_stores: str) -> None:
    filled_centre()
    run("UPDATE wave SET scrubbed_at = NULL WHERE number = 2")
    run("UPDATE turnout SET n_answered = 11")
    problems = auditing.run_audit(now=NOW, is_second_look=True)
    assert len(problems) > 1
    ((_, text),) = kept()
    assert tuple(text.splitlines()) == problems


def test_the_last_runs_are_kept_and_no_more(both_stores: str) -> None:
    for number in range(5):
        audit_runs.add(at=NOW, n_checks=number + 1, problems=[])
        audit_runs.prune(n_kept=3)
    assert [n for n, _ in kept()] == [3, 4, 5]
    audit_runs.prune(n_kept=3)
    assert len(kept()) == 3


@pytest.fixture
def tools(both_stores: str, tmp_path: object) -> Tools:
    return tools_of(create_app(settings_for(both_stores, tmp_path)))  # type: ignore[arg-type]


def test_the_worker_audits_once_a_day(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    filled_centre()
    others = [chore for chore in CHORES if chore.kind != auditing.KIND]
    assert len(others) == len(CHORES) - 1
    for _ in range(2):
        queue_chores(tools, now=NOW)
        while do_one(tools, now=NOW):
            pass
    assert [problems for _, problems in kept()] == [""]
    queue_chores(tools, now=NOW + timedelta(days=1))
    while do_one(tools, now=NOW + timedelta(days=1)):
        pass
    assert len(kept()) == 2


def test_what_the_second_look_finds_is_logged_as_a_count(
    tools: Tools, caplog: pytest.LogCaptureFixture
) -> None:
    filled_centre()
    run("UPDATE wave SET scrubbed_at = NULL WHERE number = 2")
    look(tools, {"period": "2026-03-13"}, NOW)
    assert caplog.messages == []
    look(tools, {"again": True}, LATER)
    assert caplog.messages == ["the audit of anonymity found 1: run flask audit-anonymity"]
    assert HANDLERS[auditing.KIND] is nightly.audit


def look(tools: Tools, payload: dict[str, object], now: datetime) -> None:
    nightly.audit(Job(1, auditing.KIND, payload, 1, now), tools, now)
