"""A customer's link: reading never writes, confirming counts once, and every dead end is kind."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, session

from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import people
from survey.store import database
from survey.store.database import rows, run, transaction
from tests import invited
from tests.pages import Client, Page

PATH = f"/c/{invited.token()}"
LARGEST_PAGE = 30 * 1024


@pytest.fixture
def contact(app: Flask) -> int:
    """A contact whose customer is not invited yet."""
    return invited.add_contacts(1)[0]


@pytest.fixture
def link(contact: int) -> str:
    """The address of an invitation that waits for its answer."""
    invited.invite(contact, now=datetime.now(UTC))
    return PATH


@pytest.fixture
def expired(contact: int) -> str:
    """The address of an invitation whose time is over."""
    long_ago = datetime.now(UTC) - timedelta(days=20)
    invited.invite(contact, now=long_ago)
    return PATH


def _checked(page: Page) -> list[str | None]:
    return [field["value"] for field in page.fields if "checked" in field]


def test_the_link_asks_what_the_invitation_says(client: Client, link: str) -> None:
    reply = client.get(link)
    page = Page(reply.text)
    assert reply.status_code == 200
    assert page.headings == ["How satisfied are you with the help you received?"]
    assert [field["value"] for field in page.fields if field.get("type") == "radio"] == list(
        "12345"
    )
    assert all(label in page.text for label in ("Very dissatisfied", "Neither", "Very satisfied"))
    assert reply.text.count('class="face"') == 5


def test_nothing_is_chosen_until_somebody_chooses(client: Client, link: str) -> None:
    assert _checked(Page(client.get(link).text)) == []


@pytest.mark.parametrize(
    ("score", "chosen"), [("4", ["4"]), ("6", []), ("4.0", []), ("", []), ("<b>", []), ("٤", [])]
)
def test_a_score_in_the_link_is_only_chosen_beforehand(
    client: Client, link: str, score: str, chosen: list[str]
) -> None:
    page = Page(client.get(link, query_string={"score": score}).text)
    assert _checked(page) == chosen
    assert invited.n_answers() == (0, 0, 0)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_writes_nothing(client: Client, link: str, method: str) -> None:
    file = Path(database.database.database)
    files = (file, Path(f"{file}-wal"))
    before = [path.read_bytes() for path in files]
    n_changes = database.database.connection().total_changes
    for path in (link, f"{link}?score=5", f"{link}/thanks", f"/c/{invited.token(7)}", "/c/x"):
        client.open(path, method=method)
    assert database.database.connection().total_changes == n_changes
    assert [path.read_bytes() for path in files] == before


def test_confirming_counts_and_thanks(client: Client, link: str) -> None:
    sent = client.submit(link, csat="4", comment=invited.COMMENT)
    assert (sent.status_code, sent.location) == (303, f"{link}/thanks")
    assert rows("SELECT comment FROM response") == [(invited.COMMENT,)]
    assert rows("SELECT item, value, n FROM answer_rollup") == [("csat", 4, 1)]
    thanks = client.get(sent.location)
    assert thanks.status_code == 200
    assert "contact us the way you did before" in Page(thanks.text).text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        (" \r\n\t ", None),
        ("\x00\x1b\u200b", None),
        ("  two\r\nlines \x00", "two\nlines"),
        ("\u202egood\u2066 \u2069service\u202c", "good service"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("שלום\u200f 👍🏽", "שלום\u200f 👍🏽"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_a_comment_is_kept_without_what_cannot_be_seen(
    client: Client, link: str, typed: str, kept: str | None
) -> None:
    assert client.post(link, data={"csat": "3", "comment": typed}).status_code == 303
    assert rows("SELECT comment FROM response") == [(kept,)]


def test_bytes_that_are_no_text_do_no_harm(client: Client, link: str) -> None:
    form = "application/x-www-form-urlencoded"
    assert client.post(link, data=b"csat=3&\xff=\xff", content_type=form).status_code == 422
    assert invited.n_answers() == (0, 0, 0)
    sent = client.post(link, data=b"csat=3&comment=%ff%00&%ff=%ff", content_type=form)
    assert sent.status_code == 303
    assert invited.n_answers() == (1, 1, 1)


def test_the_session_of_whoever_is_signed_in_is_never_opened(client: Client, link: str) -> None:
    with transaction():
        user = people.add_user("ana@example.org", "Ana", role="analyst")
    with client.session_transaction() as kept:
        kept["user"], kept["epoch"] = user, 0
    for method, data in (("GET", {}), ("POST", {}), ("POST", {"csat": "4"}), ("GET", {})):
        with client:
            reply = client.open(link, method=method, data=data)
            assert "Cookie" in reply.request.headers
            assert dict(session) == {}, method
        assert "Set-Cookie" not in reply.headers
    assert client.get("/overview").status_code == 200


def test_a_second_answer_changes_nothing(client: Client, link: str) -> None:
    client.post(link, data={"csat": "2"})
    before = invited.kept()
    again = client.post(link, data={"csat": "5", "comment": "Better now."})
    assert again.status_code == 409
    page = Page(again.text)
    assert "You have already answered" in page.text
    assert (_checked(page), page.forms[0].action) == (["5"], f"{link}/change")
    assert "Better now.</textarea>" in again.text
    assert client.get(link).status_code == 200
    assert Page(client.get(link).text).headings == ["Thank you, your answer has arrived"]
    assert invited.kept() == before


def test_a_button_pressed_twice_is_one_answer(client: Client, link: str) -> None:
    """heyform/heyform#13: the second press finds its own answer kept, and is thanked."""
    for _ in range(2):
        sent = client.post(link, data={"csat": "2", "comment": " Slow. "})
        assert (sent.status_code, sent.location) == (303, f"{link}/thanks")
    assert invited.n_answers() == (1, 1, 1)


def test_an_expired_link_takes_no_answer(client: Client, expired: str) -> None:
    for reply in (client.get(expired), client.post(expired, data={"csat": "5"})):
        assert reply.status_code == 410
        assert "contact us the way you did before" in Page(reply.text).text
    assert client.get(f"{expired}/thanks").status_code == 410
    assert invited.n_answers() == (0, 0, 0)


@pytest.mark.parametrize(
    "token",
    ["x", "token-of-a-test-00000009", "token-of-a-test-0000000", "x" * 5_000, "ünïcödé" * 4,
     "%00" * 24, "%ff" * 24, "..%5c" * 8, "'%20OR%201=1--" * 2],
)  # fmt: skip
def test_a_forged_token_is_an_unknown_link(client: Client, link: str, token: str) -> None:
    for reply in (
        client.get(f"/c/{token}"),
        client.post(f"/c/{token}", data={"csat": "5"}),
        client.get(f"/c/{token}/thanks"),
    ):
        assert reply.status_code == 404
        assert Page(reply.text).headings == ["We do not know this link"]
    assert invited.n_answers() == (0, 0, 0)


@pytest.mark.parametrize("chosen", [[], [""], ["0"], ["6"], ["4.5"], ["four"], ["1", "5"], ["٤"]])
def test_without_one_choice_everything_typed_is_still_there(
    client: Client, link: str, chosen: list[str]
) -> None:
    words = 'I said "no" & <b>meant</b> it.\nTwice.'
    reply = client.post(link, data={"csat": chosen, "comment": words})
    assert reply.status_code == 422
    assert "Choose one of the answers." in Page(reply.text).text
    assert "&#34;no&#34; &amp; &lt;b&gt;meant&lt;/b&gt; it.\nTwice.</textarea>" in reply.text
    assert Page(reply.text).title.startswith("Error: ")
    assert invited.n_answers() == (0, 0, 0)


def test_every_mistake_is_named_at_once_and_nothing_is_lost(client: Client, link: str) -> None:
    long = "é" * 10_001
    both = client.post(link, data={"comment": long})
    assert both.status_code == 422
    text = Page(both.text).text
    assert "Choose one of the answers." in text
    assert "Please keep it under 10,000 characters." in text
    one = client.post(link, data={"csat": "2", "comment": long})
    assert one.status_code == 422
    assert long in one.text
    assert _checked(Page(one.text)) == ["2"]
    assert invited.n_answers() == (0, 0, 0)


def test_a_full_disk_keeps_nothing_and_loses_nothing_typed(client: Client, link: str) -> None:
    run(f"PRAGMA max_page_count = {rows('PRAGMA page_count')[0][0]}")
    words = "A long story. " * 700
    reply = client.post(link, data={"csat": "2", "comment": words})
    assert reply.status_code == 503
    assert "Nothing was kept" in Page(reply.text).text
    assert words in reply.text
    assert _checked(Page(reply.text)) == ["2"]
    assert invited.n_answers() == (0, 0, 0)
    run("PRAGMA max_page_count = 1000000")
    assert client.post(link, data={"csat": "2", "comment": words}).status_code == 303
    assert invited.n_answers() == (1, 1, 1)


def test_what_was_asked_stays_as_it_was_asked(client: Client, link: str) -> None:
    """A later change of wording makes another instrument; this invitation keeps pointing to its."""
    old = AFTER_CONTACT.definition.replace("the help you received", "our service")
    digest = hashlib.sha256(old.encode()).hexdigest()
    run(
        "INSERT INTO instrument (digest, kind, name, definition)"
        " VALUES (?, 'satisfaction', 'Older', ?)",
        (digest, old),
    )
    run("UPDATE invitation SET instrument_digest = ?", (digest,))
    assert Page(client.get(link).text).headings == ["How satisfied are you with our service?"]
    client.post(link, data={"csat": "4"})
    assert rows("SELECT instrument_digest FROM response") == [(digest,)]


def test_thanks_are_for_those_who_answered(client: Client, link: str) -> None:
    early = client.get(f"{link}/thanks")
    assert (early.status_code, early.location) == (303, link)


def test_no_page_sets_a_cookie_or_needs_more_than_a_style_sheet(client: Client, link: str) -> None:
    replies = [client.get(f"{link}?score=1"), client.get("/c/unknown"), client.post(link, data={})]
    replies += [client.post(link, data={"csat": "5"}), client.get(f"{link}/thanks")]
    replies += [client.get(link)]
    for reply in replies:
        assert "Set-Cookie" not in reply.headers
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cache-Control"] == "no-store"
        assert len(reply.data) < LARGEST_PAGE
        fetched = re.findall(r'(?:src|<link[^>]*href)="((?!data:)[^"]+)"', reply.text)
        is_asking = 'data-draft="' in reply.text or "/change" in reply.text
        assert fetched in ([], ["/static/site.css"], ["/static/site.css", "/static/answer.js"])
        assert is_asking or "/static/answer.js" not in fetched


def test_another_site_cannot_answer_for_the_customer(client: Client, link: str) -> None:
    forged = client.post(link, data={"csat": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403
    assert invited.n_answers() == (0, 0, 0)
    from_mail = client.post(link, data={"csat": "1"}, headers={"Origin": "null"})
    assert from_mail.status_code == 303
