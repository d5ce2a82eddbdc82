"""Figures from another system, from two files to a linkage: the New York schools of 2014-15.

Teachers' engagement (mean of T14a to T14h present) against parents' satisfaction (P8a). The
expected values are those that stand beside the data: 714 pairs, Pearson .28834 (95% Fisher
interval .2196 to .3542), Spearman .31677.
"""

from __future__ import annotations

import json

import pytest
from flask import Flask

from survey import commands
from tests.conftest import ROOT, SHARED

DATA = SHARED / "data" / "linkage_schools"
EXAMPLES = ROOT / "docs" / "examples"
SIDES = (
    ("2014-15_Teacher_Val.csv", "scores-schools-engagement.toml"),
    ("2014-15_Parent_Val.csv", "scores-schools-satisfaction.toml"),
)

TEACHERS, PARENTS = "teachers", "parents"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the schools' files are not here")


def imported(app: Flask) -> Flask:
    commands.install(app)
    runner = app.test_cli_runner()
    added = runner.invoke(args=["add-unit", "schools", "New York schools"])
    assert added.exit_code == 0, added.output
    for data, mapping in SIDES:
        runner.invoke(
            args=["import-scores", str(DATA / data), "--mapping", str(EXAMPLES / mapping)]
        )
    return app


def test_the_schools_give_the_published_correlations(app: Flask) -> None:
    runner = imported(app).test_cli_runner()
    names = ["--engagement", TEACHERS, "--satisfaction", PARENTS]
    found = runner.invoke(args=["linkage", *names, "--json"])
    assert found.exit_code == 0, found.output
    linkage = json.loads(found.output)
    between = linkage["between"]
    assert between["pearson"]["n"] == 714
    assert between["pearson"]["value"] == pytest.approx(0.28834, abs=5e-6)
    assert between["pearson"]["interval"]["low"] == pytest.approx(0.2196, abs=5e-5)
    assert between["pearson"]["interval"]["high"] == pytest.approx(0.3542, abs=5e-5)
    assert between["spearman"]["value"] == pytest.approx(0.31677, abs=5e-6)
    assert linkage["verdict"] == "evidence for a link"
    assert linkage["headline_question"] == "between"
    # One wave says nothing about the inside of a school, and the answer says so.
    assert linkage["within"]["two_way"]["value"] is None


def test_the_page_shows_imported_series_as_what_they_are(app: Flask, signed_in) -> None:  # type: ignore[no-untyped-def]
    analyst = signed_in("analyst")
    imported(app)
    page = analyst.get("/linkage")
    links = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    schools = next(link for link in links if TEACHERS in link and PARENTS in link)
    shown = analyst.get(schools.replace("&amp;", "&"))
    assert shown.status_code == 200
    assert "Figures from another system" in shown.text
    assert "714" in shown.text
