"""Reports are asked for, followed, cancelled and tried again, by whom they may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from survey.operations.comments import departments
from survey.operations.reports import orders
from survey.store.database import rows, run
from tests import forums
from tests.centre import Centre
from tests.conftest import NOW
from tests.ordered import AGENTS, CENTRE, TODAY, printing
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
FORM = {"which": "centre", "occasion": "wave:1", "language": "en", "paper": "a4"}


@pytest.fixture
def held(centre: Centre) -> Centre:
    """A centre with a closed wave and customers of two teams."""
    forums.hold()
    for team in ("n1", "s1"):
        forums.say(centre.units[team], {5: 3, 1: 2})
    return centre


def ordered() -> list[tuple[str, int | None, int | None]]:
    """Kind, unit and department of every order."""
    found = rows("SELECT kind, unit_id, department_id FROM report_order ORDER BY id")
    return [(kind, unit, department) for kind, unit, department in found]


def make_all() -> None:
    for (order_id,) in rows("SELECT id FROM report_order WHERE state = 'waiting'"):
        edition = orders.take(order_id)
        assert edition is not None
        orders.finish(order_id, printing(edition), today=TODAY, now=NOW)


def test_a_report_is_asked_for_followed_and_opened(signed_in: SignIn, held: Centre) -> None:
    browser = signed_in("executive")
    asked = browser.submit("/reports/new", "/reports/new", **FORM)
    assert asked.status_code == 303
    assert asked.location == "/reports/batches/1"
    assert ordered() == [("centre", None, None)]
    waiting = browser.get(asked.location)
    assert "0 of 1 made" in waiting.text
    assert "Waiting for a worker" in waiting.text
    assert waiting.headers["Refresh"] == "4"
    orders.take(1)
    orders.stages_of(1)("printing")
    assert "Whole centre (English, A4)</bdi>: printing" in browser.get(asked.location).text
    run("UPDATE report_order SET state = 'waiting', stage = NULL")
    make_all()
    done = browser.get(asked.location)
    assert "1 of 1 made" in done.text
    assert "Refresh" not in done.headers
    assert 'href="/reports/1"' in done.text
    assert "1 of 1 made" in browser.get("/reports").text


def test_whoever_does_not_want_the_page_to_look_again_can_say_so(
    signed_in: SignIn, held: Centre
) -> None:
    browser = signed_in("executive")
    browser.submit("/reports/new", "/reports/new", **FORM)
    page = browser.get("/reports/batches/1")
    assert "/reports/batches/1?refresh=no" in Page(page.text).links
    still = browser.get("/reports/batches/1?refresh=no")
    assert "Refresh" not in still.headers
    assert "does not look again by itself" in still.text


def test_every_team_or_department_is_asked_for_in_one_go(signed_in: SignIn, held: Centre) -> None:
    browser = signed_in("analyst")
    assert browser.submit("/reports/new", "/reports/new", **FORM | {"which": "units"}).location
    # The wave's blocks are the four teams; their sites are made as well, the centre is not.
    assert {unit for _, unit, _ in ordered()} == {
        held.units[code] for code in ("n1", "n2", "s1", "s2", "north", "south")
    }
    none = browser.submit("/reports/new", "/reports/new", **FORM | {"which": "departments"})
    assert none.status_code == 422
    assert "There is no department" in none.text
    departments.add_department("Web", "web@example.org", "product")
    browser.submit("/reports/new", "/reports/new", **FORM | {"which": "departments"})
    assert ordered()[-1][0] == "department"


def test_a_leader_asks_for_units_in_scope_and_nothing_else(signed_in: SignIn, held: Centre) -> None:
    leader = signed_in("leader")
    page = leader.get("/reports/new").text
    assert "Technical help" not in page
    assert "for executives" not in page
    inside = FORM | {"which": "unit", "unit": str(held.units["n1"])}
    assert leader.submit("/reports/new", "/reports/new", **inside).status_code == 303
    for wrong in (
        FORM,
        FORM | {"which": "agents"},
        FORM | {"which": "departments"},
        FORM | {"which": "unit", "unit": str(held.units["s1"])},
        FORM | {"which": "unit", "unit": str(held.units["centre"])},
        FORM | {"which": "unit", "unit": ""},
    ):
        assert leader.submit("/reports/new", "/reports/new", **wrong).status_code == 422, wrong
    leader.submit("/reports/new", "/reports/new", **FORM | {"which": "units"})
    units = {unit for _, unit, _ in ordered()}
    assert units == {held.units[code] for code in ("north", "n1", "n2")}


def test_of_others_batches_a_leader_knows_nothing(signed_in: SignIn, held: Centre) -> None:
    signed_in("analyst").submit("/reports/new", "/reports/new", **FORM)
    leader = signed_in("leader")
    inside = FORM | {"which": "unit", "unit": str(held.units["n1"])}
    leader.submit("/reports/new", "/reports/new", **inside)
    assert leader.get("/reports/batches/2").status_code == 200
    assert leader.get("/reports/batches/1").text == leader.get("/reports/batches/77").text
    assert "/reports/batches/1" not in Page(leader.get("/reports").text).links
    token = Page(leader.get("/reports/batches/2").text).forms[-1].values["csrf_token"]
    for verb in ("cancel", "again"):
        reply = leader.post(f"/reports/batches/1/{verb}", data={"csrf_token": token})
        assert reply.status_code == 404
    run("UPDATE leadership SET leader_id = NULL")
    assert leader.get("/reports/batches/2").status_code == 404


def test_a_form_with_problems_names_them_all(signed_in: SignIn, held: Centre) -> None:
    browser = signed_in("analyst")
    wrong = {"which": "unit", "unit": "9", "occasion": "wave:7", "language": "xx", "paper": "a0"}
    reply = browser.submit("/reports/new", "/reports/new", **wrong)
    assert reply.status_code == 422
    assert "There are 4 problems" in reply.text
    assert ordered() == []


def test_what_is_not_made_yet_is_cancelled_and_made_after_all(
    signed_in: SignIn, held: Centre
) -> None:
    browser = signed_in("executive")
    batch = orders.order_editions([CENTRE, AGENTS], "Two", now=datetime.now(UTC))
    orders.take(1)
    orders.finish(1, printing(), today=TODAY, now=NOW)
    address = f"/reports/batches/{batch}"
    cancelled = browser.submit(address, f"{address}/cancel")
    assert (cancelled.status_code, cancelled.location) == (303, address)
    page = browser.get(address)
    assert "1 of 2 made, 1 cancelled" in page.text
    assert "Refresh" not in page.headers
    browser.submit(address, f"{address}/again")
    make_all()
    assert "2 of 2 made" in browser.get(address).text


def test_what_could_not_be_made_says_why(signed_in: SignIn, held: Centre) -> None:
    batch = orders.order_editions([CENTRE], "One", now=datetime.now(UTC))
    orders.take(1)
    orders.fail(1, "The font <b>Inter</b> is missing.", now=NOW)
    page = signed_in("executive").get(f"/reports/batches/{batch}")
    assert "The font &lt;b&gt;Inter&lt;/b&gt; is missing." in page.text
    assert "1 could not be made" in page.text
    assert "Make the rest after all" in page.text
    assert "Refresh" not in page.headers
