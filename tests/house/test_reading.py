"""Opening a page changes nothing: every address, by everybody who may open it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.access import ROLES
from survey.operations import forum, jobs, satisfaction, sign_in
from survey.privacy import gate
from survey.store import writes_of_forum
from survey.store.database import database, transaction
from tests import forums, invited, waves
from tests.answers import Told, tell
from tests.centre import Centre
from tests.house.test_routes import OPEN_TO
from tests.pages import Client

NOW = datetime.now(UTC)
TODAY = NOW.date()
TOKEN = "a-token-long-enough-to-be-guessed-by-nobody"


def contents() -> str:
    """Every table, row by row."""
    return "\n".join(database.connection().iterdump())


@pytest.fixture
def addresses(centre: Centre) -> dict[str, str]:
    """An address that leads somewhere, for every route that can be opened."""
    tell(centre, [Told("n1-01", TODAY - timedelta(days=3), 5, "Quick.")] * 30)
    (contact,) = tell(centre, [Told("n1-01", TODAY - timedelta(days=3))], first=99)
    code, decision = _hold_forum()
    _leave_work()
    filled = {
        "<token>": invited.invite(contact, now=NOW),
        "<int:contact_id>": str(contact),
        "<int:number>": "1",
        "<int:_number>/<path:name>": "1/forum.css",
        "<int:decision_id>": str(decision),
        "<int:user_id>": str(centre.users["analyst"]),
        "<code>": code,
    }
    return {
        route: _fill(route.removeprefix("GET "), filled)
        for route in OPEN_TO
        if route.startswith("GET ")
    }


def _hold_forum() -> tuple[str, int]:
    """Ballot code of an open wave, and the id of a decision about a closed one with its report."""
    closed = forums.hold(1, remarks={"ask_cost": "Fewer letters"})
    decision = forum.record_decision(1, forums.DECISION, today=forums.TODAY)
    with transaction():
        writes_of_forum.keep_report("0" * 64, closed.id, b"%PDF-", made_at=NOW)
    later = TODAY + timedelta(days=7)
    codes = waves.open_with_cards(2, seed=2, opens_on=TODAY, closes_on=later)
    assert not gate.wave(2).is_closed
    return codes["n1"][0], decision


def _leave_work() -> None:
    """What somebody might tidy up in passing: an expired link, and work that was given up."""
    sign_in.make_link("ana@example.org", token="old", now=NOW - timedelta(days=1))
    sign_in.make_link("adam@example.org", token=TOKEN, now=NOW)
    jobs.enqueue("mail", {}, due_at=NOW)
    job = jobs.claim(["mail"], now=NOW)
    assert job is not None
    jobs.fail(job, "The mail server said no.", now=NOW, for_good=True)


def _fill(rule: str, filled: dict[str, str]) -> str:
    if rule == "/sign-in/<token>":
        return f"/sign-in/{TOKEN}"
    for name, value in filled.items():
        rule = rule.replace(name, value)
    assert "<" not in rule, rule
    return rule


def test_opening_a_page_writes_nothing(
    client: Client, signed_in: Callable[[str], Client], addresses: dict[str, str]
) -> None:
    before = contents()
    for role in (None, *ROLES):
        browser = signed_in(role) if role else client
        for route, address in addresses.items():
            kind, roles = OPEN_TO[route]
            for method in ("HEAD", "GET"):
                status = browser.open(address, method=method).status_code
                if kind == "public" or role in roles:
                    assert status in (200, 303), (role, address)
        assert contents() == before, role


def test_the_comparison_sees_a_change(addresses: dict[str, str]) -> None:
    before = contents()
    token = addresses["GET /c/<token>"].rpartition("/")[2]
    satisfaction.record_response(token, {"csat": 4}, comment=None, now=NOW)
    assert contents() != before
