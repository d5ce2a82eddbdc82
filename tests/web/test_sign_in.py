"""Signing in by a mailed link, outside-in."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from survey.operations import people, sign_in
from survey.store.database import disconnect, rows
from survey.web import guard
from tests.centre import Centre
from tests.pages import Client, Page

TOKEN = "a-token-long-enough-to-be-guessed-by-nobody"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def link(centre: Centre) -> str:
    sign_in.make_link("adam@example.org", token=TOKEN, now=now())
    return f"/sign-in/{TOKEN}"


def test_a_stranger_is_led_to_the_form_that_asks_for_a_link(client: Client) -> None:
    assert client.get("/").location == "/sign-in"
    assert client.get("/administration").location == "/sign-in"
    assert Page(client.get("/sign-in").text).headings == ["Sign in"]


def test_the_reply_is_the_same_for_known_and_unknown_addresses(
    client: Client, centre: Centre
) -> None:
    replies = [
        client.post("/sign-in", data={"email": email})
        for email in ("adam@example.org", "nobody@example.org")
    ]
    assert [(reply.status_code, reply.location) for reply in replies] == [
        (303, "/sign-in/asked")
    ] * 2
    assert replies[0].data == replies[1].data
    assert "If the address belongs to a user" in client.get("/sign-in/asked").text
    found = rows("SELECT kind, payload FROM job ORDER BY id")
    assert [(kind, json.loads(payload)["email"]) for kind, payload in found] == [
        ("sign_in", "adam@example.org"),
        ("sign_in", "nobody@example.org"),
    ]


@pytest.mark.parametrize("email", ["", "adam", "a@b\r\nBcc: c@d.org"])
def test_what_is_no_address_is_shown_again_with_the_problem(client: Client, email: str) -> None:
    reply = client.post("/sign-in", data={"email": email})
    assert reply.status_code == 422
    assert Page(reply.text).title.startswith("Error: Sign in")
    assert rows("SELECT * FROM job") == []


def test_when_too_many_ask_nobody_is_told_that_a_mail_is_coming(
    client: Client, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "MOST_WAITING", 0)
    for email in ("adam@example.org", "nobody@example.org"):
        reply = client.post("/sign-in", data={"email": email})
        assert reply.status_code == 503
        page = Page(reply.text)
        assert "Please try again in a few minutes." in page.text
        assert page.form("/sign-in").values["email"] == email


def test_opening_the_link_signs_nobody_in(client: Client, link: str) -> None:
    for _ in range(3):
        assert client.head(link).status_code == 200
        reply = client.get(link)
        assert reply.status_code == 200
        assert "Set-Cookie" not in reply.headers
    assert rows("SELECT used_at FROM sign_in_link") == [(None,)]


def test_the_button_signs_in_once_for_the_hours_of_the_setting(client: Client, link: str) -> None:
    reply = client.submit(link)
    assert (reply.status_code, reply.location) == (303, "/administration")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    expires = client.get_cookie("both_ends").expires  # type: ignore[union-attr]  # it is set
    assert expires is not None
    assert timedelta(hours=11.9) < expires - now() < timedelta(hours=12.1)
    assert client.get("/administration").status_code == 200
    assert client.get("/").location == "/administration"
    assert client.get("/sign-in").location == "/"


def test_signing_in_throws_away_what_the_session_held(client: Client, link: str) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody"
    client.submit(link)
    with client.session_transaction() as session:
        assert set(session) == {"_permanent", guard.SESSION_USER, guard.SESSION_EPOCH}


def test_unknown_used_and_expired_links_look_the_same(client: Client, link: str) -> None:
    client.submit(link)
    client.delete_cookie("both_ends")
    sign_in.make_link("adam@example.org", token="old", now=now() - timedelta(minutes=31))
    opened = [client.get(f"/sign-in/{token}") for token in (TOKEN, "old", "never-was")]
    pressed = [client.post(f"/sign-in/{token}") for token in (TOKEN, "old", "never-was")]
    assert {reply.status_code for reply in opened + pressed} == {404}
    assert len({reply.data for reply in opened + pressed}) == 1
    assert "works once, and not for long" in opened[0].text
    assert Page(opened[0].text).form("/sign-in").method == "post"
    assert client.get("/administration").location == "/sign-in"


def test_of_two_at_once_one_gets_in(app: Flask, link: str) -> None:
    statuses: list[int] = []
    start = threading.Barrier(4)

    def press() -> None:
        start.wait()
        statuses.append(app.test_client().post(link).status_code)
        disconnect()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 404, 404, 404]


def test_a_form_of_another_site_signs_nobody_in(client: Client, link: str) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ):
        assert client.post(link, headers=headers).status_code == 403
        refused = client.post("/sign-in", data={"email": "adam@example.org"}, headers=headers)
        assert refused.status_code == 403
    assert client.post(link, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_signing_out_ends_the_sessions_on_all_devices(signed_in: Callable[[str], Client]) -> None:
    desk, phone = signed_in("administrator"), signed_in("administrator")
    reply = desk.submit("/administration", "/sign-out")
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert desk.get("/administration").location == "/sign-in"
    assert phone.get("/administration").location == "/sign-in"


def test_a_deactivated_user_is_out_at_once(
    signed_in: Callable[[str], Client], centre: Centre
) -> None:
    people.add_user("eve@example.org", "Eve", role="administrator")
    browser = signed_in("administrator")
    assert browser.get("/administration").status_code == 200
    sign_in.make_link("adam@example.org", token=TOKEN, now=now())
    people.deactivate_user(centre.users["administrator"], now=now())
    assert browser.get("/administration").location == "/sign-in"
    assert browser.post(f"/sign-in/{TOKEN}").status_code == 404


def test_a_session_from_an_older_epoch_or_of_nobody_is_no_session(
    app: Flask, centre: Centre
) -> None:
    for user, epoch in ((centre.users["administrator"], 7), (999, 0), ("x", "y")):
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["user"], session["epoch"] = user, epoch
        assert browser.get("/administration").location == "/sign-in"
