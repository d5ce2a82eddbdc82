"""The week by agent: what is counted where, and how much it takes before anybody is marked."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from survey.insight.my_team import AgentLine, MyTeamPage, my_team
from survey.operations import people
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.centre import Centre

ZONE = ZoneInfo("Europe/Berlin")
# The clocks change on Sunday 2026-03-29, the last day of the week shown.
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
SUNDAY = date(2026, 3, 29)


def came(contacts: list[int], at: datetime) -> None:
    """The answers about these contacts came in then."""
    for contact in contacts:
        run(
            "UPDATE response SET received_at = ? WHERE contact_id = ?",
            (int(at.timestamp()), contact),
        )


def local(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def page_of(centre: Centre, *, code: str = "", now: datetime = NOW) -> MyTeamPage:
    units = frozenset(centre.units[unit] for unit in ("north", "n1", "n2"))
    return my_team(units, code, now=now, zone=ZONE)


def line(page: MyTeamPage, agent: str) -> AgentLine:
    assert page.lines is not None
    return next(one for one in page.lines if one.name == f"Agent {agent}")


def test_an_answer_belongs_to_the_week_in_which_it_came_in(both_stores: str) -> None:
    centre = small_centre.build()
    told = [Told("n1-01", SUNDAY - timedelta(days=20), 5, "Kind.")]
    for at, (day, clock) in enumerate(
        [
            (SUNDAY - timedelta(days=7), "23:59:59"),
            (SUNDAY - timedelta(days=6), "00:00:00"),
            (SUNDAY, "23:59:59"),
            (SUNDAY + timedelta(days=1), "00:00:00"),
        ]
    ):
        came(tell(centre, told, first=10 * at + 10), local(day, clock))
    shown = line(page_of(centre), "n1-01")
    assert (shown.week.n, shown.week.n_comments) == (2, 2)
    assert (shown.weeks.n, shown.weeks.n_comments) == (3, 3)


def test_on_tuesday_the_week_before_is_shown_still(centre: Centre) -> None:
    came(tell(centre, [Told("n1-01", SUNDAY, 5)]), local(SUNDAY, "12:00"))
    tuesday, wednesday = SUNDAY + timedelta(days=2), SUNDAY + timedelta(days=3)
    late = page_of(centre, now=local(tuesday, "23:59:59").astimezone(UTC))
    assert line(late, "n1-01").week.n == line(late, "n1-01").weeks.n == 0
    assert line(page_of(centre, now=local(wednesday, "00:00").astimezone(UTC)), "n1-01").week.n == 1


def test_a_corrected_answer_belongs_to_the_week_of_its_correction(centre: Centre) -> None:
    (contact,) = tell(centre, [Told("n1-01", SUNDAY, 1)])
    came([contact], local(SUNDAY, "20:00"))
    at = local(SUNDAY + timedelta(days=1), "09:00")
    run("UPDATE response SET revised_at = ?", (int(at.timestamp()),))
    assert line(page_of(centre), "n1-01").week.n == 0
    assert line(page_of(centre, now=NOW + timedelta(days=7)), "n1-01").week.n == 1


def test_rows_stand_by_name_and_everybody_of_the_team_has_one(centre: Centre) -> None:
    came(tell(centre, [Told("n1-07", SUNDAY, 1)] * 40), local(SUNDAY, "12:00"))
    page = page_of(centre, code="n1")
    assert page.lines is not None
    assert [one.name for one in page.lines] == [f"Agent n1-{at:02}" for at in range(1, 11)]
    assert page.place == "Billing"


def test_answers_stay_with_the_team_in_which_the_contact_closed(centre: Centre) -> None:
    came(tell(centre, [Told("n1-01", SUNDAY, 5)] * 3), local(SUNDAY, "12:00"))
    people.set_membership("n1-01", "s1", from_on=SUNDAY)
    moved = line(page_of(centre, code="n1"), "n1-01")
    assert (moved.unit, moved.week.n) == ("", 3)
    south = frozenset({centre.units["s1"]})
    page = my_team(south, "", now=NOW, zone=ZONE)
    assert line(page, "n1-01").week.n == 0


@pytest.mark.parametrize(
    ("n", "is_told", "is_thin"), [(0, False, True), (1, False, True), (2, False, True),
                                  (9, False, True), (10, True, True), (30, True, False)]
)  # fmt: skip
def test_few_answers_say_nothing_about_anybody(
    centre: Centre, n: int, is_told: bool, is_thin: bool
) -> None:
    came(tell(centre, [Told("n1-01", SUNDAY, 1)] * n), local(SUNDAY, "12:00"))
    tell(centre, [Told("s1-01", SUNDAY, 5)] * 500, first=1000)
    page = page_of(centre)
    shown = line(page, "n1-01")
    assert (shown.week.is_told, shown.week.is_thin) == (is_told, is_thin)
    assert (shown.mark == "below") is (n >= 30)
    assert page.sentence.startswith("Too few" if n < 30 else "Some differ")


def test_a_mark_takes_the_same_work_into_account(centre: Centre) -> None:
    """On the chat everybody has 40%, on the phone 95%: who only chats is not below the centre."""
    told = []
    for agent in ("s1-01", "s1-02", "s2-01"):
        told += [Told(agent, SUNDAY, 5 if at % 20 else 1, None, "phone") for at in range(200)]
        told += [Told(agent, SUNDAY, 5 if at % 5 < 2 else 1, None, "chat") for at in range(100)]
    told += [Told("n1-01", SUNDAY, 5 if at % 5 < 2 else 1, None, "chat") for at in range(100)]
    told += [Told("n1-02", SUNDAY, 5 if at % 5 < 2 else 1, None, "phone") for at in range(100)]
    came(tell(centre, told), local(SUNDAY, "12:00"))
    page = page_of(centre)
    chats, calls = line(page, "n1-01"), line(page, "n1-02")
    assert chats.centre == pytest.approx(0.4)
    assert chats.mark == ""
    assert calls.mark == "below"
    assert page.centre.value == pytest.approx((3 * (190 + 40) + 80) / 1100)


def test_among_many_alike_somebody_is_marked_seldom(centre: Centre) -> None:
    draw = random.Random(3)
    marked = 0
    for _ in range(10):
        for table in ("answer", "response", "contact"):
            run(f"DELETE FROM {table}")
        told = [
            Told(f"{team}-{at:02}", SUNDAY, 5 if draw.random() < 0.8 else 2)
            for team in ("n1", "n2")
            for at in range(1, 11)
            for _ in range(60)
        ]
        tell(centre, told)
        run("UPDATE response SET received_at = ?", (int(local(SUNDAY, "12:00").timestamp()),))
        page = page_of(centre)
        assert page.lines is not None
        assert sum(not one.weeks.is_thin for one in page.lines) == 20
        marked += any(one.mark for one in page.lines)
    # With bare 95% intervals two pages in three would mark somebody.
    assert marked <= 2


def test_without_any_answer_the_page_says_so(centre: Centre) -> None:
    page = page_of(centre)
    assert page.sentence == "Too few answers to tell any agent from the centre."
    assert not page.centre.ok
    assert {one.mark for one in page.lines or ()} == {""}


def test_too_many_agents_are_shown_by_team_only(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.insight.my_team.MOST_AGENTS", 15)
    assert page_of(centre).lines is None
    assert len(page_of(centre, code="n1").lines or ()) == 10
    assert rows("SELECT count(*) FROM agent") == [(40,)]
