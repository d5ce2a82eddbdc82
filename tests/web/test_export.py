"""The export in the browser and in the shell: who gets what, and as what."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from tests import funnels
from tests.pages import Client
from tests.web.test_funnel import DAYS, sign_in

EXPORT = "/surveys/export"


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    text = response.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_analyst_gets_all_contacts_and_a_leader_their_own(app: Flask) -> None:
    centre, known = funnels.build(120, 2)
    path = f"{EXPORT}/contacts.csv?{DAYS}"
    assert len(rows_of(sign_in(app, centre.users["analyst"]), path)) == 120
    own = rows_of(sign_in(app, centre.users["leader"]), path)
    assert len(own) == sum(one.team in ("n1", "n2") for one in known)
    assert {row["unit"] for row in own} == {"n1", "n2"}
    leader = sign_in(app, centre.users["leader"])
    assert leader.get(f"{path}&unit=south").status_code == 404


@pytest.mark.parametrize("role", ["agent", "executive", "administrator"])
def test_nobody_else_gets_a_file(app: Flask, role: str) -> None:
    """chatwoot/chatwoot#9447: what agents see is a choice of its own, and files are not in it."""
    centre, _ = funnels.build(3, 1)
    client = sign_in(app, centre.users[role])
    for name in ("", "/contacts.csv", "/contacts.json", "/codebook.csv"):
        assert client.get(f"{EXPORT}{name}").status_code == 403


@pytest.mark.parametrize("n", [0, 1, 2, 40])
def test_the_page_names_the_columns_and_the_files_open(app: Flask, n: int) -> None:
    centre, _ = funnels.build(n, 1)
    client = sign_in(app, centre.users["analyst"])
    assert "agent_name" in client.get(f"{EXPORT}?{DAYS}").get_data(as_text=True)
    data = json.loads(client.get(f"{EXPORT}/contacts.json?{DAYS}").get_data())
    assert len(data["contacts"]) == n
    assert rows_of(client, f"{EXPORT}/codebook.csv?{DAYS}")[0]["column"] == "contact_id"


def test_what_cannot_be_used_is_said_before_the_file_begins(app: Flask) -> None:
    centre, _ = funnels.build(3, 1)
    client = sign_in(app, centre.users["analyst"])
    assert client.get(f"{EXPORT}/contacts.csv?from=yesterday").status_code == 422


def run(app: Flask, *arguments: str) -> Result:
    commands.install(app)
    return app.test_cli_runner().invoke(args=["export-responses", *arguments])


def test_the_command_writes_a_whole_file_for_its_owner(app: Flask, tmp_path: Path) -> None:
    funnels.build(30, 1)
    days = ("--from", "2026-02-20", "--to", "2026-03-05")
    file = tmp_path / "contacts.csv"
    assert run(app, *days, "-o", str(file)).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))) == 30
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*tmp_path.glob("*.part")] == []
    shown = run(app, *days, "--format", "json")
    assert len(json.loads(shown.output)["contacts"]) == 30


def test_the_command_refuses_what_it_does_not_know(app: Flask) -> None:
    funnels.build(1, 1)
    refused = run(app, "--unit", "nowhere")
    assert refused.exit_code == 1
    assert "no such team" in refused.output


def test_rights_from_the_shell(app: Flask, tmp_path: Path) -> None:
    from tests import marked

    marked.build(5)
    commands.install(app)
    runner = app.test_cli_runner()
    file = tmp_path / "customer.json"
    exported = runner.invoke(args=["export-customer", marked.EMAIL, "-o", str(file)])
    assert exported.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert marked.WORDS in file.read_text(encoding="utf-8")
    wrong = runner.invoke(args=["erase-customer", marked.EMAIL], input="somebody\n")
    assert wrong.exit_code == 1
    assert "nothing was erased" in wrong.output
    right = runner.invoke(args=["erase-customer", marked.EMAIL], input=f"{marked.EMAIL}\n")
    assert right.exit_code == 0
    assert "comments: 1" in right.output
    again = runner.invoke(args=["erase-customer", marked.EMAIL, "--yes"])
    assert again.exit_code == 1
    assert "No customer is known by this" in again.output
