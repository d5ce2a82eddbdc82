"""Nothing about a case reaches an agent's evaluation, or anybody's figures.

Two centres are alike to the last answer. In one the unhappy customers' cases were opened, given,
noted, answered, escalated, closed and opened again; in the other there is none. Whatever an agent
can open is the same to the byte in both, and so is every page and report with a figure.
"""

from __future__ import annotations

import shutil
from collections import deque
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from survey import commands
from survey.operations import rollups
from survey.operations.cases import course, working
from survey.operations.cases.working import Act
from survey.store import database
from survey.store.database import rows, run
from survey.web.application import create_app
from survey.working_hours import WorkingHours, parse_shifts
from tests import forums, twins
from tests.answers import Told, tell
from tests.centre import Centre
from tests.conftest import settings_for
from tests.editions import keep_some
from tests.journeys.test_nothing_hidden_shows import Seen, _browser, _commands, _settled
from tests.operations.cases import unhappy
from tests.pages import Client, Page

ALWAYS = WorkingHours(parse_shifts("24/7"), frozenset(), UTC)
AT = twins.STARTED_AT - timedelta(days=2)
UNHAPPY = 6
MOST_PAGES = 40
STARTS = {
    "agent": ("/my-feedback", "/pulse", "/forum"),
    "leader": ("/overview", "/contacts", "/contacts?score=1-2", "/my-feedback"),
    "analyst": (
        "/overview",
        "/contacts",
        "/contacts?score=1-2",
        "/linkage",
        "/reports",
        "/reports/1/edition",
        "/reports/1/report.pdf",
    ),
}
ALONE = ("/cases", "/administration")


@pytest.fixture(scope="module")
def both(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """What is seen in the centre with cases and in the one without, by role and address."""
    seen: list[Seen] = []
    for has_cases in (True, False):
        folder = tmp_path_factory.mktemp("twin")
        shutil.copy(migrated_file, folder / "survey.db")
        url = f"sqlite:///{folder / 'survey.db'}"
        database.connect(url)
        twins.build(twins.ONE)
        _tell(has_cases=has_cases)
        keep_some(today=forums.TODAY)
        app = create_app(settings_for(url, folder))
        app.test_client_class = Client
        commands.install(app)
        seen.append(
            {
                (role, address): body
                for role, starts in STARTS.items()
                for address, body in _walk(_browser(app, role), starts).items()
            }
            | _commands(app)
        )
        database.disconnect()
    return seen


def _walk(browser: Client, starts: tuple[str, ...]) -> dict[str, bytes]:
    """Every start, and what is linked from there but for cases and the installation's own pages."""
    waiting, found = deque(starts), dict[str, bytes]()
    while waiting and len(found) < MOST_PAGES:
        address = waiting.popleft()
        if address in found or address.startswith(ALONE):
            continue
        reply = browser.get(address)
        found[address] = reply.status.encode() + b" " + _settled(reply.data)
        if reply.mimetype == "text/html":
            waiting.extend(one for one in Page(reply.text).links if one.startswith("/"))
    return found


def _tell(*, has_cases: bool) -> None:
    """Unhappy customers of two agents; where there are cases, each of them was worked."""
    centre = Centre(
        dict(rows("SELECT code, id FROM unit")),
        dict(rows("SELECT code, id FROM agent")),
        dict(rows("SELECT code, id FROM leader")),
        dict(rows("SELECT role, id FROM app_user")),
    )
    told = [Told(f"n1-0{1 + n % 2}", AT.date(), queue="Billing") for n in range(UNHAPPY)]
    for number, contact in enumerate(tell(centre, told, first=7_000), 500):
        # Two contacts a customer, so that half of them go into a case that is open.
        run("UPDATE contact SET customer_ref = ? WHERE id = ?", (f"c-{number // 2}", contact))
        unhappy.invite(contact, number)
        unhappy.answer(contact, 1 + number % 2, now=AT, is_considered=has_cases)
    rollups.rebuild()
    for (case_id,) in rows("SELECT id FROM customer_case ORDER BY id"):
        _work(case_id, centre)
    run("DELETE FROM job")
    assert bool(rows("SELECT id FROM customer_case")) == has_cases


def _work(case_id: int, centre: Centre) -> None:
    """Everything that can happen to a case."""

    def act() -> Act:
        ((version,),) = rows("SELECT version FROM customer_case WHERE id = ?", (case_id,))
        everywhere = frozenset(centre.units.values())
        return Act(case_id, centre.users["analyst"], everywhere, version)

    course.prepare(case_id, calendar=ALWAYS, now=AT)
    course.escalate_overdue(calendar=ALWAYS, now=twins.STARTED_AT)
    working.give(act(), centre.users["leader"], now=AT, today=AT.date())
    working.add_note(act(), "The agent was rude.", now=AT)
    working.close(act(), "not_recovered", "Canary of the case", now=AT)
    if case_id % 2:
        working.reopen(act(), None, calendar=ALWAYS, now=AT)


def test_everything_about_agents_is_the_same_with_cases_and_without(both: list[Seen]) -> None:
    worked, without = both
    assert sorted(worked) == sorted(without)
    assert [place for place in worked if worked[place] != without[place]] == []


def test_the_walk_has_been_where_figures_stand(both: list[Seen]) -> None:
    worked = both[0]
    for place in (
        ("agent", "/my-feedback"),
        ("leader", "/overview"),
        ("analyst", "/contacts?score=1-2"),
        ("analyst", "/reports/1/report.pdf"),
    ):
        assert worked[place].startswith(b"200"), place
    assert not any(b"Canary of the case" in body for body in worked.values())
    assert len(worked) > 60
