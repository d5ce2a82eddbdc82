"""Themes of four weeks beside the four before, kept for pages to read."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight.comments.themes import themes_page
from survey.operations import people
from survey.operations.comments import reading, themes
from survey.store import themes as kept
from survey.store.database import rows, run
from tests.commented import add_comments
from tests.conftest import NOW

TODAY = date(2026, 3, 10)
DELIVERY = "The parcel came late and the courier left it outside"
BILLING = "The invoice was charged twice for the same amount"


def find(today: date = TODAY) -> int:
    while reading.read_batch(now=NOW):
        pass
    return themes.read_themes(today=today, now=NOW)


def page(units: list[int] | None = None):  # type: ignore[no-untyped-def]  # read by the tests below
    every = [row[0] for row in rows("SELECT id FROM unit")]
    return themes_page(
        every if units is None else units, is_whole=True, link=lambda **query: str(query)
    )


def fill(*, before: tuple[int, int], now: tuple[int, int]) -> None:
    for day, (n_delivery, n_billing) in (("2026-01-20", before), ("2026-03-01", now)):
        add_comments([DELIVERY] * n_delivery + [BILLING] * n_billing, day=day)


@pytest.mark.parametrize("n", [0, 1, 2, 39])
def test_too_few_comments_are_said_to_be_too_few(both_stores: str, n: int) -> None:
    add_comments([DELIVERY] * n, day="2026-03-01")
    assert find() == 0
    groups = page().groups
    assert len(groups) == (1 if n else 0)
    assert all(group.is_too_few and group.run.n_comments == n for group in groups)


def test_a_theme_has_counts_of_both_periods_and_says_when_it_moved(both_stores: str) -> None:
    fill(before=(10, 40), now=(45, 15))
    assert find() == 2
    (group,) = page().groups
    assert [(one.row.n, one.row.n_before) for one in group.lines] == [(45, 10), (15, 40)]
    assert all(one.is_more_than_chance for one in group.lines)
    assert "more than chance" in group.lines[0].movement
    assert group.lines[0].examples == ((group.lines[0].examples[0][0], DELIVERY),)


def test_a_movement_that_chance_would_do_is_called_so(both_stores: str) -> None:
    fill(before=(24, 26), now=(26, 24))
    find()
    (group,) = page().groups
    assert all("no more than chance" in one.movement for one in group.lines)


def test_with_nothing_before_there_is_nothing_to_compare_with(both_stores: str) -> None:
    fill(before=(0, 0), now=(30, 30))
    find()
    (group,) = page().groups
    assert {one.movement for one in group.lines} == {"nothing to compare with"}
    assert {one.share_before for one in group.lines} == {None}


def test_what_people_praised_is_not_mixed_with_what_made_them_unhappy(both_stores: str) -> None:
    add_comments(["You closed my case without an answer"] * 25 + [BILLING] * 25, score=1)
    add_comments(["Clear answers and a closed case"] * 25 + [DELIVERY] * 25, score=5)
    add_comments([DELIVERY] * 2, score=None)
    find(date(2026, 3, 10))
    groups = page().groups
    sides = [(one.side, one.run.n_comments, one.is_too_few) for one in groups]
    assert sides == [
        ("what people were unhappy about", 50, False),
        ("what people praised", 50, False),
        ("what people said without a score", 2, True),
    ]
    low, high, _ = ({text for line in one.lines for _, text in line.examples} for one in groups)
    assert low == {"You closed my case without an answer", BILLING}
    assert high == {"Clear answers and a closed case", DELIVERY}


def test_nobody_who_works_here_defines_a_theme(both_stores: str) -> None:
    people.add_leader("leader", "Helen Strand-Okoro")
    people.add_user("robin@example.org", "Robin Hale", role="analyst", agent=None, leader=None)
    said = (
        "Dara’s courier left my parcel with Idris and OKORO",
        "Robin charged the invoice twice, Strand and Helen said",
    )
    add_comments([text for text in said for _ in range(30)], agent="Dara Idris")
    assert find() == 2
    words = " ".join(line.row.words for line in page().groups[0].lines).lower()
    assert "parcel" in words
    assert "invoice" in words
    for name in ("dara", "idris", "robin", "helen", "strand", "okoro"):
        assert name not in words


def test_finding_them_twice_keeps_them_once(both_stores: str) -> None:
    fill(before=(10, 10), now=(20, 20))
    find()
    before = [rows(f"SELECT count(*) FROM {table}") for table in TABLES]
    find()
    assert [rows(f"SELECT count(*) FROM {table}") for table in TABLES] == before


def test_old_themes_are_forgotten(both_stores: str) -> None:
    fill(before=(10, 10), now=(20, 20))
    find()
    find(date(2027, 9, 1))
    assert [rows(f"SELECT count(*) FROM {table}") for table in TABLES] == [[(0,)]] * 3


def test_other_teams_see_counts_but_no_examples(both_stores: str) -> None:
    fill(before=(10, 10), now=(20, 20))
    find()
    (group,) = page([]).groups
    assert {one.n_here for one in group.lines} == {0}
    assert {one.examples for one in group.lines} == {()}


def test_an_erased_comment_is_no_example(both_stores: str) -> None:
    fill(before=(10, 10), now=(20, 20))
    find()
    run("UPDATE response SET comment = NULL")
    ((run_id,),) = rows("SELECT id FROM theme_run")
    ((unit_id,),) = rows("SELECT id FROM unit")
    assert kept.examples_of([run_id], [unit_id], each=3) == {}


TABLES = ("theme_run", "theme", "theme_comment")
