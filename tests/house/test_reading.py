"""Opening a page changes nothing: every address, by everybody who may open it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.access import ROLES, viewer_of
from survey.insight.reports import forms
from survey.instruments.ready import READY
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.editions import Edition
from survey.operations import (
    agenda,
    forum,
    jobs,
    kiosks,
    pulse,
    satisfaction,
    sign_in,
    surveys,
    tokens,
    webhook_settings,
    webhooks,
)
from survey.operations.comments import departments, routing
from survey.operations.reports import orders, schedules
from survey.store import reads_of_people, writes_of_departments
from survey.store.database import database, rows, run
from tests import asked, forums, invited, links, meetings, planned, waves
from tests.answers import Told, tell
from tests.centre import Centre
from tests.editions import keep_some
from tests.house.test_routes import OPEN_TO
from tests.operations.cases import unhappy
from tests.operations.reports.test_schedules import MONTHLY
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
    code, decision = _hold_forum(centre)
    _ready_survey()
    _leave_work()
    filled = {
        "<token>": invited.invite(contact, now=NOW),
        "waves/<int:number>/opening": "waves/2/opening",
        "<int:wave>": "2",
        "<block>": "n2",
        "<int:schedule_id>": str(planned.make(today=TODAY, next_on=TODAY + timedelta(days=9))),
        "<int:contact_id>": str(contact),
        "<mark>": _send_message(contact),
        "<state>": "sent",
        "<int:number>": "1",
        # The second report is for agents, so that everybody may open it.
        "<int:report_id>/<path:name>": "2/report.css",
        "<int:report_id>": "2",
        "<int:batch_id>": "1",
        "<name>": _first_figure(),
        "<occasion>": "wave:1",
        "<int:decision_id>": str(decision),
        "<int:meeting_id>": str(_plan_meeting()),
        "<int:item_id>": "1",
        "<int:user_id>": str(centre.users["analyst"]),
        "<code>": code,
        "<digest>": AFTER_CONTACT.digest,
        "<int:response_id>": str(_send_comments(centre)),
        "<int:case_id>": str(_open_case(centre)),
        "<int:webhook_id>": str(_add_webhook()),
        "<by>": "email",
        "<shape>": "words",
        "<language>": "de",
        "<item>": "csat",
    }
    return {
        route: _fill(route.removeprefix("GET "), filled)
        for route in OPEN_TO
        if route.startswith("GET ")
    }


def _first_figure() -> str:
    """The name of the first figure of the agents' report."""
    agent = viewer_of(reads_of_people.user_by_id(1), today=TODAY)  # type: ignore[arg-type]
    return forms.forms_page(2, agent).figures[0].name


def _ready_survey() -> None:
    """A survey in several languages that is not published yet."""
    phone = READY[0]
    surveys.create_survey(phone.name, phone.instrument, code=phone.code, now=NOW)


def _hold_forum(centre: Centre) -> tuple[str, int]:
    """Ballot code of an open wave, and the id of a decision about a closed one with its report."""
    forums.hold(1, remarks={"ask_cost": "Fewer letters"})
    decision = forum.record_decision(1, forums.DECISION, today=forums.TODAY)
    for months_ago in (1, 2, 3):
        forums.say(centre.units["n1"], {5: 20, 2: 5}, months_ago=months_ago)
    keep_some(today=forums.TODAY)
    own = Edition("unit", "wave:1", centre.units["n1"])
    orders.order_editions([own], "A report", now=NOW, user_id=centre.users["leader"])
    schedules.add_schedule(MONTHLY)
    later = TODAY + timedelta(days=7)
    by_card = frozenset({centre.units["n1"]})
    wave = links.open_by_link(2, opens_on=TODAY, closes_on=later, card_unit_ids=by_card)
    assert not wave.is_closed
    sheet = pulse.issue_cards(2, today=TODAY, randomness=waves.bytes_from(2))
    codes = {one.block.code: one.codes for one in sheet.blocks}
    return codes["n1"][0], decision


def _plan_meeting() -> int:
    """Id of a meeting with an agenda of one item, which has the id 1."""
    planned = meetings.plan()
    agenda.extend_agenda(planned, [meetings.own("The move")])
    return planned


def _send_message(contact: int) -> str:
    """The mark in a message that was sent to the contact's customer; and a kiosk is opened."""
    run("INSERT INTO contact_identity (contact_id, email) VALUES (?, 'c@example.org')", (contact,))
    run(
        "INSERT INTO delivery (invitation_id, kind, via, state, due_at, handed_over_at)"
        " SELECT id, 'invitation', 'mail', 'sent', 1, 1 FROM invitation WHERE contact_id = ?",
        (contact,),
    )
    kiosks.add_kiosk("Door", survey_id=asked.survey(), source="desk", code=TOKEN, now=NOW)
    return tokens.delivery_mark(1, "unsubscribe", secret_key=asked.KEY)


def _send_comments(centre: Centre) -> int:
    """Id of a comment that a department was sent, behind a link with the token."""
    ((response_id,),) = rows("SELECT min(id) FROM response WHERE comment IS NOT NULL")
    departments.add_department("Product", "product@example.org", "product")
    analyst = centre.users["analyst"]
    routing.route_by_hand(response_id, ["product"], seen=[], user_id=analyst, now=NOW)
    digest = departments.token_digest(TOKEN)
    digest_id = writes_of_departments.insert_digest(1, "2026-03", digest, now=NOW)
    assert digest_id is not None
    later = NOW + timedelta(days=1)
    assert writes_of_departments.fill_digest(digest_id, since=NOW, until=later) == 1
    return int(response_id)


def _open_case(centre: Centre) -> int:
    """Id of a case that is long overdue and has no owner yet."""
    (contact,) = tell(centre, [Told("n1-02", TODAY - timedelta(days=3))], first=199)
    unhappy.invite(contact, 199)
    unhappy.answer(contact, 1, now=NOW - timedelta(days=3))
    return int(rows("SELECT max(id) FROM customer_case")[0][0])


def _add_webhook() -> int:
    """Id of a webhook with a message that waits."""
    wanted = ["case.opened"]
    webhook_id = webhook_settings.add("CRM", "https://crm.example.org", wanted, now=NOW)
    webhooks.publish("case.opened", {"case_id": 1}, now=NOW)
    return webhook_id


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
    if rule == "/pulse/claim/<token>":
        return f"/pulse/claim/{links.tokens(2)['n2'][0]}"
    if rule == "/k/<code>":
        return f"/k/{TOKEN}"
    if rule == "/used/<token>":
        return f"/used/{TOKEN}"
    if rule.startswith("/surveys/<code>"):
        rule = rule.replace("<code>", "phone")
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
