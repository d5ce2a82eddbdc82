"""Departments: put on the list, written to by the worker, asked what they made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from survey import config
from survey.commands import work
from survey.operations import jobs, tokens
from survey.operations.comments import departments, routing
from survey.store.database import rows, run
from tests.centre import Centre
from tests.commented import add_comments, consent
from tests.conftest import NOW
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]
ROUTED = datetime(2026, 3, 5, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 6, tzinfo=UTC)


@pytest.fixture
def sent(centre: Centre, app: Flask) -> list[int]:
    """Two comments, one in Arabic, that the worker has mailed to the product department."""
    departments.add_department("Product", "product@example.org", "product")
    ids = add_comments(["The app crashes, said Agent 1", "التطبيق <b>بطيء</b> 😀\u202e"], unit="n1")
    for response_id in ids:
        routing.route_by_hand(
            response_id, ["product"], seen=[], user_id=centre.users["analyst"], now=ROUTED
        )
    tools = work.tools_of(app)
    with_chores = [work.queue_chores(tools, now=APRIL), work.queue_chores(tools, now=APRIL)]
    assert with_chores == [True, False]
    while work.do_one(tools, now=APRIL):
        pass
    return ids


def address(settings: config.Settings) -> str:
    ((department_id, month),) = rows("SELECT department_id, month FROM digest")
    token = tokens.digest_token(department_id, month, secret_key=settings.secret_key)
    return f"/used/{token}"


def letters(settings: config.Settings) -> list[Path]:
    return sorted(Path(settings.mail_url.removeprefix("outbox:")).glob("*.eml"))


def test_the_letter_has_words_link_and_no_names(sent: list[int], settings: config.Settings) -> None:
    (path,) = letters(settings)
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert letter["To"] == "product@example.org"
    assert letter["Subject"] == "2 comments for Product, Mar 2026"
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert "The app crashes, said [agent] 1" in text
        assert f"http://localhost{address(settings)}" in text
        assert "<b>" not in text or kind == "plain"


def test_a_second_month_and_a_repeated_job_send_no_second_letter(
    sent: list[int], app: Flask, settings: config.Settings
) -> None:
    tools = work.tools_of(app)
    for later in (timedelta(hours=5), timedelta(days=31)):
        work.queue_chores(tools, now=APRIL + later)
        jobs.enqueue(departments.MONTHLY, {"period": "2026-04"}, due_at=APRIL)
        while work.do_one(tools, now=APRIL + later):
            pass
    assert len(letters(settings)) == 1


def test_opening_the_page_records_nothing_and_sets_no_cookie(
    sent: list[int], client: Client, settings: config.Settings
) -> None:
    reply = client.get(address(settings))
    assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers
    assert client.head(address(settings)).status_code == 200
    assert rows("SELECT DISTINCT is_used FROM digest_comment") == [(None,)]
    assert "<b>" not in reply.text


def test_a_reply_is_kept_and_read_beside_the_comment(
    sent: list[int], client: Client, signed_in: SignedIn, settings: config.Settings
) -> None:
    first, second = sent
    said = {f"used-{first}": "yes", f"reply-{first}": "Fixed in May", f"used-{second}": "no"}
    reply = client.submit(address(settings), address(settings), **said)
    assert reply.status_code == 303
    page = Page(client.get(reply.location or "").text)
    assert "2 of 2 comments with a reply" in page.text
    analyst = signed_in("analyst")
    assert "Used by Product: Fixed in May" in Page(analyst.get(f"/comments/{first}").text).text
    assert "Not used by Product." in Page(analyst.get(f"/comments/{second}").text).text
    assert "Fixed in May" in analyst.get("/comments?from=2026-03-01&to=2026-03-31").text


def test_what_was_typed_comes_back_with_what_is_wrong(
    sent: list[int], client: Client, settings: config.Settings
) -> None:
    first, second = sent
    reply = client.post(
        address(settings),
        data={
            f"reply-{first}": "No yes or no with it",
            f"used-{second}": "yes",
            f"reply-{second}": "x" * 1_001,
            "used-nonsense": "yes",
            "used-999999": "yes",
        },
    )
    assert reply.status_code == 422
    assert "No yes or no with it" in reply.text
    assert "x" * 1_001 in reply.text
    assert rows("SELECT DISTINCT is_used FROM digest_comment") == [(None,)]


def test_erased_comments_and_withdrawn_consent_vanish_after_sending(
    sent: list[int], client: Client, settings: config.Settings
) -> None:
    first, second = sent
    run("UPDATE response SET comment = NULL WHERE id = ?", (first,))
    assert "The app crashes" not in client.get(address(settings)).text
    run("UPDATE department SET basket = 'testimonial'")
    consent(second, withdrawn=True)
    assert "nothing to read here any more" in client.get(address(settings)).text


def test_a_token_that_is_none_or_of_a_closed_department_is_not_there(
    sent: list[int], client: Client, settings: config.Settings
) -> None:
    assert client.get("/used/nonsense").status_code == 404
    assert client.post("/used/nonsense", data={"used-1": "yes"}).status_code == 404
    ((department_id,),) = rows("SELECT id FROM department")
    departments.revoke_department(department_id, now=NOW)
    assert client.get(address(settings)).status_code == 404
    assert client.post(address(settings), data={f"used-{sent[0]}": "yes"}).status_code == 404


def test_departments_are_put_on_the_list_and_taken_off(signed_in: SignedIn, centre: Centre) -> None:
    analyst, path = signed_in("analyst"), "/comments/departments"
    typed = {"name": "Product", "email": "p@example.org", "basket": "product"}
    assert analyst.submit(path, path, **typed).status_code == 303
    reply = analyst.submit(path, path, **typed)
    assert reply.status_code == 409
    assert 'value="p@example.org"' in reply.text
    reply = analyst.submit(path, path, **{**typed, "email": "nobody"})
    assert reply.status_code == 422
    assert 'value="nobody"' in reply.text
    assert analyst.submit(path, f"{path}/1/revoke").status_code == 303
    assert "No department is on the list yet" in analyst.get(path).text
