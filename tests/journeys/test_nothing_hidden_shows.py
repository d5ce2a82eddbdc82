"""Whatever anybody can open says nothing about answers that nobody may read.

Two centres differ in such answers only. Everything a role can reach, page by page and link by
link, has to be the same to the byte in both: then no figure, no total, no order, no title and no
omission tells anything about them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import deque
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from survey import commands
from survey.access import ROLES
from survey.store import database
from survey.store.database import rows
from survey.web.application import create_app
from tests import forums, twins, twins_by_link, twins_with_links
from tests.conftest import settings_for
from tests.editions import as_read
from tests.house.test_routes import OPEN_TO
from tests.pages import Client, Page

COMMANDS = (
    ("linkage",),
    ("linkage", "--json"),
    ("linkage", "--csv"),
    ("linkage", "--codebook"),
    ("show-plan",),
    ("audit-anonymity",),
    ("block-plan",),
)
STRANGER = "stranger"
# A page of filters links to all their combinations; beside the product's own addresses this many
# are opened, nearest first.
MOST_LINKED = 30
pytestmark = pytest.mark.slow
VAULT = "SELECT block_id, answers FROM counted_ballot ORDER BY block_id, position"
Seen = dict[tuple[str, str], bytes]


@pytest.fixture(
    scope="module",
    params=[twins, twins_by_link, twins_with_links],
    ids=["cards", "link", "many waves"],
)
def both(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Seen]:
    """What everybody sees in either centre, by role and address."""
    seen = []
    kept = []
    for hidden in (twins.ONE, twins.OTHER):
        _forget_what_was_computed()
        folder = tmp_path_factory.mktemp("twin")
        shutil.copy(migrated_file, folder / "survey.db")
        url = f"sqlite:///{folder / 'survey.db'}"
        database.connect(url)
        doors = request.param.build(hidden)
        app = create_app(settings_for(url, folder))
        app.test_client_class = Client
        commands.install(app)
        kept.append(rows(VAULT))
        seen.append(_walk(app, doors) | _commands(app) | as_read(today=forums.TODAY))
        database.disconnect()
    assert kept[0] != kept[1], "the centres have to differ"
    return seen


def _forget_what_was_computed() -> None:
    """Each centre has a process of its own, in which nothing stands from the other one."""
    for module in [one for name, one in sys.modules.items() if name.startswith("survey.insight")]:
        for kept in list(vars(module).values()):
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


def _walk(app: Flask, doors: twins.Doors) -> Seen:
    return {
        (role, address): body
        for role in (STRANGER, *ROLES)
        for address, body in _reachable(_browser(app, role), _starts(doors)).items()
    }


def _browser(app: Flask, role: str) -> Client:
    made = app.test_client()
    assert isinstance(made, Client)
    if role != STRANGER:
        ((user,),) = rows("SELECT min(id) FROM app_user WHERE role = ?", (role,))
        with made.session_transaction() as session:
            session["user"], session["epoch"] = user, 0
    return made


def _starts(doors: twins.Doors) -> list[str]:
    """Every address of the product that can be opened, leading to something that is there."""
    filled = {
        "/sign-in/<token>": f"/sign-in/{twins.TOKEN}",
        "<token>": doors.token,
        "<int:contact_id>": str(doors.contact_id),
        "<int:report_id>/<path:name>": "1/report.css",
        "<int:report_id>": "1",
        "<int:number>": str(twins.LAST),
        "<int:decision_id>": str(doors.decision_id),
        "<int:meeting_id>": "1",
        "<int:item_id>": "1",
        "<int:user_id>": "1",
        "<int:wave>": str(twins.LAST),
        "<block>": "n1",
        "<code>": doors.code,
    }
    found = []
    for route in OPEN_TO:
        method, _, address = route.partition(" ")
        for name, value in filled.items():
            address = address.replace(name, value)
        if method == "GET":
            found.append(address)
    return [
        *found,
        *doors.more,
        "/pulse/waves/1",
        "/pulse/waves/3",
        *(f"/reports/{kept}/{form}" for kept in (2, 3) for form in ("edition", "report.pdf")),
    ]


def _reachable(browser: Client, starts: list[str]) -> dict[str, bytes]:
    """Status and body of every start, and of what is linked from there, by address."""
    waiting, found = deque(starts), dict[str, bytes]()
    while waiting and len(found) < len(set(starts)) + MOST_LINKED:
        address = waiting.popleft()
        if address in found:
            continue
        reply = browser.get(address)
        found[address] = f"{reply.status} {reply.location}\n".encode() + _settled(reply.data)
        if reply.mimetype == "text/html":
            waiting.extend(one for one in Page(reply.text).links if one.startswith("/"))
    return found


def _settled(body: bytes) -> bytes:
    """The body without the form's token, which is another in every session."""
    return re.sub(rb'(name="csrf_token" value=")[^"]*', rb"\1", body)


def _commands(app: Flask) -> Seen:
    runner = app.test_cli_runner()
    return {
        ("shell", " ".join(words)): runner.invoke(args=list(words)).output.encode()
        for words in COMMANDS
    }


def test_everything_anybody_can_open_is_the_same_in_both(both: list[Seen]) -> None:
    one, other = both
    assert sorted(one) == sorted(other)
    assert [place for place in one if one[place] != other[place]] == []


def test_nothing_that_few_wrote_or_gave_stands_anywhere(both: list[Seen]) -> None:
    canaries = (twins.ONE.remark.encode(), twins.OTHER.remark.encode())
    for seen in both:
        for place, body in seen.items():
            text = _text(body)
            assert not any(canary in text for canary in canaries), place


@cache
def _text(body: bytes) -> bytes:
    """What can be read: of a PDF its text."""
    _, _, content = body.partition(b"\n")
    if not content.startswith(b"%PDF-"):
        return body
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).encode()


def test_the_walk_has_been_where_results_stand(both: list[Seen]) -> None:
    seen = {place: body.decode(errors="replace") for place, body in both[0].items()}
    for role in ("analyst", "executive", "leader"):
        wave = seen[role, f"/pulse/waves/{twins.LAST}"]
        assert "Fewer than 5 people answered." in wave, role
        assert "Ask s1 3" in wave, role
        assert seen[role, "/overview"].startswith("200")
    for role in ("analyst", "executive"):
        assert seen[role, "/linkage"].startswith("200")
        assert "below_threshold" in seen[role, "/linkage/cells.csv"]
        assert "wave_spread" in seen[role, "/linkage/codebook.csv"]
        assert '"verdict"' in seen[role, "/linkage/linkage.json"]
        assert "How high each construct was answered" in seen[role, "/linkage/drivers"] or (
            "With engagement" in seen[role, "/linkage/drivers"]
        ), role
        assert "enter nowhere" in seen[role, "/linkage/cycle"], role
        assert "hidden" in seen[role, "/reports/1/edition"]
        assert seen[role, "/reports/1/report.pdf"].startswith("200 OK None\n%PDF-")
    assert seen["agent", "/reports/2/report.pdf"].startswith("200 OK None\n%PDF-")
    assert seen["agent", "/my-feedback"].startswith("200")
    assert seen[STRANGER, "/overview"].startswith("302")
    check = seen[STRANGER, f"/pulse/check/{twins.LAST}"]
    assert check.startswith("200")
    if "/pulse/answer/3/n1" in {address for _, address in seen}:
        assert "Was my ballot counted?" in check
        assert seen[STRANGER, "/pulse/answer/3/n1"].startswith("200")
        assert seen["analyst", "/pulse/schedules/1"].startswith("200")
    if "/overview/signals?unit=s1" in {address for _, address in seen}:
        _has_been_where_links_are_computed(seen)
    assert '"verdict"' in seen["shell", "linkage --json"]
    assert "BROKEN" not in seen["shell", "audit-anonymity"]


def _has_been_where_links_are_computed(seen: dict[tuple[str, str], str]) -> None:
    for role in ("analyst", "executive"):
        for sides in ("", "?engagement=Their+engagement&satisfaction=Their+satisfaction"):
            found = json.loads(seen[role, f"/linkage/linkage.json{sides}"].partition("\n")[2])
            assert found["headline_estimate"]["status"] == "ok", (role, sides)
        assert "covariate_series:quality" in seen[role, "/linkage/cells.csv"]
        assert re.search(r",0\.\d+,0\.\d+,", seen[role, "/linkage/cells.csv"]), "alpha and omega"
        assert "constructs went with engagement" in seen[role, "/linkage/drivers"]
        assert "no evidence here" in seen[role, "/linkage/cycle"]
        assert "test the plan" in seen[role, "/linkage/plan"]
    for role in ("analyst", "executive", "leader"):
        assert "Not enough evidence" in seen[role, "/overview/bands"]
    assert "What was it?" in seen["analyst", "/overview/signals"]
