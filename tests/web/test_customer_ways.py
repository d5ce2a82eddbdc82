"""What becomes of a link: drafts, changes, consent, and everything that can go wrong on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from survey.operations import drafts
from survey.store.database import rows, run
from tests import invited
from tests.every_kind import invite
from tests.pages import Client, Page

SCRIPT = {"Sec-Fetch-Site": "same-origin"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def token(app: Flask) -> str:
    """An invitation to answer questions of every kind."""
    return invite(invited.add_contacts(1)[0], now=datetime.now(UTC))


@pytest.fixture
def link(token: str) -> str:
    """Its address."""
    return f"/c/{token}"


def _chosen(html: str) -> set[tuple[str | None, str | None]]:
    return {(f.get("name"), f.get("value")) for f in Page(html).fields if "checked" in f}


def test_a_closed_tab_loses_nothing(client: Client, link: str) -> None:
    saved = client.post(f"{link}/draft", data={"csat": "2", "comment": "Half"}, headers=SCRIPT)
    assert (saved.status_code, saved.data) == (204, b"")
    back = client.get(f"{link}?score=5")
    assert _chosen(back.text) == {("csat", "2")}
    assert "Half</textarea>" in back.text
    assert invited.n_answers() == (0, 0, 0)


def test_the_page_says_that_what_was_left_counts(client: Client, link: str) -> None:
    client.post(f"{link}/draft", data={"csat": "2"})
    drafts.settle_drafts(now=datetime.now(UTC) + timedelta(minutes=31))
    page = Page(client.get(link).text)
    assert page.headings == ["We kept what you had chosen"]
    assert "What you had chosen until then counts as your answer." in page.text
    assert f"{link}/change" in page.links


def test_an_answer_is_changed_within_a_day(client: Client, link: str) -> None:
    sent = {"csat": "2", "drivers": ["1", "9"], "drivers.other": "Music", "care.tone": "3"}
    client.post(link, data=sent | {"comment": "Slow"})
    thanks = client.get(link)
    assert f"{link}/change" in Page(thanks.text).links
    form = client.get(f"{link}/change")
    assert _chosen(form.text) == {
        ("csat", "2"), ("drivers", "1"), ("drivers", "9"), ("care.tone", "3"),
    }  # fmt: skip
    assert "Slow</textarea>" in form.text
    changed = client.post(f"{link}/change", data={"csat": "4", "comment": "Fine now"})
    assert (changed.status_code, changed.location) == (303, f"{link}/thanks")
    assert rows("SELECT comment FROM response") == [("Fine now",)]
    assert rows("SELECT value FROM answer WHERE item = 'csat'") == [(4,)]


def test_after_a_day_it_is_too_late_to_change(client: Client, link: str) -> None:
    client.post(link, data={"csat": "2"})
    run("UPDATE response SET received_at = received_at - 86400")
    for reply in (client.get(f"{link}/change"), client.post(f"{link}/change", data={"csat": "5"})):
        assert Page(reply.text).headings == ["It is too late to change this answer"]
        assert reply.status_code in (409, 410)
    assert "can no longer be changed" in Page(client.get(link).text).text
    assert rows("SELECT value FROM answer WHERE item = 'csat'") == [(2,)]


def test_a_quotation_can_be_withdrawn_by_the_link_at_any_time(client: Client, link: str) -> None:
    client.post(link, data={"csat": "5", "testimonial": "1", "comment": "Fine"})
    run("UPDATE invitation SET created_at = 0, expires_at = 1")
    run("UPDATE response SET received_at = 1")
    page = Page(client.get(link).text)
    assert "You have agreed to be quoted" in page.text
    sent = client.post(page.form(f"{link}/consent/withdraw").action)
    assert (sent.status_code, sent.location) == (303, f"{link}/thanks")
    assert rows("SELECT count(*) FROM testimonial_consent WHERE withdrawn_at IS NULL") == [(0,)]
    assert "agreed to be quoted" not in client.get(link).text
    assert client.post("/c/unknown/consent/withdraw").status_code == 404


def test_a_withdrawn_invitation_says_so(client: Client, link: str) -> None:
    run("UPDATE invitation SET withdrawn_at = created_at")
    for reply in (client.get(link), client.post(link, data={"csat": "5"})):
        assert reply.status_code == 410
        assert Page(reply.text).headings == ["This link was withdrawn"]
    for end in ("draft", "opened"):
        assert client.post(f"{link}/{end}", data={"csat": "5"}, headers=SCRIPT).status_code == 410
    assert invited.n_answers() == (0, 0, 0)
    assert rows("SELECT count(*) FROM answer_draft") == [(0,)]
    assert rows("SELECT opened_at FROM invitation") == [(None,)]


def test_a_withdrawn_invitation_shows_and_takes_nothing_though_it_was_answered(
    client: Client, link: str
) -> None:
    """A customer who was erased may not be read about through a link that lies about."""
    answer = {"csat": "2", "comment": "Slow", "testimonial": "1"}
    assert client.post(link, data=answer).status_code == 303
    run("UPDATE invitation SET withdrawn_at = created_at")
    before = invited.kept(), rows("SELECT * FROM answer_draft")
    replies = [client.get(f"{link}{end}") for end in ("", "/change", "/thanks")]
    for end in ("", "/change", "/draft", "/opened"):
        replies.append(client.post(f"{link}{end}", data={"csat": "5"}, headers=SCRIPT))
    for reply in replies:
        assert reply.status_code == 410
        assert Page(reply.text).headings == ["This link was withdrawn"]
        assert "Slow" not in reply.text
    assert (invited.kept(), rows("SELECT * FROM answer_draft")) == before
    gone = client.post(f"{link}/consent/withdraw")
    assert client.get(gone.location).status_code == 410


def test_a_survey_retired_while_a_customer_answers_still_takes_the_answer(
    client: Client, link: str
) -> None:
    digest = rows("SELECT instrument_digest FROM invitation")[0][0]
    run(
        "INSERT INTO survey (code, name, state, draft, rules, position, instrument_digest,"
        " published_at, retired_at) VALUES ('s', 'S', 'retired', '{}', '{}', 1, ?, 1, 2)",
        (digest,),
    )
    run("UPDATE invitation SET survey_id = (SELECT id FROM survey)")
    assert client.get(link).status_code == 200
    assert client.post(link, data={"csat": "3"}).status_code == 303


def test_an_answer_that_came_another_way_is_not_asked_for_again(client: Client, link: str) -> None:
    run(
        "INSERT INTO response (contact_id, instrument_digest, received_at)"
        " SELECT contact_id, instrument_digest, 0 FROM invitation"
    )
    assert Page(client.get(link).text).headings == ["You have already answered"]
    assert client.post(link, data={"csat": "3"}).status_code == 409
    assert client.get(f"{link}/change").status_code == 200


def test_a_trap_stops_programs_and_costs_a_human_one_press(client: Client, link: str) -> None:
    typed = {"csat": "5", "comment": "My own words", "homepage": "https://spam.example"}
    reply = client.post(link, data=typed)
    assert reply.status_code == 422
    page = Page(reply.text)
    assert "Please press the button once more" in page.text
    assert _chosen(reply.text) == {("csat", "5")}
    assert "My own words</textarea>" in reply.text
    assert invited.n_answers() == (0, 0, 0)
    assert client.post(link, data=page.forms[0].values).status_code == 303
    assert client.post(f"{link}/draft", data=typed).status_code == 204
    assert 'tabindex="-1"' in reply.text


def test_the_script_is_ours_and_only_on_the_form(client: Client, link: str) -> None:
    policy = client.get(link).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    client.post(link, data={"csat": "5"})
    for path in (link, "/c/unknown", "/accessibility", f"{link}/thanks"):
        reply = client.get(path)
        assert "script-src" not in reply.headers["Content-Security-Policy"], path
        assert "<script" not in reply.text, path
        assert "Set-Cookie" not in reply.headers


def test_only_a_post_says_that_a_human_opened_the_page(client: Client, link: str) -> None:
    client.get(link)
    assert rows("SELECT opened_at FROM invitation") == [(None,)]
    assert client.post(f"{link}/opened", headers=SCRIPT).status_code == 204
    assert rows("SELECT opened_at IS NOT NULL FROM invitation") == [(1,)]
    assert client.post(f"/c/{invited.token(9)}/opened").status_code == 404


def test_without_a_database_everything_typed_is_in_the_reply(client: Client, link: str) -> None:
    typed = {"csat": "2", "comment": 'A "long" <story> \u202e👍'}
    run("ALTER TABLE invitation RENAME TO gone")
    try:
        reply = client.post(link, data=typed)
    finally:
        run("ALTER TABLE gone RENAME TO invitation")
    assert reply.status_code == 503
    form = Page(reply.text).forms[0]
    assert (form.action, form.values) == (link, typed)
    assert client.post(form.action, data=form.values).status_code == 303


@pytest.mark.parametrize("text", ["\x00" * 9, "\u200b\u200d", "\u2066\u202e", "\ufeff"])
def test_words_that_show_nothing_are_no_words(client: Client, link: str, text: str) -> None:
    data = {"csat": "2", "drivers.other": text, "resolved": "2", "why": text}
    encoded = "&".join(
        f"{name}={''.join(f'%{byte:02x}' for byte in value.encode('utf-8', 'surrogatepass'))}"
        for name, value in data.items()
    )
    assert client.post(link, data=encoded, content_type=FORM).status_code == 303
    kept = rows("SELECT text FROM answer_text")
    assert all(row[0].strip("\ufffd") == "" for row in kept)


def test_forms_of_other_kinds_are_read_or_refused_whole(client: Client, link: str) -> None:
    json = client.post(link, json={"csat": 5})
    assert json.status_code == 422
    raw = client.post(link, data=b"csat=3&comment=gr\xfc\xdfe", content_type=FORM)
    assert raw.status_code == 422
    assert invited.n_answers() == (0, 0, 0)
    latin = client.post(link, data=b"csat=3&comment=gr%fc%dfe", content_type=FORM)
    assert latin.status_code == 303
