"""Cases on pages: a list by due time, one case with its forms, and whose they are to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.operations import people
from survey.operations.cases import course, working
from survey.operations.cases.working import Act
from survey.store.database import rows, run
from survey.working_hours import WorkingHours, parse_shifts
from tests.answers import Told, tell
from tests.centre import Centre
from tests.operations.cases import unhappy
from tests.pages import Client

ALWAYS = WorkingHours(parse_shifts("24/7"), frozenset(), UTC)
STARTED = datetime.now(UTC)
TOKEN = r'name="csrf_token" value="([^"]+)"'
SignedIn = Callable[[str], Client]


def open_case(
    centre: Centre, number: int = 1, *, agent: str = "n1-01", hours_ago: int = 1, ref: str = ""
) -> int:
    """Id of a case that was opened so many hours ago and is due eight hours after that."""
    at = STARTED - timedelta(hours=hours_ago)
    (contact,) = tell(centre, [Told(agent, at.date())], first=100 * number)
    run("UPDATE contact SET customer_ref = ? WHERE id = ?", (ref or f"c-{number}", contact))
    unhappy.invite(contact, number)
    response = unhappy.answer(contact, 1, now=at)
    run("UPDATE response SET comment = 'Nobody called <back>' WHERE id = ?", (response,))
    ((case_id,),) = rows("SELECT id FROM customer_case WHERE contact_id = ?", (contact,))
    course.prepare(case_id, calendar=ALWAYS, now=at)
    return int(case_id)


def test_without_cases_the_list_says_when_one_opens(signed_in: SignedIn) -> None:
    for role in ("analyst", "leader", "executive"):
        page = signed_in(role).get("/cases").text
        assert "No case is open. One opens when a customer gives a low score" in page
    for state in ("overdue", "closed", "all"):
        assert signed_in("analyst").get(f"/cases?state={state}").status_code == 200


def test_open_cases_stand_by_due_time_and_say_what_is_overdue(
    centre: Centre, signed_in: SignedIn
) -> None:
    late, early = open_case(centre, 1), open_case(centre, 2, hours_ago=20)
    closed = open_case(centre, 3)
    working.close(everywhere(centre, closed), "recovered", None, now=STARTED)
    analyst = signed_in("analyst")
    assert listed(analyst, "/cases") == [early, late]
    page = analyst.get("/cases").text
    assert page.count("Overdue since") == 1
    assert "Open (2)" in page
    assert listed(analyst, "/cases?state=overdue") == [early]
    assert listed(analyst, "/cases?state=closed") == [closed]
    assert listed(analyst, "/cases?state=all") == [early, late, closed]
    assert "Closed: recovered" in analyst.get("/cases?state=closed").text


def everywhere(centre: Centre, case_id: int) -> Act:
    ((version,),) = rows("SELECT version FROM customer_case WHERE id = ?", (case_id,))
    return Act(case_id, centre.users["analyst"], frozenset(centre.units.values()), version)


def listed(client: Client, address: str) -> list[int]:
    return [int(one) for one in re.findall(r'href="/cases/(\d+)"', client.get(address).text)]


def test_the_list_can_be_narrowed_to_a_team_and_an_owner(
    centre: Centre, signed_in: SignedIn
) -> None:
    north, south = open_case(centre, 1), open_case(centre, 2, agent="s1-01")
    working.give(
        everywhere(centre, north), centre.users["analyst"], now=STARTED, today=STARTED.date()
    )
    analyst = signed_in("analyst")
    assert listed(analyst, "/cases?unit=south") == [south]
    assert listed(analyst, "/cases?owner=me") == [north]
    assert listed(analyst, "/cases?owner=nobody") == [south]
    assert listed(signed_in("executive"), f"/cases?owner={centre.users['analyst']}") == [north]
    assert listed(analyst, "/cases?owner=nobody&unit=north") == []
    assert "No case fits" in analyst.get("/cases?owner=nobody&unit=north").text
    for wrong in (
        "state=x",
        "owner=999",
        "owner=-1",
        "page=0",
        "page=x",
        f"page=000000001{'9' * 30}",
    ):
        assert analyst.get(f"/cases?{wrong}").status_code == 422
    assert analyst.get("/cases?unit=nowhere").status_code == 404


def test_the_list_has_pages(centre: Centre, signed_in: SignedIn) -> None:
    for number in range(1, 53):
        open_case(centre, number)
    assert len(listed(signed_in("analyst"), "/cases")) == 50
    assert len(listed(signed_in("analyst"), "/cases?page=2")) == 2
    assert len(listed(signed_in("analyst"), "/cases?page=9")) == 2


def test_a_leader_sees_and_works_on_cases_of_the_own_units_only(
    centre: Centre, signed_in: SignedIn
) -> None:
    north, south = open_case(centre, 1), open_case(centre, 2, agent="s1-01")
    leader = signed_in("leader")
    assert listed(leader, "/cases?state=all") == [north]
    assert leader.get(f"/cases/{north}").status_code == 200
    assert leader.get(f"/cases/{south}").status_code == 404
    absent, foreign = (leader.get(f"/cases/{number}").text for number in (999, south))
    # Each page has tokens of its own, signed with the second.
    assert re.sub(TOKEN, "", foreign) == re.sub(TOKEN, "", absent)
    for action in ("notes", "owner", "reply", "close", "reopen"):
        reply = leader.post(
            f"/cases/{south}/{action}",
            data={"csrf_token": _token(leader, f"/cases/{north}"), "note": "x",
                  "reply": "x", "outcome": "recovered", "owner": "1", "seen": "1"},
        )  # fmt: skip
        assert reply.status_code == 404
    assert rows("SELECT DISTINCT kind FROM case_entry WHERE case_id = ?", (south,)) == [("opened",)]


def _token(client: Client, path: str) -> str:
    found = re.search(TOKEN, client.get(path).text)
    assert found
    return found[1]


def test_an_executive_reads_and_an_agent_sees_nothing(centre: Centre, signed_in: SignedIn) -> None:
    case_id = open_case(centre)
    page = signed_in("executive").get(f"/cases/{case_id}").text
    assert "Nobody called &lt;back&gt;" in page
    assert '<form method="post" action="/cases' not in page
    for role in ("agent", "administrator"):
        assert signed_in(role).get("/cases").status_code == 403
        assert signed_in(role).get(f"/cases/{case_id}").status_code == 403


def test_a_case_is_worked_from_beginning_to_end(centre: Centre, signed_in: SignedIn) -> None:
    case_id = open_case(centre)
    analyst, path = signed_in("analyst"), f"/cases/{case_id}"
    page = analyst.get(path).text
    assert "Neither a mail address nor a phone number" in page
    assert "Nobody called &lt;back&gt;" in page
    run(
        "INSERT INTO contact_identity (contact_id, email, phone)"
        " SELECT contact_id, 'kim@example.org', '+4930123' FROM customer_case"
    )
    assert 'Phone: <a href="tel:+4930123"' in analyst.get(path).text
    for action, values, words in (
        ("notes", {"note": "Called,\nnobody there."}, "Called,\nnobody there."),
        ("owner", {"owner": str(centre.users["analyst"])}, "Given to"),
        ("reply", {"reply": "We paid it back."}, "Waits to be sent."),
        ("close", {"outcome": "recovered", "closing": "Kim is glad."}, "Kim is glad."),
        ("reopen", {"reopening": "It came back."}, "It came back."),
    ):
        sent = analyst.submit(path, f"{path}/{action}", **values)
        assert (sent.status_code, sent.location) == (303, path), action
        assert words in analyst.get(path).text, action
    run("DELETE FROM job")
    assert "Sent by mail." in analyst.get(path).text


def test_a_reply_that_could_not_leave_says_so(centre: Centre, signed_in: SignedIn) -> None:
    case_id = open_case(centre)
    run(
        "INSERT INTO contact_identity (contact_id, email)"
        " SELECT contact_id, 'kim@example.org' FROM customer_case"
    )
    working.reply(everywhere(centre, case_id), "Sorry.", now=STARTED)
    run("UPDATE job SET attempts = most_attempts, last_error = 'No such address.'")
    assert "Not sent: No such address." in signed_in("analyst").get(f"/cases/{case_id}").text


def test_what_was_typed_stays_when_something_is_missing_or_changed_meanwhile(
    centre: Centre, signed_in: SignedIn
) -> None:
    case_id = open_case(centre)
    analyst, path = signed_in("analyst"), f"/cases/{case_id}"
    empty = analyst.submit(path, f"{path}/notes", note=" ")
    assert (empty.status_code, "Write the note." in empty.text) == (422, True)
    unsaid = analyst.submit(path, f"{path}/close", closing="Kept <words>")
    assert (unsaid.status_code, "Choose what came of it." in unsaid.text) == (422, True)
    assert "Kept &lt;words&gt;" in unsaid.text
    long = analyst.submit(path, f"{path}/notes", note="x" * 4001)
    assert long.status_code == 422
    late = analyst.submit(path, f"{path}/close", outcome="no_reply", closing="Mine", seen="99")
    assert late.status_code == 409
    assert "since you opened the page" in late.text
    assert "Mine" in late.text
    nobody = analyst.submit(path, f"{path}/owner", owner="x" * 20)
    assert nobody.status_code == 422
    assert rows("SELECT DISTINCT kind FROM case_entry") == [("opened",)]


def test_another_contact_of_the_customer_is_linked_where_it_may_be_seen(
    centre: Centre, signed_in: SignedIn
) -> None:
    case_id = open_case(centre, 1, ref="kim")
    people.add_user("nora@example.org", "Nora", role="leader", leader="l-n1")
    (own,) = tell(centre, [Told("n2-01", STARTED.date())], first=5_000)
    (foreign,) = tell(centre, [Told("s1-01", STARTED.date())], first=6_000)
    for number, contact in enumerate((own, foreign), 70):
        run("UPDATE contact SET customer_ref = 'kim' WHERE id = ?", (contact,))
        unhappy.invite(contact, number)
        unhappy.answer(contact, 2, now=STARTED)
    page = signed_in("leader").get(f"/cases/{case_id}").text
    assert page.count("Unhappy again") == 2
    assert f'href="/contacts/{own}"' in page
    assert f'href="/contacts/{foreign}"' not in page


@pytest.mark.parametrize("address", ["/cases/0", "/cases/99999999999999999999"])
def test_a_case_that_is_not_there_is_not_found(signed_in: SignedIn, address: str) -> None:
    assert signed_in("analyst").get(address).status_code == 404
