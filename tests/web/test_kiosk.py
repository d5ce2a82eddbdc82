"""A kiosk asks each customer once, and stands ready for the next without a cookie or a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.operations import kiosks, rollups, satisfaction, tokens
from survey.store.database import rows, run
from tests import invited
from tests.asked import AWAKE, KEY, survey
from tests.pages import Client, Page

CODE = "kiosk-code-of-a-test"
START = f"/k/{CODE}"


@pytest.fixture
def kiosk(client: Client) -> int:
    """A kiosk for contacts of the system crm; three closed today, with the numbers 0 to 2."""
    invited.add_contacts(3)
    now = datetime.now(UTC)
    run("UPDATE contact SET closed_on = ?", (str(now.date()),))
    rollups.rebuild()
    made = survey(AWAKE)
    kiosks.add_kiosk("Front door", survey_id=made, source="crm", code=CODE, now=now)
    return made


def test_the_number_on_the_receipt_leads_to_its_question_and_back(
    client: Client, kiosk: int
) -> None:
    asked = client.submit(START, number=" 1 ")
    token = tokens.invitation_token(2, secret_key=KEY)
    assert asked.location == f"/c/{token}?kiosk={CODE}"
    page = Page(client.get(asked.location).text)
    (form,) = (form for form in page.forms if form.action.startswith(f"/c/{token}?"))
    answered = client.post(form.action, data={**form.values, "csat": "2"})
    assert answered.status_code == 303
    thanks = client.get(answered.location)
    assert thanks.headers["Refresh"] == f"20; url={START}"
    assert START in Page(thanks.text).links
    assert "Set-Cookie" not in "".join(str(one.headers) for one in (asked, answered, thanks))
    assert rows("SELECT via, survey_id FROM invitation") == [("kiosk", kiosk)]
    assert invited.n_answers()[0] == 1


def test_nobody_stuffs_the_ballot(client: Client, kiosk: int) -> None:
    """formbricks/formbricks#7542, #4797: each number is answered once."""
    first = client.submit(START, number="1").location
    assert client.submit(START, number="1").location == first
    assert client.post(first, data={"csat": "1"}).status_code == 303
    again = client.submit(START, number="1")
    assert again.status_code == 409
    assert "answered already" in again.text
    assert invited.n_answers()[0] == 1
    assert rows("SELECT sum(n_invited) FROM contact_rollup") == [(1,)]


@pytest.mark.parametrize("via", ["mail", "sms", "link"])
@pytest.mark.parametrize("is_over", [False, True])
def test_a_number_does_not_open_the_link_that_was_sent_to_its_customer(
    client: Client, kiosk: int, via: str, is_over: bool
) -> None:
    """Whoever knows the number could read and change what the customer says there."""
    token = tokens.invitation_token(2, secret_key=KEY)
    satisfaction.invite(2, token=token, now=datetime.now(UTC))
    run("UPDATE invitation SET via = ?", (via,))
    if is_over and via != "link":
        run("UPDATE invitation SET expires_at = created_at + 1, created_at = created_at - 9")
    before = rows("SELECT * FROM invitation")
    reply = client.submit(START, number="1")
    assert reply.status_code == 409
    assert "We have sent you our question about this already." in reply.text
    assert token not in reply.text
    assert rows("SELECT * FROM invitation") == before


def test_what_was_answered_at_a_kiosk_is_neither_shown_nor_changed_by_its_link(
    client: Client, kiosk: int
) -> None:
    asked = client.submit(START, number="1").location
    link = asked.partition("?")[0]
    draft = client.post(
        f"{link}/draft", data={"csat": "1"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert draft.status_code == 204
    assert "checked" not in client.get(asked).text
    answered = client.post(asked, data={"csat": "2", "comment": "Mine alone"})
    assert "Thank you" in client.get(answered.location).text
    assert "/change" not in client.get(answered.location).text
    for end in ("", "/change"):
        page = Page(client.get(f"{link}{end}").text)
        assert page.headings == ["You have already answered"]
        assert "Mine alone" not in page.text
        assert client.post(f"{link}{end}", data={"csat": "5"}).status_code == 409
    assert client.post(asked, data={"csat": "2", "comment": "Mine alone"}).status_code == 303
    assert rows("SELECT value FROM answer WHERE item = 'csat'") == [(2,)]
    assert rows("SELECT revised_at FROM response") == [(None,)]


@pytest.mark.parametrize("number", ["", "7", "  ", "x" * 5000, "0' OR 1=1 --", "\u202e1"])
def test_a_number_that_is_none_is_said_to_be_none(client: Client, kiosk: int, number: str) -> None:
    reply = client.post(START, data={"number": number})
    assert reply.status_code == 422
    assert "We find nothing of the last days" in reply.text
    assert rows("SELECT * FROM invitation") == []


def test_numbers_of_long_ago_are_not_asked_about(client: Client, kiosk: int) -> None:
    run("UPDATE contact SET closed_on = ?", (str((datetime.now(UTC) - timedelta(days=9)).date()),))
    assert client.post(START, data={"number": "1"}).status_code == 422


def test_who_guesses_has_to_wait(client: Client, kiosk: int) -> None:
    statuses = {client.post(START, data={"number": f"no{n}"}).status_code for n in range(70)}
    assert statuses == {422, 429}
    assert client.post(START, data={"number": "1"}).status_code == 429


def test_a_kiosk_that_was_closed_or_whose_survey_retired_asks_nothing(
    client: Client, kiosk: int
) -> None:
    assert client.get("/k/another-code-of-a-te").status_code == 404
    run("UPDATE survey SET state = 'retired', retired_at = 1")
    assert client.get(START).status_code == 404
    run("UPDATE survey SET state = 'live', retired_at = NULL")
    kiosks.revoke_kiosk(1, now=datetime.now(UTC))
    assert client.get(START).status_code == 404
    assert client.post(START, data={"number": "1"}).status_code == 404


def test_a_made_up_kiosk_in_a_link_leads_nowhere_else(client: Client, kiosk: int) -> None:
    path = client.submit(START, number="1").location.partition("?")[0]
    html = client.get(f"{path}?kiosk=//evil.example/xxxxxx").text
    assert "evil" not in html
    assert "Back to the start" not in html


def test_an_analyst_makes_a_kiosk_and_closes_it(
    signed_in: Callable[[str], Client], client: Client
) -> None:
    run("UPDATE unit SET code = 'elsewhere' WHERE code = 'centre'")
    browser = signed_in("analyst")
    assert "No survey is live" in browser.get("/surveys/kiosks").text
    made = survey(AWAKE)
    run(
        "INSERT INTO queue (name) VALUES ('Billing')",
    )
    run(
        "INSERT INTO contact (source, external_id, queue_id, channel, agent_id, unit_id, closed_on)"
        " SELECT 'till', '1', 1, 'phone', min(agent.id), min(unit.id), '2026-03-09'"
        " FROM agent, unit"
    )
    fields = {"survey": str(made), "source": "till"}
    reply = browser.submit("/surveys/kiosks", name="Front door", **fields)
    assert reply.status_code == 200
    address = reply.text.partition('<p class="address">http://localhost')[2].partition("<")[0]
    assert client.get(address).status_code == 200
    assert address not in browser.get("/surveys/kiosks").text
    assert browser.submit("/surveys/kiosks", name="Front door", **fields).status_code == 422
    assert browser.submit("/surveys/kiosks", name="", **fields).status_code == 422
    assert browser.submit("/surveys/kiosks", name="x", survey="9", source="y").status_code == 422
    assert browser.submit("/surveys/kiosks", "/surveys/kiosks/1/revoke").status_code == 303
    assert client.get(address).status_code == 404
