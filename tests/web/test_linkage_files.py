"""The linkage's files: the same from the page and from the shell, for whom may open the page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from flask import Flask

from survey import commands
from tests.insight.linkage.test_cells import close_with, customers
from tests.pages import Client
from tests.waves import build_teams

SignedIn = Callable[[str], Client]

FILES = (
    ("/linkage/cells.csv", "--csv", "text/csv; charset=utf-8"),
    ("/linkage/codebook.csv", "--codebook", "text/csv; charset=utf-8"),
    ("/linkage/linkage.json", "--json", "application/json"),
)


@pytest.mark.parametrize(("address", "flag", "content_type"), FILES)
def test_a_file_is_the_same_from_the_shell_and_each_time(
    app: Flask, signed_in: SignedIn, address: str, flag: str, content_type: str
) -> None:
    units = build_teams({"a": 10, "b": 10})
    customers(units["a"], {5: 12, 3: 4})
    close_with({"a": [3, 3, 4, 4, 4], "b": [2, 3, 3]})
    executive = signed_in("executive")
    reply = executive.get(address)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, content_type)
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=linkage")
    assert executive.get(address).data == reply.data
    commands.install(app)
    told = app.test_cli_runner().invoke(args=["linkage", flag])
    assert told.exit_code == 0, told.output
    assert told.stdout_bytes == reply.data
    assert signed_in("leader").get(address).status_code == 403


def test_a_hidden_block_stands_in_the_cells_without_a_figure(
    app: Flask, signed_in: SignedIn
) -> None:
    units = build_teams({"a": 10, "b": 10})
    for unit in units.values():
        customers(unit, {5: 12, 3: 4})
    close_with({"a": [3, 3, 4, 4, 4], "b": [2, 3, 3]})
    analyst = signed_in("analyst")
    text = analyst.get("/linkage/cells.csv").data.decode("utf-8-sig")
    found = {row["label"]: row for row in csv.DictReader(io.StringIO(text))}
    entered, stayed = found["Team a"], found["Team b"]
    assert (entered["engagement"], entered["satisfaction"]) == ("3.6", "4.5")
    assert (stayed["is_included"], stayed["reason"]) == ("0", "below_threshold")
    hidden = ("engagement", "engagement_n", "satisfaction", "satisfaction_n", "satisfaction_sd")
    assert {stayed[name] for name in hidden} == {""}
    whole = json.loads(analyst.get("/linkage/linkage.json").data)
    assert "below_threshold" in [one["reason"] for one in whole["excluded"]]
