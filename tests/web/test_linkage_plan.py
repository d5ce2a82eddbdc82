"""The page of the plan: everybody who sees the linkage reads it, analysts alone store one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.insight.linkage.planned import every_plan
from survey.operations import people
from survey.store import database
from tests import waves
from tests.centre import Centre
from tests.contexts import keep_series
from tests.form_values import form_of
from tests.pages import Client

ADDRESS = "/linkage/plan"


@pytest.fixture
def analyst(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("analyst")


def typed(client: Client, **changes: object) -> dict[str, object]:
    """The form as it stands, with some boxes written into."""
    return form_of(client.get(ADDRESS), ADDRESS) | changes


def test_before_any_plan_the_page_says_what_that_means(analyst: Client) -> None:
    page = analyst.get(ADDRESS)
    assert "No plan is stored yet" in page.text
    assert "1 at most: one for every ten teams, and there are 4." in page.text


def test_the_form_as_it_stands_is_the_usual_plan(analyst: Client) -> None:
    assert analyst.post(ADDRESS, data=typed(analyst)).status_code == 303
    (stored,) = every_plan()
    page = analyst.get(ADDRESS)
    for part in (
        "Plan 1, in force",
        "no wave has closed yet",
        "Stored by Ana",
        "the same wave",
        "CSAT, its mean in points",
        "nothing but block and wave",
        stored.digest,
    ):
        assert part in page.text, part


def test_sent_twice_it_is_one_plan_and_another_one_is_the_next(analyst: Client) -> None:
    keep_series("Absence", measures="absence", adds="count")
    form = typed(analyst, covariates="series:Absence", window_days="28", outcome="top_box")
    for _ in range(2):
        assert analyst.post(ADDRESS, data=form).status_code == 303
    assert len(every_plan()) == 1
    # The form then holds the plan in force.
    analyst.post(ADDRESS, data=typed(analyst, headline="between"))
    first, second = every_plan()
    assert (second.plan.covariates, second.plan.window_days) == (("series:Absence",), 28)
    page = analyst.get(ADDRESS)
    assert "Earlier plans" in page.text
    assert "28 days from the day after each wave closes" in page.text
    assert first.digest in page.text


def test_every_mistake_is_named_and_nothing_is_stored(analyst: Client) -> None:
    form = typed(analyst, lags=["1", "9"], window_days="soon", headline="both", covariates="mood")
    reply = analyst.post(ADDRESS, data=form)
    assert reply.status_code == 422
    assert every_plan() == ()
    for part in (
        "There are 4 problems",
        "Days of CSAT: Write a whole number from 1 to 366.",
        "Order in time: Tick “the same wave” (0) too: every plan compares within a wave.",
        "Held equal: “mood” is not known.",
        'value="soon"',
    ):
        assert part in reply.text, part
    assert "<title>Error: " in reply.text


def test_an_empty_form_is_refused_in_sentences(analyst: Client) -> None:
    token = {"csrf_token": typed(analyst)["csrf_token"]}
    assert analyst.post(ADDRESS, data=token).status_code == 422


def test_the_page_says_which_waves_test_the_plan(analyst: Client, centre: Centre) -> None:
    people.add_unit("extra", "Extra", parent="north")
    waves.open_with_cards(1)
    waves.close(1)
    analyst.post(ADDRESS, data=typed(analyst))
    page = analyst.get(ADDRESS)
    # The wave of the tests closed in March, and the plan was stored today.
    assert "none of 1 wave closed after it." in page.text
    assert "Closed before:</strong> Wave 1" in page.text


def test_it_says_what_was_stored_and_what_was_in_force_already(analyst: Client) -> None:
    form = typed(analyst)
    first = analyst.post(ADDRESS, data=form)
    assert "Plan 1 is stored and in force" in analyst.get(first.headers["Location"]).text
    again = analyst.post(ADDRESS, data=form)
    assert "Plan 1 is already the plan in force" in analyst.get(again.headers["Location"]).text
    assert "is stored and in force" not in analyst.get(f"{ADDRESS}?stored=7").text


def test_a_plan_that_waves_test_is_followed_only_by_who_knows_that(
    analyst: Client, centre: Centre
) -> None:
    people.add_unit("extra", "Extra", parent="north")
    analyst.post(ADDRESS, data=typed(analyst))
    waves.open_with_cards(1)
    waves.close(1)
    database.run("UPDATE wave SET closed_at = closed_at + 400000000")
    form = typed(analyst, headline="between")
    asked = analyst.post(ADDRESS, data=form)
    assert asked.status_code == 422
    assert "Plan 1 is tested by Wave 1." in asked.text
    assert "this cannot be undone" in asked.text
    assert len(every_plan()) == 1
    # The plan in force says the same: nothing is given up, so nothing is asked.
    assert analyst.post(ADDRESS, data=typed(analyst)).status_code == 303
    assert analyst.post(ADDRESS, data=form | {"is_known": "yes"}).status_code == 303
    assert len(every_plan()) == 2


def test_an_executive_reads_and_may_not_store(
    signed_in: Callable[[str], Client], analyst: Client
) -> None:
    analyst.post(ADDRESS, data=typed(analyst))
    executive = signed_in("executive")
    page = executive.get(ADDRESS)
    assert "Plan 1, in force" in page.text
    assert "Store this plan" not in page.text
    assert executive.post(ADDRESS, data={}).status_code in (400, 403)
    assert len(every_plan()) == 1
