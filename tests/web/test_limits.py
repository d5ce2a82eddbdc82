"""Limits: who tries without end waits a minute, and nobody else does."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.test import TestResponse

from survey import config
from survey.errors import InvalidInput
from survey.store.database import database, rows
from survey.web import limits
from survey.web.application import create_app
from survey.web.limits import MOST, Counts, network_of
from tests import invited
from tests.pages import Client, Page

HERE = ("customer", "192.0.2.1")
MINUTE = 1_800_000_000.0  # a minute of the clock begins with it


def from_(address: str, **headers: str) -> dict[str, Any]:
    return {"environ_base": {"REMOTE_ADDR": address}, "headers": headers}


@pytest.fixture
def client(client: Client, app: Flask) -> Client:
    """A browser whose requests all fall into one minute."""
    return in_one_minute(app, client)


def in_one_minute(app: Flask, client: Client) -> Client:
    app.before_request_funcs[None].insert(0, _stop_the_clock)
    return client


def _stop_the_clock() -> None:
    g.now = datetime.fromtimestamp(MINUTE + 18, UTC)


def wear_out(client: Client, path: str = "/pulse/ballot", **peer: Any) -> TestResponse:
    """The reply to the first try past the limit."""
    for _ in range(MOST):
        assert client.post(path, data={"code": "wrong"}, **peer).status_code in (404, 422)
    return client.post(path, data={"code": "wrong"}, **peer)


@pytest.mark.parametrize("path", ["/pulse/ballot", "/sign-in/wrong"])
def test_whoever_tries_without_end_waits_for_the_minutes_end(client: Client, path: str) -> None:
    reply = wear_out(client, path)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "42")
    page = Page(reply.text)
    assert page.headings == ["Please wait a minute"]
    assert "Go back in a minute and try again" in page.text
    assert client.get(path).status_code == 429


@pytest.mark.parametrize("path", ["/pulse/ballot/X", "/c/wrong"])
def test_a_filled_in_form_is_never_turned_away(client: Client, path: str) -> None:
    """What was typed would be lost; opening the same address does wait."""
    assert wear_out(client, path).status_code in (404, 422)
    assert client.get(path).status_code == 429


def test_opening_wrong_addresses_counts_as_well(client: Client) -> None:
    for number in range(MOST):
        assert client.get(f"/c/wrong-{number}").status_code == 404
    assert client.get("/c/wrong").status_code == 429


def test_asking_for_links_counts_whether_or_not_anybody_has_the_address(client: Client) -> None:
    for number in range(MOST):
        sent = client.post("/sign-in", data={"email": f"{number}@example.org"})
        assert sent.status_code == 303
    refused = client.post("/sign-in", data={"email": "one-more@example.org"})
    assert refused.status_code == 429
    assert rows("SELECT count(*) FROM job") == [(MOST,)]
    assert client.post("/sign-in", data={"email": "x"}, **from_("192.0.2.2")).status_code == 422


def test_one_peer_does_not_hold_back_another_nor_one_journey_the_next(client: Client) -> None:
    assert wear_out(client, **from_("192.0.2.1")).status_code == 429
    assert client.get("/pulse/ballot", **from_("192.0.2.2")).status_code == 200
    assert client.get("/sign-in", **from_("192.0.2.1")).status_code == 200
    assert client.get("/healthz", **from_("192.0.2.1")).status_code == 200


def test_answers_from_one_address_are_taken_however_many_they_are(client: Client) -> None:
    for number, contact in enumerate(invited.add_contacts(MOST + 5)):
        path = f"/c/{invited.invite(contact, number, now=datetime.fromtimestamp(MINUTE, UTC))}"
        assert client.post(path, data={"csat": "4"}).status_code == 303
        assert client.get(f"{path}/thanks").status_code == 200
    assert invited.n_answers() == (MOST + 5,) * 3


def test_a_hostile_page_cannot_use_up_its_readers_tries(client: Client) -> None:
    for _ in range(MOST + 5):
        forged = client.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})
        assert forged.status_code == 403


def test_a_header_is_believed_only_where_a_proxy_vouches_for_it(
    client: Client, settings: config.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(MOST):
        client.get("/c/wrong", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    refused = client.get("/c/wrong", headers={"X-Forwarded-For": "198.51.100.1"})
    assert refused.status_code == 429
    client.get("/c/wrong", headers={"X-Forwarded-For": "198.51.100.1"})
    assert caplog.text.count("set SURVEY_TRUSTED_PROXIES") == 1
    app = create_app(replace(settings, trusted_proxies=1))
    behind = in_one_minute(app, app.test_client())  # type: ignore[arg-type]  # a plainer client
    for number in range(MOST):
        forged = f"203.0.113.{number}, 198.51.100.1"
        assert behind.get("/c/wrong", headers={"X-Forwarded-For": forged}).status_code == 404
    for address, status in (("198.51.100.1", 429), ("198.51.100.2", 404)):
        forwarded = {"X-Forwarded-For": address}
        assert behind.get("/c/wrong", headers=forwarded).status_code == status


@pytest.mark.parametrize("value", ["many", "-1", "10", ""])
def test_the_number_of_proxies_is_a_small_number(value: str) -> None:
    with pytest.raises(InvalidInput, match="write how many proxies there are, from 0 to 9"):
        config.load({"SURVEY_TRUSTED_PROXIES": value, "SURVEY_SECRET_KEY": "x"})


def test_no_address_is_written_anywhere(
    client: Client, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    peer = from_("192.0.2.77", **{"X-Forwarded-For": "203.0.113.9"})
    assert wear_out(client, **peer).status_code == 429
    client.post("/sign-in", data={"email": "a@example.org"}, **peer)
    everything = "\n".join([*database.connection().iterdump(), caplog.text])
    assert "192.0.2.77" not in everything
    assert "203.0.113.9" not in everything


def test_the_next_minute_begins_anew() -> None:
    counts = Counts()
    for _ in range(MOST):
        assert counts.seconds_to_wait(HERE, now=MINUTE) == 0
        counts.add(HERE, now=MINUTE)
    assert counts.seconds_to_wait(HERE, now=MINUTE) == 60
    assert counts.seconds_to_wait(HERE, now=MINUTE + 59.9) == 1
    assert counts.seconds_to_wait(HERE, now=MINUTE + 60) == 0
    counts.add(HERE, now=MINUTE + 60)
    assert counts.seconds_to_wait(HERE, now=MINUTE + 60) == 0


def test_memory_stays_small_and_whoever_is_counted_stays_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_PEERS", 3)
    counts = Counts()
    for number in (1, 2, 3, 4, 5):
        for _ in range(MOST):
            counts.add(("customer", str(number)), now=MINUTE)
    waits = [counts.seconds_to_wait(("customer", str(n)), now=MINUTE) for n in (1, 2, 3, 4, 5)]
    assert waits == [60, 60, 60, 0, 0]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:5000", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002"),
        ("2001:db8:1:2::9", "20010db800010002"),
        ("[2001:db8:1:2::9]:443", "20010db800010002"),
        ("fe80::1%eth0", "fe80000000000000"),
        ("", ""),
        ("[::", ""),
        ("a:b:c", ""),
    ],
)
def test_a_peer_is_an_address_or_the_half_of_one(address: str, network: str) -> None:
    assert network_of(address) == network
