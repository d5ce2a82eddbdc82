"""The ballot pages: what is promised first, nothing lost on errors, no trace left."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, session

from survey.config import Settings
from survey.operations import pulse
from survey.privacy.cards import grouped
from survey.privacy.statement import write_statement
from survey.store.database import rows, run
from tests import waves
from tests.pages import Client, Page

ANSWERS = {"vigour": "4", "tools_switch": "2", "enps": "9", "ask_cost": "Fewer systems, please."}


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """The codes of the one block of an open wave."""
    waves.build_teams({"a": 8})
    return waves.open_today_with_cards(name="Spring 2026")["a"]


def _n_ballots() -> int:
    count: int = rows("SELECT count(*) FROM ballot")[0][0]
    return count


def test_a_ballot_is_found_sent_and_thanked_for(client: Client, codes: list[str]) -> None:
    typed = grouped(codes[0]).lower()
    found = client.post("/pulse/ballot", data={"code": typed})
    assert (found.status_code, found.location) == (303, f"/pulse/ballot/{codes[0]}")
    assert client.get(found.location).status_code == 200
    sent = client.post(found.location, data=ANSWERS)
    assert (sent.status_code, sent.location) == (303, "/pulse/thanks")
    thanks = client.get(sent.location).text
    assert "your ballot is in" in thanks
    assert "Stored: your answers and your block" in thanks
    assert rows("SELECT answers FROM ballot") == [('{"enps":9,"tools_switch":2,"vigour":4}',)]
    assert rows("SELECT item, text FROM remark") == [("ask_cost", "Fewer systems, please.")]


def test_what_is_promised_stands_before_the_first_question(
    client: Client, codes: list[str]
) -> None:
    text = Page(client.get(f"/pulse/ballot/{codes[0]}").text).text
    first = text.index("Most days I start work with energy.")
    for words in (
        "Your block",
        "Team a: 8 agents are invited.",
        "What is stored",
        "Your card only says that you may take part",
        "Not your name or device",
        "By card: what remains",
        "Who sees it",
        "team leaders those of blocks they lead, agents those of their own block",
        "The smallest group",
        "What remains",
    ):
        assert text.index(words) < first
    assert "Not your name, team" not in text
    assert "An average needs 5 answers, and a block has at least 8 people invited" in text
    assert "at least 10 people wrote" in text
    assert "Questions 1 to 5 of 22" in text


def test_of_a_wave_that_others_answer_by_link_a_card_shows_nothing_about_links(
    client: Client, codes: list[str]
) -> None:
    statement = write_statement(
        closes_on=waves.CLOSES_ON,
        threshold=5,
        comment_threshold=10,
        block_minimum=8,
        modes=frozenset({"cards", "link"}),
    )
    run("UPDATE wave SET statement = ?", (statement,))
    text = Page(client.get(f"/pulse/ballot/{codes[0]}").text).text
    assert "By card: your card" in text
    for words in ("By link", "Your link", "receipt", "signature"):
        assert words not in text


def test_every_question_can_be_skipped(client: Client, codes: list[str]) -> None:
    page = Page(client.get(f"/pulse/ballot/{codes[0]}").text)
    assert not any("required" in field or "checked" in field for field in page.fields)
    empty = {field["name"]: "" for field in page.fields}
    sent = client.post(f"/pulse/ballot/{codes[0]}", data={**empty, "vigour": "3"})
    assert sent.status_code == 303
    assert rows("SELECT answers FROM ballot") == [('{"vigour":3}',)]


def test_a_blank_ballot_is_refused_kindly_and_the_card_stays_good(
    client: Client, codes: list[str]
) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    for data in ({}, {"ask_cost": "  \n"}, {"vigour": ""}):
        refused = client.post(path, data=data)
        assert refused.status_code == 422
        assert "Nothing is answered yet. Answer at least one question." in refused.text
    assert client.post(path, data={"vigour": "1"}).status_code == 303


def test_an_error_loses_nothing_that_was_entered(client: Client, codes: list[str]) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    typed = {**ANSWERS, "pride": "6", "ask_quality": "x" * 10_001}
    refused = client.post(path, data=typed)
    assert refused.status_code == 422
    assert "Choose one of the answers, or none." in refused.text
    assert "Please keep it under 10,000 characters." in refused.text
    kept = Page(refused.text).form(path).values
    assert (kept["vigour"], kept["tools_switch"], kept["enps"]) == ("4", "2", "9")
    assert "Fewer systems, please." in refused.text
    assert "x" * 10_001 in refused.text
    assert _n_ballots() == 0


@pytest.mark.parametrize("values", [["1", "2"], ["0"], ["6"], ["four"], ["1.0"], ["²"]])
def test_what_is_no_point_of_the_scale_is_refused(
    client: Client, codes: list[str], values: list[str]
) -> None:
    refused = client.post(f"/pulse/ballot/{codes[0]}", data={"vigour": values})
    assert refused.status_code == 422
    assert _n_ballots() == 0


def test_two_clicks_on_the_button_count_once(client: Client, codes: list[str]) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    assert client.post(path, data=ANSWERS).status_code == 303
    again = client.post(path, data=ANSWERS)
    assert again.status_code == 404
    assert "twice, your ballot is kept" in again.text
    assert _n_ballots() == 1


def test_unknown_spent_void_and_closed_are_the_same_page(client: Client, codes: list[str]) -> None:
    client.post(f"/pulse/ballot/{codes[0]}", data=ANSWERS)
    pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(9))
    unusable = [codes[0], codes[1], "0" * 20, "nonsense", "%00", "é"]
    pages = {client.get(f"/pulse/ballot/{code}").text for code in unusable}
    run("UPDATE wave SET closes_on = date('now', '-2 days')")
    pages.add(client.get(f"/pulse/ballot/{codes[2]}").text)
    pages.add(client.post(f"/pulse/ballot/{codes[2]}", data={"vigour": "4"}).text)
    waves.close()
    pages.add(client.get(f"/pulse/ballot/{codes[2]}").text)
    assert len(pages) == 1
    assert client.get(f"/pulse/ballot/{codes[2]}").status_code == 404


def test_words_on_a_card_that_is_no_good_come_back_to_be_copied_and_are_kept_nowhere(
    client: Client, codes: list[str]
) -> None:
    client.post(f"/pulse/ballot/{codes[0]}", data={"vigour": "4"})
    typed = {**ANSWERS, "ask_people": "<i>Time</i> to talk", "ask_quality": "  ", "other": "no"}
    replies = {
        client.post(f"/pulse/ballot/{code}", data=typed).text for code in (codes[0], "0" * 20, "é")
    }
    waves.close()
    replies.add(client.post(f"/pulse/ballot/{codes[1]}", data=typed).text)
    (text,) = replies
    boxes = [one for one in Page(text).fields if "readonly" in one]
    assert [one["name"] for one in boxes] == ["ask_cost", "ask_people"]
    assert "Fewer systems, please." in text
    assert "&lt;i&gt;Time&lt;/i&gt; to talk" in text
    assert "go back" not in text
    assert rows("SELECT count(*) FROM remark") + rows("SELECT count(*) FROM released_remark") == [
        (0,),
        (0,),
    ]


@pytest.mark.parametrize(
    ("zone", "status"), [("Pacific/Pago_Pago", 303), ("Pacific/Kiritimati", 404)]
)
def test_the_last_day_ends_when_it_ends_at_the_centre(
    app: Flask, client: Client, settings: Settings, zone: str, status: int
) -> None:
    """It is never the same day in these two places, which are 25 hours apart."""
    last_day = datetime.now(ZoneInfo("Pacific/Pago_Pago")).date()
    app.config["SURVEY"] = replace(settings, timezone=ZoneInfo(zone))
    waves.build_teams({"a": 8})
    code = waves.open_today_with_cards(closes_on=last_day)["a"][0]
    assert client.post("/pulse/ballot", data={"code": code}).status_code == (
        303 if status == 303 else 422
    )
    assert client.post(f"/pulse/ballot/{code}", data=ANSWERS).status_code == status
    assert _n_ballots() == (status == 303)


def test_a_code_that_cannot_be_used_is_asked_for_again(client: Client, codes: list[str]) -> None:
    again = client.post("/pulse/ballot", data={"code": "<b>7Q2MX"})
    assert again.status_code == 422
    assert "This code cannot be used." in again.text
    assert 'value="&lt;b&gt;7Q2MX"' in again.text
    assert client.post("/pulse/ballot").status_code == 422


def test_opening_a_ballot_spends_nothing(client: Client, codes: list[str]) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    for _ in range(3):
        client.get(path)
        client.head(path)
    assert rows("SELECT count(*) FROM ballot_card") == [(8,)]


def test_no_page_sets_a_cookie_is_kept_or_tells_where_the_reader_came_from(
    client: Client, codes: list[str]
) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    replies = [
        client.get("/pulse/ballot"),
        client.post("/pulse/ballot", data={"code": "no"}),
        client.post("/pulse/ballot", data={"code": codes[0]}),
        client.get(path),
        client.post(path, data={}),
        client.post(path, data=ANSWERS),
        client.post(path, data=ANSWERS),
        client.get("/pulse/thanks"),
    ]
    for reply in replies:
        assert "Set-Cookie" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert "connect-src" not in reply.headers["Content-Security-Policy"]
        is_ballot = "data-hints" in reply.text
        assert ("<script" in reply.text) == is_ballot
        assert ("script-src 'self'" in reply.headers["Content-Security-Policy"]) == is_ballot


def test_the_script_of_a_card_ballot_can_send_nothing_and_is_not_needed(
    client: Client, codes: list[str]
) -> None:
    reply = client.get(f"/pulse/ballot/{codes[0]}")
    policy = reply.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("; script-src 'self'")
    assert reply.text.count("<script") == 1
    assert Page(reply.text).form(f"/pulse/ballot/{codes[0]}").method == "post"


def test_the_session_of_a_signed_in_agent_is_never_opened(
    app: Flask, signed_in: Callable[[str], Client]
) -> None:
    agent = signed_in("agent")
    code = waves.open_today_with_cards()["n1"][0]
    path = f"/pulse/ballot/{code}"
    steps = [
        ("GET", "/pulse/ballot", {}),
        ("POST", "/pulse/ballot", {"code": code}),
        ("GET", path, {}),
        ("POST", path, {"pride": "6"}),
        ("POST", path, ANSWERS),
        ("GET", path, {}),
        ("GET", "/pulse/thanks", {}),
        ("GET", f"/pulse//ballot/{code}", {}),
        ("DELETE", path, {}),
    ]
    for method, address, data in steps:
        with agent:
            reply = agent.open(address, method=method, data=data)
            assert "Cookie" in reply.request.headers
            assert dict(session) == {}, (method, address)
        assert "Set-Cookie" not in reply.headers
    assert _n_ballots() == 1
    assert agent.get("/my-feedback").status_code == 200


def test_nothing_is_logged(
    client: Client, codes: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = f"/pulse/ballot/{codes[0]}"
    client.get(path)
    client.post(path, data={})
    client.post(path, data=ANSWERS)
    client.get("/pulse/thanks")
    assert caplog.records == []


def test_a_ballot_that_cannot_be_kept_is_shown_again_and_logged_without_its_contents(
    client: Client, codes: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    run("CREATE TRIGGER full BEFORE INSERT ON ballot BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    path = f"/pulse/ballot/{codes[0]}"
    lost = client.post(path, data=ANSWERS)
    assert lost.status_code == 503
    assert "Fewer systems, please." in lost.text
    assert "your card is still good" in lost.text
    run("DROP TRIGGER full")
    assert client.post(path, data=ANSWERS).status_code == 303
    assert codes[0] not in caplog.text
    assert "Fewer" not in caplog.text


def test_a_form_of_another_site_is_refused(client: Client, codes: list[str]) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    refused = client.post(path, data=ANSWERS, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert _n_ballots() == 0
