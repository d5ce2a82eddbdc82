"""`POST /api/v1/contacts` as another system meets it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from survey.operations import api_keys
from survey.store.database import rows
from survey.web.api_failures import api_failure
from tests.centre import Centre
from tests.conftest import NOW, ROOT
from tests.contact_records import kept

CONTACT = {
    "source": "desk",
    "external_id": "C-1",
    "queue": "Billing",
    "channel": "phone",
    "agent": "n1-01",
    "team": "n1",
    "closed_at": "2026-03-02T10:10:00+01:00",
    "score": 4,
}
ADDRESS = "/api/v1/contacts"


@pytest.fixture
def key(centre: Centre) -> str:
    return api_keys.create_api_key("telephony", secret="s" * 43, now=NOW)


def _send(app: Flask, body: object, key: str, **options: Any) -> TestResponse:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {key}"}
    options = {"content_type": "application/json", **options}
    return app.test_client().post(ADDRESS, data=data, headers=headers, **options)


def _error(reply: TestResponse, status: int) -> dict[str, Any]:
    """The error of a reply, after a look at its shape."""
    assert reply.status_code == status
    assert set(reply.json) == {"error"}
    error: dict[str, Any] = reply.json["error"]
    assert list(error) == ["code", "message", "problems"]
    assert error["code"] == status
    assert all(set(one) == {"row", "field", "message"} for one in error["problems"])
    assert rows("SELECT count(*) FROM contact") == [(0,)]
    return error


def test_a_contact_is_accepted_once_however_often_it_is_sent(app: Flask, key: str) -> None:
    first, second = _send(app, CONTACT, key), _send(app, CONTACT, key)
    assert first.status_code == second.status_code == 200
    assert first.json == {"accepted": 1, "updated": 0, "unchanged": 0, "differing": {}}
    assert second.json == {"accepted": 0, "updated": 0, "unchanged": 1, "differing": {}}
    assert kept()["answer rollups"] == [("n1", "csat", "2026-03-02", "phone", "Billing", 4, 1)]


def test_a_thousand_contacts_fit_into_one_request_and_not_one_more(app: Flask, key: str) -> None:
    many = [CONTACT | {"external_id": f"C-{i}"} for i in range(1_001)]
    assert "1,000" in _error(_send(app, {"contacts": many}, key), 413)["message"]
    assert _send(app, {"contacts": many[:1_000]}, key).json["accepted"] == 1_000


def test_one_wrong_contact_refuses_all_with_every_reason(app: Flask, key: str) -> None:
    sent = [CONTACT, CONTACT | {"channel": "fax", "score": 9}, CONTACT | {"team": "nowhere"}, 7]
    error = _error(_send(app, {"contacts": sent}, key), 422)
    assert [(p["row"], p["field"]) for p in error["problems"]] == [
        (2, "channel"),
        (2, "score"),
        (3, "team"),
        (4, "contact"),
    ]
    assert all(set(p) == {"row", "field", "message"} for p in error["problems"])


def test_nobody_gets_in_without_a_valid_key(app: Flask, key: str) -> None:
    for wrong in ("", "x", key + "x"):
        reply = _send(app, CONTACT, wrong)
        assert "Bearer" in _error(reply, 401)["message"]
        assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_worth_nothing(app: Flask, key: str) -> None:
    key_id = rows("SELECT id FROM api_key")[0][0]
    api_keys.revoke_api_key(key_id, now=NOW)
    _error(_send(app, CONTACT, key), 401)


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "{]", '{"score": NaN}', "[" * 100_000, b"\xff\xfe", '{"contacts": 3}',
        '{"contacts": []}', '{"contacts": [], "create": true}', "3", "null", "[]", '"text"',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_bad_request(app: Flask, key: str, body: str | bytes) -> None:
    assert _error(_send(app, body, key), 400)["problems"] == []


def test_what_is_wrong_with_the_body_is_said(app: Flask, key: str) -> None:
    said = {
        '{"source": "desk",': "line 1, column 19",
        '{"score": NaN}': "NaN",
        "[1]": "one contact, or an object",
        '{"contacts": []}': "empty",
    }
    for body, words in said.items():
        assert words in _error(_send(app, body, key), 400)["message"]


def test_an_object_that_is_no_contact_is_refused_with_reasons(app: Flask, key: str) -> None:
    assert {p["field"] for p in _error(_send(app, "{}", key), 422)["problems"]} >= {"agent", "team"}


def test_unknown_codes_are_told_with_everything_else_and_a_way_out(app: Flask, key: str) -> None:
    sent = CONTACT | {"score": 9, "team": "nowhere", "agent": "nobody"}
    problems = _error(_send(app, sent, key), 422)["problems"]
    assert {p["field"]: p["message"].split(". ")[-1] for p in problems[1:]} == {
        "team": "Correct it, or add the team.",
        "agent": "Correct it, or add the agent.",
    }
    assert problems[0]["field"] == "score"


def test_another_content_type_is_refused(app: Flask, key: str) -> None:
    reply = _send(app, CONTACT, key, content_type="text/csv")
    assert "Content-Type" in _error(reply, 415)["message"]


def test_a_body_over_four_megabytes_is_refused(app: Flask, key: str) -> None:
    _error(_send(app, " " * (4 * 1024 * 1024 + 1), key), 413)


def test_other_methods_are_refused_in_the_same_shape(app: Flask, key: str) -> None:
    reply = app.test_client().get(ADDRESS, headers={"Authorization": f"Bearer {key}"})
    assert _error(reply, 405)
    assert "POST" in reply.headers["Allow"]


@pytest.mark.parametrize("address", ["/api/", "/api/v2/contacts", "/api/v1/contacts/7"])
def test_an_unknown_address_is_told_in_the_same_shape(app: Flask, key: str, address: str) -> None:
    reply = app.test_client().post(address, json=CONTACT)
    assert "docs/api.md" in _error(reply, 404)["message"]


def test_a_failure_without_a_sentence_of_its_own_has_one(app: Flask, key: str) -> None:
    with app.test_request_context(ADDRESS):
        replies = [api_failure(status) for status in (409, 429, 502)]
    assert all(len(reply.json["error"]["message"]) > 40 for reply in replies)
    assert "our side" in replies[-1].json["error"]["message"]


def test_a_database_that_fails_is_told_and_nothing_is_kept(app: Flask, key: str) -> None:
    from survey.store.database import run

    pages = rows("PRAGMA page_count")[0][0]
    run(f"PRAGMA max_page_count = {pages}")
    big = [CONTACT | {"external_id": f"C-{i}", "comment": "x" * 3_000} for i in range(300)]
    reply = _send(app, {"contacts": big}, key)
    run("PRAGMA max_page_count = 1000000000")
    _error(reply, 503)
    for table in ("contact", "response", "contact_rollup", "answer_rollup"):
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert _send(app, {"contacts": big}, key).status_code == 200


def test_the_examples_of_the_documentation_are_true(app: Flask, key: str) -> None:
    from survey.operations import people

    people.add_unit("north-1", "Billing north", parent="north")
    people.add_agent("a-17", "Ines Duarte")
    people.add_leader("l-20", "Ada Vogel")
    parts = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("```json ")[1:]
    blocks = [part.split("```")[0].partition("\n")[::2] for part in parts]
    assert [head.split()[0] for head, _ in blocks] == ["request", "response"] * 4
    for (_, request), (head, response) in zip(blocks[::2], blocks[1::2], strict=True):
        reply = _send(app, request, key)
        assert reply.status_code == int(head.split()[1])
        assert reply.json == json.loads(response)
