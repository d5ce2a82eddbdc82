"""Asks, decisions, paging: the smaller parts of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from survey.insight.report import sentences
from survey.insight.report.asks import ROOM, asks_of
from survey.insight.report.ledger import FEWEST_LINES, MOST_LINES, ledger_of
from survey.insight.report.paging import pages
from survey.insight.report.report import forum_report
from survey.intake.decision import NewAsk, NewDecision, Progress
from survey.operations import forum
from survey.privacy import gate
from survey.render import numbers
from tests import forums, waves
from tests.conftest import NOW


def _decide(
    wave: int,
    ask: str,
    progress: Progress | None = None,
    *,
    due_on: date | None = None,
    today: date = forums.TODAY,
) -> None:
    new = NewDecision("Cost", ask, "Do it", None, "Ann", due_on)
    made = forum.record_decision(wave, new, today=today)
    if progress:
        forum.follow_up(made, progress, seen=Progress("agreed", None), now=NOW)


@pytest.mark.usefixtures("store")
def test_remarks_are_quoted_in_the_order_of_their_release_and_alike_ones_counted() -> None:
    waves.build_teams(forums.SIZES)
    wave = forums.hold(remarks={"ask_cost": "Fewer letters"})
    cost, *others = asks_of(wave).asks
    released = gate.remarks(wave.id)["ask_cost"]
    assert isinstance(released, tuple)
    assert cost.n == 40
    assert [quote.text for quote in cost.quotes] == list(released[: len(cost.quotes)])
    assert [one.n for one in others] == [0, 0, 0]
    assert others[0].why_not == "Fewer than 10 people wrote something."
    assert asks_of(wave).finding == "Most remarks, 40, answer what would help with cost"


@pytest.mark.usefixtures("store")
def test_a_long_remark_is_cut_at_a_word() -> None:
    waves.build_teams(forums.SIZES)
    wave = forums.hold(remarks={"ask_cost": "word " * 80})
    quotes = asks_of(wave).asks[0].quotes
    assert quotes
    assert all(quote.text.endswith("word …") and len(quote.text) < 170 for quote in quotes)


@pytest.mark.usefixtures("store")
def test_remarks_with_a_word_in_common_are_a_theme_with_one_of_them() -> None:
    waves.build_teams({"a": 20})
    codes = waves.open_with_cards()
    words = [f"A second screen {at}" for at in "abc"]
    words += ["Tea", "Chairs", "Heating", "Parking", "Lights", "Plants", "Cups"]
    waves.submit(codes["a"], [waves.ballot(3, ask_cost=one) for one in words])
    cost = asks_of(waves.close()).asks[0]
    assert [(one.words, one.n, one.quote[:15]) for one in cost.themes] == [
        ("screen, second", 3, "A second screen")
    ]
    assert (cost.n, cost.n_others) == (10, 7)
    assert {quote.text for quote in cost.quotes} == set(words[3:])


@pytest.mark.usefixtures("store")
def test_of_many_long_themes_only_as_many_are_printed_as_fit() -> None:
    waves.build_teams({"a": 30})
    codes = waves.open_with_cards()
    words = [f"{one} {'and more words ' * 20}{at}" for one in
             ("tea", "desk", "cups", "rugs", "sofas", "doors") for at in "abcd"]  # fmt: skip
    waves.submit(codes["a"], [waves.ballot(3, ask_cost=one) for one in words])
    cost = asks_of(waves.close()).asks[0]
    used = sum(len(one.words) + len(one.quote) for one in cost.themes)
    assert used + sum(len(one.text) for one in cost.quotes) < ROOM
    assert cost.n == sum(one.n for one in cost.themes) + cost.n_others == 24


@pytest.mark.usefixtures("store")
def test_asks_wait_in_the_report_until_a_decision_answers_them() -> None:
    waves.build_teams(forums.SIZES)
    for number in (1, 2, 3):
        forums.hold(number, months_ago=4 - number)
    for number, words in ((1, "old"), (2, "answered"), (2, "new"), (3, "later")):
        forum.note_ask(number, NewAsk("Cost", words), today=forums.TODAY)
    _decide(2, "answered")
    closed = gate.closed_waves()
    ledger = ledger_of(closed[1], closed[:1])
    assert [one.ask for one in ledger.waiting] == ["new", "old"]
    assert ledger.unanswered == "2 asks wait for an answer"
    assert sentences.on_decisions(ledger) == (
        "No earlier decision is waiting. 2 asks wait for an answer."
    )
    assert ledger.n_lines == MOST_LINES - int(1.5 * 5)
    _decide(1, "old")
    assert ledger_of(closed[1], closed[:1]).unanswered == "1 ask waits for an answer"
    _decide(2, "new")
    assert ledger_of(closed[1], closed[:1]).unanswered == ""


@pytest.mark.usefixtures("store")
def test_the_ledger_shows_the_last_forum_and_what_is_still_open() -> None:
    waves.build_teams(forums.SIZES)
    for number in (1, 2, 3):
        forums.hold(number, months_ago=4 - number)
    _decide(1, "old and done", Progress("done", "It helped."))
    _decide(1, "old and open")
    _decide(2, "last and done", Progress("done", "It helped."))
    _decide(3, "new")
    closed = gate.closed_waves()
    ledger = ledger_of(closed[2], closed[:2])
    assert [one.ask for one in ledger.last] == ["last and done", "old and open"]
    assert [one.ask for one in ledger.new] == ["new"]
    assert ledger.n_over == 1
    assert ledger.finding == "1 of 2 earlier decisions is settled"
    assert ledger.tally == "Of 2 earlier decisions, 1 is done and 1 is agreed"
    assert FEWEST_LINES <= ledger.n_lines < MOST_LINES


@pytest.mark.usefixtures("store")
def test_what_was_withdrawn_stands_in_no_report() -> None:
    waves.build_teams(forums.SIZES)
    for number in (1, 2):
        forums.hold(number, months_ago=3 - number)
        _decide(number, "a mistake", Progress("withdrawn", "Written down twice."))
    closed = gate.closed_waves()
    ledger = ledger_of(closed[1], closed[:1])
    assert (ledger.last, ledger.new, ledger.n_over) == ((), (), 0)


@pytest.mark.usefixtures("store")
def test_without_decisions_there_are_lines_to_write_on() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold()
    report = forum_report(1, organisation="Larkfield", is_demo=False)
    assert report.ledger.n_lines == MOST_LINES
    assert report.ledger.finding == "No earlier decision is waiting"
    assert report.glance.sentences[-1] == "No earlier decision is waiting."


@pytest.mark.parametrize(
    ("states", "tally"),
    [
        (["done"], "The one earlier decision is done"),
        (["under_way", "under_way"], "Both earlier decisions are under way"),
        (["agreed"] * 3, "All 3 earlier decisions are agreed"),
        (
            ["done", "done", "agreed", "declined"],
            "Of 4 earlier decisions, 2 are done, 1 is agreed and 1 is declined",
        ),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_became_of_decisions_is_counted_in_words(states: list[str], tally: str) -> None:
    waves.build_teams(forums.SIZES)
    for number in (1, 2):
        forums.hold(number, months_ago=3 - number)
    for at, state in enumerate(states):
        _decide(1, f"ask {at}", None if state == "agreed" else Progress(state, "So it was."))  # type: ignore[arg-type]  # parametrized text
    closed = gate.closed_waves()
    assert ledger_of(closed[1], closed[:1]).tally == tally


@pytest.mark.parametrize(
    ("n_late", "n_punctual", "finding", "lateness"),
    [
        (0, 1, "The one earlier decision is still open", ""),
        (0, 2, "Both earlier decisions are still open", ""),
        (1, 0, "The one earlier decision is still open, and overdue", "It is overdue since {day}"),
        (
            1,
            1,
            "Both earlier decisions are still open, 1\u00a0overdue",
            "One of them is overdue since {day}",
        ),
        (2, 1, "All 3 earlier decisions are still open, 2\u00a0overdue", "2 are overdue"),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_is_overdue_is_judged_by_the_latest_day_of_the_data(
    n_late: int, n_punctual: int, finding: str, lateness: str
) -> None:
    waves.build_teams(forums.SIZES)
    for number in (1, 2):
        forums.hold(number, months_ago=3 - number)
    closed = gate.closed_waves()
    held_on = closed[1].closes_on + timedelta(days=7)
    late_on = held_on - timedelta(days=1)
    for at in range(n_late):
        _decide(1, f"late {at}", due_on=late_on, today=late_on)
    for at in range(n_punctual):
        _decide(1, f"punctual {at}", due_on=held_on, today=late_on)
    _decide(2, "new", due_on=held_on, today=held_on)
    ledger = ledger_of(closed[1], closed[:1])
    assert ledger.judged_on == held_on
    assert ledger.finding == finding
    assert ledger.lateness == lateness.format(day=numbers.short_day(late_on))
    assert sentences.on_decisions(ledger).endswith(f"{ledger.lateness or ledger.tally}.")
    # What is settled is late no more.
    settled = replace(ledger, last=tuple(replace(one, state="done") for one in ledger.last))
    assert settled.overdue == ()
    assert settled.finding.endswith("settled")


def test_rows_are_cut_into_as_many_pages_as_they_need() -> None:
    short, long = "Team", "A team with a name that goes on and on to the end of its line"
    assert pages([], str, room=3) == []
    assert [len(part) for part in pages([short] * 7, str, room=3)] == [3, 3, 1]
    assert [len(part) for part in pages([long] * 4, str, room=3)] == [1, 1, 1, 1]
    assert pages([long], str, room=1) == [[long]]
