"""The page behind a mailed link, and the signature it fetches: once, unlogged, and no oracle."""

from __future__ import annotations

import json
import logging
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, session
from werkzeug.test import TestResponse

from survey.blind_signatures import client as respondent
from survey.blind_signatures import keys
from survey.operations import pulse
from survey.store.database import rows, run
from survey.web import limits
from tests import links, waves
from tests.pages import Client, Page


@pytest.fixture
def mailed(app: Flask) -> list[str]:
    """The tokens of block a of a wave that is open today."""
    waves.build_teams({"a": 8, "b": 9})
    today = datetime.now(UTC).date()
    links.open_by_link(
        name="Spring 2026",
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=8),
    )
    return links.tokens()["a"]


def _paper(token: str) -> pulse.ClaimPaper:
    return pulse.find_claim(token, today=datetime.now(UTC).date())


def _blinding(token: str) -> respondent.Blinding:
    message = respondent.draw_message(secrets.token_bytes)
    return respondent.blind(_paper(token).modulus, message, randomness=secrets.token_bytes)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _post(client: Client, token: str, blinded: bytes) -> TestResponse:
    return client.post(f"/pulse/claim/{token}", json={"blinded": _text(blinded)})


def _n_used() -> int:
    count: int = rows("SELECT count(*) FROM claim WHERE blinded IS NOT NULL")[0][0]
    return count


def test_a_signature_is_fetched_and_fits_the_key_of_the_block(
    client: Client, mailed: list[str]
) -> None:
    modulus = _paper(mailed[0]).modulus
    message = respondent.draw_message(secrets.token_bytes)
    blinding = respondent.blind(modulus, message, randomness=secrets.token_bytes)
    reply = _post(client, mailed[0], blinding.blinded)
    assert reply.status_code == 200
    assert set(reply.get_json()) == {"signature"}
    signed = urlsafe_b64decode(reply.get_json()["signature"] + "==")
    assert respondent.finish(modulus, message, signed, blinding.inverse)
    again = _post(client, mailed[0], blinding.blinded)
    assert again.get_json() == reply.get_json()
    assert _n_used() == 1


def test_the_page_says_what_is_stored_and_shows_the_key_that_everybody_sees(
    client: Client, mailed: list[str]
) -> None:
    text = client.get(f"/pulse/claim/{mailed[0]}").text
    shown = Page(text).text
    for words in (
        "Team a: 8 agents are invited.",
        "Your link only says that you may take part",
        "Nobody is shown an average of fewer than 5 people",
        "What is stored",
        "Who sees it",
        "The smallest group",
        "What remains",
        "Opening this page did nothing",
        "ask whoever runs the pulse for a ballot card",
        keys.fingerprint(_paper(mailed[0]).modulus),
    ):
        assert words in shown
    published = json.loads(client.get("/pulse/check/1/keys.json").text)
    (block,) = (one for one in published["blocks"] if one["code"] == "a")
    assert f'data-modulus="{block["modulus"]}"' in text
    assert block["fingerprint"] in shown
    assert mailed[0] not in text


def test_the_page_is_the_same_for_all_of_a_block_and_after_the_claim(
    client: Client, mailed: list[str]
) -> None:
    before = {client.get(f"/pulse/claim/{token}").text for token in mailed}
    _post(client, mailed[0], _blinding(mailed[0]).blinded)
    after = {client.get(f"/pulse/claim/{token}").text for token in mailed}
    assert before == after
    assert len(after) == 1


def test_programs_that_open_every_link_claim_nothing(client: Client, mailed: list[str]) -> None:
    before = rows("SELECT * FROM claim ORDER BY digest")
    for token in mailed:
        page = Page(client.get(f"/pulse/claim/{token}", headers={"User-Agent": "scanner"}).text)
        client.head(f"/pulse/claim/{token}")
        for address in page.links:
            client.get(address)
        assert page.forms == []
    assert rows("SELECT * FROM claim ORDER BY digest") == before


def test_unknown_late_closed_and_used_elsewhere_are_one_refusal(
    client: Client, mailed: list[str]
) -> None:
    _post(client, mailed[0], _blinding(mailed[0]).blinded)
    other = _blinding(mailed[1]).blinded
    said = [_post(client, mailed[0], other)]
    opened = []
    for token in ("unknown", "%00", "é", "a" * 24, "x" * 2_000):
        said.append(_post(client, token, other))
        opened.append(client.get(f"/pulse/claim/{token}"))
    run("UPDATE wave SET closes_on = date('now', '-2 days')")
    said.append(_post(client, mailed[1], other))
    opened.append(client.get(f"/pulse/claim/{mailed[1]}"))
    waves.close()
    said.append(_post(client, mailed[1], other))
    opened.append(client.get(f"/pulse/claim/{mailed[1]}"))
    assert {one.status_code for one in said + opened} == {404}
    assert len({one.text for one in said}) == 1
    assert len({one.text for one in opened}) == 1
    assert said[0].get_json()["refused"] in Page(opened[0].text).text
    assert len({str(sorted(one.headers)) for one in said}) == 1


def test_malformed_values_are_refused_and_use_nothing_up(client: Client, mailed: list[str]) -> None:
    n = int.from_bytes(_paper(mailed[0]).modulus)
    values = (0, 1, n - 1, n, n + 2)
    blinded = [
        b"", b"x", bytes(255), bytes(257), b"\xff" * 256,
        *(value.to_bytes(256) for value in values),
    ]  # fmt: skip
    bodies: list[object] = [{"blinded": _text(one)} for one in blinded]
    bodies += [None, [], "text", 7, {}, {"blinded": None}, {"blinded": 3}, {"blinded": ["AA"]}]
    bodies += [{"blinded": "not base64!"}, {"blinded": "A"}, {"blinded": "é" * 342}]
    for body in bodies:
        reply = client.post(f"/pulse/claim/{mailed[0]}", json=body)
        assert reply.status_code == 422, body
        assert reply.get_json()["problems"][""].startswith("This is not a blinded value.")
    for text in ("", "{", "\x00", '{"blinded":', "[" * 4_000):
        reply = client.post(f"/pulse/claim/{mailed[0]}", data=text, content_type="application/json")
        assert reply.status_code == 422
    assert client.post(f"/pulse/claim/{mailed[0]}", data={"blinded": "AA"}).status_code == 422
    assert _n_used() == 0
    assert _post(client, mailed[0], _blinding(mailed[0]).blinded).status_code == 200


def test_a_body_that_is_too_large_is_refused_unread(client: Client, mailed: list[str]) -> None:
    path = f"/pulse/claim/{mailed[0]}"
    large = json.dumps({"blinded": "A" * 10_000})
    assert client.post(path, data=large, content_type="application/json").status_code == 413
    assert _n_used() == 0


def test_a_request_of_another_site_is_refused(client: Client, mailed: list[str]) -> None:
    refused = client.post(
        f"/pulse/claim/{mailed[0]}",
        json={"blinded": _text(_blinding(mailed[0]).blinded)},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert refused.status_code == 403
    assert _n_used() == 0


def test_no_reply_sets_a_cookie_is_kept_or_lets_a_strange_script_run(
    client: Client, mailed: list[str]
) -> None:
    path = f"/pulse/claim/{mailed[0]}"
    replies = [
        client.get(path),
        client.get("/pulse/claim/unknown"),
        client.post(path, json={}),
        _post(client, mailed[0], _blinding(mailed[0]).blinded),
        _post(client, mailed[0], _blinding(mailed[0]).blinded),
    ]
    for reply in replies:
        assert "Set-Cookie" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
    policy = replies[0].headers["Content-Security-Policy"]
    assert policy.endswith("; script-src 'self'; connect-src 'self'")
    assert "default-src 'none'" in policy
    assert "script" not in replies[1].headers["Content-Security-Policy"]


def test_the_session_of_a_signed_in_agent_is_never_opened(
    signed_in: Callable[[str], Client], mailed: list[str]
) -> None:
    agent = signed_in("agent")
    path = f"/pulse/claim/{mailed[0]}"
    for method in ("GET", "POST", "DELETE"):
        with agent:
            reply = agent.open(path, method=method, json={"blinded": "AA"})
            assert "Cookie" in reply.request.headers
            assert dict(session) == {}
        assert "Set-Cookie" not in reply.headers


def test_nothing_is_logged_and_a_failure_without_address_or_value(
    client: Client, mailed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = f"/pulse/claim/{mailed[0]}"
    client.get(path)
    client.post(path, json={"blinded": "AA"})
    blinded = _blinding(mailed[0]).blinded
    _post(client, mailed[0], blinded)
    _post(client, "unknown", blinded)
    assert caplog.records == []
    run("CREATE TRIGGER full BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    other = _blinding(mailed[1]).blinded
    assert _post(client, mailed[1], other).status_code == 503
    assert mailed[1] not in caplog.text
    assert _text(other)[:20] not in caplog.text
    run("DROP TRIGGER full")
    assert _post(client, mailed[1], other).status_code == 200


def test_whoever_tries_links_has_to_wait_and_memory_holds_no_address(
    client: Client, mailed: list[str]
) -> None:
    statuses = [client.get("/pulse/claim/guess").status_code for _ in range(limits.MOST + 5)]
    assert statuses.count(429) in range(4, 6)
    assert _post(client, mailed[0], b"").status_code == 429
