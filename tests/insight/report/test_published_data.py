"""The sections on data that others published: a shop's contacts, and the schools of a city."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from survey.demo import brought
from survey.insight.linkage.verdict import Verdict
from survey.insight.report.customers import customers_of
from survey.insight.report.data import _plain
from survey.insight.report.linked import linked_of
from survey.insight.report.literature import literature_of
from survey.insight.report.method import method_of
from survey.insight.report.people import people_of
from tests.conftest import SHARED
from tests.framed import frame

DATA = SHARED / "data"
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
NO_CONTACTS = not (DATA / brought.CONTACTS).is_file()
NO_SCHOOLS = not all((DATA / path).is_file() for path, _ in brought.SCHOOLS)


@pytest.mark.skipif(NO_CONTACTS, reason="the shared data set is not here")
@pytest.mark.usefixtures("store")
def test_a_shop_s_real_contacts_are_told_from_the_rollups_in_no_time() -> None:
    brought.bring_contacts(DATA, now=NOW)
    here = frame("month:2023-08")
    begun = time.perf_counter()
    found = customers_of(here)
    assert time.perf_counter() - begun < 2
    assert found.whole.n > 10_000
    assert found.heard is not None
    # The shop asked by itself, so no score came by an invitation of ours.
    assert found.whole.n == found.whole.n_elsewhere
    assert {one.response for one in found.heard.reach} == {"nobody invited"}
    assert 0.8 < (found.whole.share.value or 0) < 0.85
    assert found.teams
    assert found.bands is not None
    assert not re.search(r"\bnan\b", str(_plain(found)), re.IGNORECASE)
    method = method_of(here, found, people_of(here), linked_of(here))
    assert {note.title for note in method.notes} >= {"Satisfaction", "Linkage"}


@pytest.mark.skipif(NO_SCHOOLS, reason="the shared data set is not here")
@pytest.mark.usefixtures("store")
def test_schools_are_told_as_scores_from_another_system_and_placed_in_the_literature() -> None:
    brought.bring_schools(DATA)
    here = frame("month:2026-02")
    linked = linked_of(here)
    assert linked.verdict is Verdict.EVIDENCE_FOR
    assert linked.sides.startswith("Compared here are series from other systems:")
    assert linked.in_full is not None
    assert linked.in_full.between is not None
    assert (linked.in_full.drivers, linked.in_full.cycle) == (None, None)
    page = literature_of(here, linked)
    assert page.figure is not None
    assert linked.between_r.n > 500
    assert customers_of(here).finding == "No customer has answered"
