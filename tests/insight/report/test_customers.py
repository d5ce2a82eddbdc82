"""The section on customers: at nothing, at little, of one unit, and never of one agent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from survey.insight.report.customers import customers_of
from survey.insight.report.data import _plain
from survey.operations import people
from survey.store.database import rows, run, transaction
from tests import banded, forums, funnels, signalled, waves
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.framed import frame

FEBRUARY = date(2026, 2, 10)


def _said(section: object) -> str:
    """Everything a section would put into the data of a report."""
    return str(_plain(section))


def test_an_empty_centre_is_told_in_sentences(both_stores: str) -> None:
    people.add_unit("centre", "Contact centre")
    found = customers_of(frame())
    assert found.finding == "No customer has answered"
    assert found.sentence == "No customer answered about a contact from 1 to 28 February 2026."
    assert (found.change, found.months, found.channels, found.teams, found.bands) == (
        *(None, None, None, (), None),
    )
    assert found.heard is not None
    assert found.heard.sentence == "No contact closed in these days."
    assert found.heard.funnel is None
    assert found.cases is not None
    assert found.cases.sentence == (
        "No customer of these contacts was followed up: no case was opened."
    )
    assert found.unusual is not None
    assert found.unusual.finding == (
        "No customer has answered here yet, so there is nothing to judge."
    )
    assert found.unusual.chart is None


@pytest.mark.usefixtures("store")
def test_one_unit_with_two_agents_is_the_whole_centre() -> None:
    unit = people.add_unit("desk", "The desk")
    for number in (1, 2):
        people.add_agent(f"a{number}", f"Agent {number}")
        people.set_membership(f"a{number}", "desk", from_on=date(2025, 1, 1))
    forums.say(unit, {5: 1})
    found = customers_of(frame())
    assert found.finding == "Satisfaction stands at 100%"
    assert found.sentence.startswith("Of 1 customer who answered about contacts from 1 to 28")
    assert (found.outliers, found.sites, found.left_out) == ("", None, "")


@pytest.mark.parametrize(
    ("then", "now", "finding"),
    [
        (60, 90, "Satisfaction rose to 90% from 60% in January 2026"),
        (90, 60, "Satisfaction fell to 60% from 90% in January 2026"),
        (90, 91, "No detectable change in satisfaction"),
        (0, 90, "Satisfaction stands at 90%"),
    ],
)
@pytest.mark.usefixtures("store")
def test_only_a_clear_change_is_named(then: int, now: int, finding: str) -> None:
    units = waves.build_teams(forums.SIZES)
    if then:
        forums.say(units["a"], {5: then, 1: 100 - then}, months_ago=2)
    forums.say(units["a"], {5: now, 1: 100 - now}, months_ago=1)
    found = customers_of(frame())
    before = found.before_name
    assert found.finding == finding.replace("January 2026", before)
    assert ("detectable change from" in found.sentence) == ("detectable" in finding)


@pytest.mark.usefixtures("store")
def test_scores_from_elsewhere_alone_have_no_response_rate() -> None:
    centre = small_centre.build()
    tell(centre, [Told(f"n1-{k:02}", FEBRUARY, 5) for k in range(1, 9)])
    found = customers_of(frame())
    assert found.whole.n == found.whole.n_elsewhere == 8
    assert found.heard is not None
    assert [one.response for one in found.heard.reach] == ["nobody invited"]
    assert found.heard.elsewhere.startswith("8 scores came from elsewhere")
    assert found.heard.sentence == "8 contacts closed, and no customer was invited."
    assert found.heard.funnel is None
    assert found.unusual is not None
    assert found.unusual.finding.startswith("Too few weeks to judge")


def test_every_contact_is_answered_or_stays_in_one_place(both_stores: str) -> None:
    _, known = funnels.build(400, seed=6)
    for occasion in ("month:2026-02", "month:2026-03"):
        found = customers_of(frame(occasion, today=date(2026, 4, 1)))
        inside = [one for one in known if f"month:{one.day:%Y-%m}" == occasion]
        assert found.heard is not None
        n_answered = sum(one.is_answered for one in inside)
        assert sum(one.n for one in found.heard.stays) + n_answered == len(inside) > 50


@pytest.mark.usefixtures("store")
def test_a_unit_stands_beside_the_others_and_tells_nothing_of_any_other() -> None:
    units = waves.build_teams({**forums.SIZES, "zebra": 5})
    forums.say(units["a"], {5: 90, 1: 10})
    for code in "bcd":
        forums.say(units[code], {5: 40, 1: 60})
    forums.say(units["zebra"], {5: 7, 1: 93}, channel="social")
    found = customers_of(frame(kind="unit", unit_id=units["a"]))
    assert (found.place, found.whole.n) == ("Team a", 100)
    assert found.beside is not None
    assert found.beside.others.n == 400
    assert found.beside.sentence.startswith("Team a lies above the other teams: +58.3 points")
    said = _said(found)
    assert "zebra" not in said
    assert "Social" not in said
    assert not any(f"Team {code}" in said for code in "bcde")


@pytest.mark.usefixtures("store")
def test_beside_a_single_other_team_no_figure_of_it_is_told() -> None:
    units = waves.build_teams({"a": 5, "b": 5})
    forums.say(units["a"], {5: 90, 1: 10})
    forums.say(units["b"], {5: 40, 1: 60})
    found = customers_of(frame(kind="unit", unit_id=units["a"]))
    assert found.beside is None
    assert "40%" not in _said(found)


@pytest.mark.usefixtures("store")
def test_a_unit_of_one_agent_is_shown_nowhere() -> None:
    units = waves.build_teams({"a": 5, "b": 5, "alone": 1})
    for code in units:
        forums.say(units[code], {5: 33, 1: 66 if code == "alone" else 6})
    whole = customers_of(frame())
    assert "Team alone" not in _said(whole)
    assert whole.whole.n == 33 * 3 + 66 + 12
    assert whole.left_out.startswith("1 unit of one agent is not shown by itself")
    own = customers_of(frame(kind="unit", unit_id=units["alone"]))
    assert own.finding == "No figure of a single agent"
    assert (own.whole.n, own.months, own.teams, own.cases) == (0, None, (), None)


@pytest.mark.usefixtures("store")
def test_the_agents_edition_holds_the_centre_as_a_whole() -> None:
    units = forums.build(1)
    found = customers_of(frame(kind="agents"))
    assert found.months is not None
    assert (found.teams, found.bands, found.unusual, found.cases, found.heard) == (
        *((), None, None, None, None),
    )
    assert not any(f"Team {code}" in _said(found) for code in units)


@pytest.mark.usefixtures("store")
def test_bands_are_those_of_units_by_name() -> None:
    centre = small_centre.build()
    for code, name in (("n3", "Yard"), ("n4", "Ale")):
        banded.add_team(centre, code, name, "north")
        with transaction():
            people.add_agent(f"{code}-02", f"Agent {code}-02")
            people.set_membership(f"{code}-02", code, from_on=small_centre.FROM)
    for team, mean in (("n1", 2), ("n2", 4), ("s1", 4), ("s2", 4), ("n3", 4), ("n4", 4)):
        banded.answered(centre, f"{team}-01", banded.around(mean, 90), day=FEBRUARY)
    found = customers_of(frame())
    assert found.bands is not None
    teams = next(one for one in found.bands.families if one.title == "Bands of teams")
    names = [line.name for line in teams.lines]
    assert names == sorted(names)
    assert {line.name: line.mark for line in teams.lines}["Billing"] == "low"
    assert not any(name.startswith("Agent") for name in names)
    north = customers_of(frame(kind="unit", unit_id=centre.units["north"]))
    assert north.bands is not None
    inside = {line.name for family in north.bands.families for line in family.lines}
    assert inside == {"Billing", "Orders", "Yard", "Ale"}


def test_a_signal_of_the_window_stands_in_words_and_one_of_another_team_does_not(
    both_stores: str,
) -> None:
    centre = small_centre.build()
    signalled.calm(centre, "n1")
    for code, day in (("n1", "2026-02-10"), ("s1", "2026-02-11"), ("n1", "2026-03-04")):
        run(
            "INSERT INTO signal (rule, every, unit_id, from_on, value, expected, low, high, n,"
            " found_at) VALUES ('limits', 'day', ?, ?, 0.5, 0.85, 0.75, 0.95, 60, 1)",
            (centre.units[code], day),
        )
    for rule, line, weeks in (("below", 0.7, None), ("runs", 0.85, 9)):
        run(
            "INSERT INTO signal (rule, every, unit_id, from_on, value, expected, n, weeks,"
            " found_at) VALUES (?, 'day', ?, '2026-02-10', 0.5, ?, 60, ?, 1)",
            (rule, centre.units["n1"], line, weeks),
        )
    whole, north = (
        customers_of(frame()).unusual,
        customers_of(frame(kind="unit", unit_id=centre.units["north"])).unusual,
    )
    assert whole is not None
    assert north is not None
    assert [one.when for one in whole.lines] == ["11 February 2026", "10 February 2026"]
    assert [(one.where, one.expected, one.what) for one in north.lines] == [
        (
            "Unit Billing",
            "75 to 95%; median 85%",
            "unusually low, below the threshold (70%), low for 9 weeks",
        )
    ]
    assert north.lines[0].share == "50%, n = 60"
    assert [one.when for one in north.lines] == ["10 February 2026"]
    assert whole.finding == "2 days or weeks stood out."
    assert "Technical help" not in _said(north)
    assert whole.chart is not None
    assert whole.chart.wide.is_paper
    run("DELETE FROM signal")
    calm = customers_of(frame()).unusual
    assert calm is not None
    assert calm.finding == "No day and no week stood out by more than chance explains."
    assert (calm.lines, calm.rates, calm.chart is None) == ((), (), False)


def test_cases_are_counted_and_late_ones_judged_by_the_last_day(both_stores: str) -> None:
    centre = small_centre.build()
    contacts = tell(centre, [Told(f"n1-{k:02}", FEBRUARY, 1) for k in range(1, 6)])
    contacts += tell(centre, [Told("s1-01", FEBRUARY, 1), Told("n1-01", date(2026, 1, 5), 1)],
                     first=6)  # fmt: skip
    in_time, late = (int(_noon(day)) for day in (date(2026, 3, 2), date(2026, 2, 28)))
    closed = ("closed", 5, "recovered")
    for contact, (state, closed_at, outcome), due in zip(
        contacts,
        [closed, closed, ("closed", 5, "no_reply"), ("open", None, None), ("open", None, None),
         closed, closed],
        [late, late, late, late, in_time, late, late],
        strict=True,
    ):  # fmt: skip
        run(
            "INSERT INTO customer_case (contact_id, cause, state, opened_at, due_at, closed_at,"
            " outcome) VALUES (?, 'low_score', ?, 1, ?, ?, ?)",
            (contact, state, due, closed_at, outcome),
        )
    found = customers_of(frame(kind="unit", unit_id=centre.units["north"])).cases
    assert found is not None
    assert (found.n, found.n_closed, found.n_recovered, found.n_open, found.n_overdue) == (
        *(5, 3, 2, 2, 1),
    )
    assert sum(one.n for one in found.outcomes) == 5
    assert found.sentence == (
        "5 unhappy customers were to be followed up. Closed so far: 3 of 5 (60%), and 2 of these"
        " with the customer won back. 1 is overdue."
    )
    whole = customers_of(frame()).cases
    assert whole is not None
    assert whole.n == 6


def _noon(day: date) -> float:
    return (day - date(1970, 1, 1)) / timedelta(seconds=1) + 12 * 3600


@pytest.mark.usefixtures("store")
def test_no_contact_no_customer_and_no_agent_is_named() -> None:
    centre = small_centre.build()
    tell(centre, [Told(f"n1-{k:02}", FEBRUARY, 2, "Gus was rude.") for k in range(1, 9)])
    said = _said(customers_of(frame()))
    assert "Gus" not in said
    assert "Agent n1" not in said
    assert "D-1" not in said
    assert rows("SELECT count(*) FROM contact") == [(8,)]
