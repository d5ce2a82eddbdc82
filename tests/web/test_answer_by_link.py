"""A ballot that comes in by link: counted once, with its receipt, and no trace of who sent it."""

from __future__ import annotations

import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, session
from werkzeug.test import TestResponse

from survey.privacy import gate
from survey.privacy.credentials import receipt_code, spent_digest
from survey.store.database import rows, run
from tests import links, waves
from tests.pages import Client, Page

ANSWERS = {"vigour": "4", "tools_switch": "2", "enps": "9", "ask_cost": "Fewer systems, please."}
TODAY = datetime.now(UTC).date()
PATH = "/pulse/answer/1/a"


@pytest.fixture
def mailed(app: Flask) -> list[str]:
    """The tokens of block a of a wave that is open today."""
    waves.build_teams({"a": 8, "b": 9})
    links.open_by_link(
        name="Spring 2026",
        opens_on=TODAY - timedelta(days=3),
        closes_on=TODAY + timedelta(days=8),
        help_contact="Sam Ortiz, 555 0100",
    )
    return links.tokens()["a"]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _claimed(token: str) -> dict[str, str]:
    credential = links.claim(token, today=TODAY)
    return {"message": _text(credential.message), "signature": _text(credential.signature)}


def _send(
    client: Client, credential: dict[str, str], path: str = PATH, **changes: str
) -> TestResponse:
    return client.post(path, data=ANSWERS | changes | credential)


def _counts() -> tuple[int, ...]:
    return tuple(rows(f"SELECT count(*) FROM {one}")[0][0] for one in ("spent", "ballot", "remark"))


def test_a_ballot_is_sent_counted_and_its_receipt_is_listed_after_closing(
    client: Client, mailed: list[str]
) -> None:
    credential = links.claim(mailed[0], today=TODAY)
    sent = _send(
        client,
        {"message": _text(credential.message), "signature": _text(credential.signature)},
    )
    receipt = receipt_code(spent_digest(credential.message))
    assert (sent.status_code, sent.get_json()) == (200, {"receipt": receipt})
    assert rows("SELECT answers FROM ballot") == [('{"enps":9,"tools_switch":2,"vigour":4}',)]
    assert rows("SELECT item, text FROM remark") == [("ask_cost", "Fewer systems, please.")]
    waves.close()
    wave = gate.wave(1)
    found = {b.code: gate.receipts(wave.id).get(b.id, ()) for b in gate.blocks(wave.id)}
    assert found == {"a": (receipt,), "b": ()}


def test_of_several_ballots_with_one_credential_the_first_counts(
    client: Client, mailed: list[str]
) -> None:
    credential = _claimed(mailed[0])
    first = _send(client, credential, ask_cost="")
    again = _send(client, credential, vigour="1", ask_cost="Another thing")
    assert first.data == again.data
    assert first.status_code == again.status_code == 200
    assert sorted(first.headers) == sorted(again.headers)
    assert rows("SELECT answers FROM ballot") == [('{"enps":9,"tools_switch":2,"vigour":4}',)]
    assert _counts() == (1, 1, 0)


def test_the_page_is_blank_and_the_same_for_everybody(client: Client, mailed: list[str]) -> None:
    before = client.get(PATH)
    _send(client, _claimed(mailed[0]))
    after = client.get(PATH)
    assert before.status_code == 200
    assert before.text == after.text
    page = Page(before.text)
    assert not any("checked" in field or "required" in field for field in page.fields)
    for words in ("Team a: 8 agents are invited.", "What remains", "Questions 1 to 5 of 22"):
        assert words in page.text
    assert "Turn to Sam Ortiz, 555 0100." in page.text
    assert page.text.index("What remains") < page.text.index("Most days I start work")
    assert [one for one in page.fields if one.get("name") in ("message", "signature")] == []
    assert before.text.count("data-hints") == 4


def test_opening_the_page_writes_nothing(client: Client, mailed: list[str]) -> None:
    for _ in range(3):
        assert client.get(PATH).status_code == client.head(PATH).status_code == 200
    assert _counts() == (0, 0, 0)


def test_forged_of_another_block_unknown_late_and_closed_are_one_refusal(
    client: Client, mailed: list[str]
) -> None:
    good, other = _claimed(mailed[0]), _claimed(mailed[1])
    of_b = _claimed(links.tokens()["b"][0])
    forged = {"message": _text(secrets.token_bytes(64)), "signature": good["signature"]}
    said = [
        _send(client, wrong)
        for wrong in (
            forged,
            {"message": good["message"], "signature": other["signature"]},
            of_b,
            {},
            {"message": "", "signature": ""},
            {"message": good["message"]},
            {"message": good["message"] + "AA", "signature": good["signature"]},
            {"message": good["message"], "signature": good["signature"][:-8]},
            {"message": "é", "signature": "!"},
            {"message": "A" * 100_000, "signature": "A" * 100_000},
        )
    ]
    unknown = ["/pulse/answer/2/a", "/pulse/answer/1/z", "/pulse/answer/1/%00"]
    unknown += [f"/pulse/answer/{10**30}/a", "/pulse/answer/1/b"]
    said += [_send(client, good, path) for path in unknown]
    opened = [client.get(path) for path in unknown[:-1]]
    run("UPDATE wave SET closes_on = date('now', '-2 days')")
    said.append(_send(client, good))
    opened.append(client.get(PATH))
    waves.close()
    said.append(_send(client, good))
    opened.append(client.get(PATH))
    assert {one.status_code for one in said + opened} == {404}
    assert len({one.text for one in said}) == 1
    assert len({one.text for one in opened}) == 1
    assert said[0].get_json()["refused"]
    assert _counts() == (0, 0, 0)


def test_a_block_that_answers_by_card_has_no_ballot_by_link(client: Client, app: Flask) -> None:
    waves.build_teams({"c": 8})
    waves.open_today_with_cards()
    assert client.get("/pulse/answer/1/c").status_code == 404
    assert client.post("/pulse/answer/1/c", data=ANSWERS).status_code == 404


def test_problems_are_told_for_each_question_and_spend_nothing(
    client: Client, mailed: list[str]
) -> None:
    credential = _claimed(mailed[0])
    wrong = _send(client, credential, pride="6", ask_cost="x" * 10_001)
    assert wrong.status_code == 422
    assert wrong.get_json() == {
        "problems": {
            "pride": "Choose one of the answers, or none.",
            "ask_cost": "This is too long. Please keep it under 10,000 characters.",
        }
    }
    for blank in ({}, {"vigour": ""}, {"ask_cost": " \n"}):
        reply = client.post(PATH, data=blank | credential)
        assert reply.status_code == 422
        assert reply.get_json()["problems"][""].startswith("Nothing is answered yet.")
    assert _counts() == (0, 0, 0)
    assert _send(client, credential).status_code == 200


def test_what_is_in_no_question_is_not_kept(client: Client, mailed: list[str]) -> None:
    _send(client, _claimed(mailed[0]), name="Ada", token=mailed[0], device="x")
    everything = str([rows(f"SELECT * FROM {one}") for one in ("ballot", "remark", "spent")])
    assert "Ada" not in everything
    assert mailed[0] not in everything


def test_a_body_that_is_too_large_is_refused_unread(client: Client, mailed: list[str]) -> None:
    credential = _claimed(mailed[0])
    assert _send(client, credential, ask_cost="x" * 600_000).status_code == 413
    assert _counts() == (0, 0, 0)


def test_a_form_of_another_site_is_refused(client: Client, mailed: list[str]) -> None:
    reply = client.post(
        PATH, data=ANSWERS | _claimed(mailed[0]), headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert reply.status_code == 403
    assert _counts() == (0, 0, 0)


def test_no_reply_sets_a_cookie_is_kept_or_tells_where_the_reader_came_from(
    client: Client, mailed: list[str]
) -> None:
    credential = _claimed(mailed[0])
    replies = [
        client.get(PATH),
        client.get("/pulse/answer/1/z"),
        _send(client, {}),
        _send(client, credential, pride="6"),
        _send(client, credential),
        _send(client, credential),
    ]
    for reply in replies:
        assert "Set-Cookie" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
    policy = replies[0].headers["Content-Security-Policy"]
    assert policy.endswith("; script-src 'self'; connect-src 'self'")
    assert "form-action 'none'" in policy


def test_the_session_of_a_signed_in_agent_is_never_opened(
    signed_in: Callable[[str], Client], mailed: list[str]
) -> None:
    agent = signed_in("agent")
    data = ANSWERS | _claimed(mailed[0])
    for method in ("GET", "POST", "DELETE"):
        with agent:
            reply = agent.open(PATH, method=method, data=data)
            assert "Cookie" in reply.request.headers
            assert dict(session) == {}
        assert "Set-Cookie" not in reply.headers
    assert _counts()[:2] == (1, 1)


def test_nothing_is_logged_and_a_ballot_that_cannot_be_kept_spends_nothing(
    client: Client, mailed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    credential = _claimed(mailed[0])
    caplog.set_level(logging.DEBUG)
    client.get(PATH)
    _send(client, {})
    _send(client, _claimed(mailed[1]))
    assert caplog.records == []
    run("CREATE TRIGGER full BEFORE INSERT ON ballot BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    assert _send(client, credential).status_code == 503
    for secret in ("Fewer", credential["message"], "/pulse/", "1/a"):
        assert secret not in caplog.text
    run("DROP TRIGGER full")
    assert _send(client, credential).status_code == 200
    assert _counts()[:2] == (2, 2)


def test_a_filled_in_ballot_is_never_turned_away_for_other_peoples_guesses(
    client: Client, mailed: list[str]
) -> None:
    for _ in range(70):
        client.get("/pulse/claim/guess")
    assert client.get("/pulse/claim/guess").status_code == 429
    assert _send(client, _claimed(mailed[0])).status_code == 200


def test_an_unforeseen_failure_is_logged_by_its_kind_alone(
    client: Client, mailed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    credential = _claimed(mailed[0])
    run("UPDATE block_key SET modulus = zeroblob(256)")
    assert _send(client, credential).status_code == 500
    (record,) = caplog.records
    assert record.getMessage() == "failure on a private page: ValueError"
    assert record.exc_info is None
    assert _counts() == (0, 0, 0)
