"""Sentences about signals: each rule says who, when, how many, and what was to be expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from survey.insight.words import signal_charts as charts
from survey.insight.words import signals as words
from survey.stats.runs import anhoej_runs
from survey.store.reads_of_signals import SignalRow
from survey.store.reads_of_thresholds import Lines

DAY = SignalRow(
    id=1,
    rule="limits",
    every="day",
    unit_id=1,
    queue_id=None,
    name="Billing",
    from_on=date(2026, 3, 3),
    value=51 / 84,
    expected=0.85,
    low=0.78,
    high=0.91,
    n=84,
    weeks=None,
    found_at=datetime(2026, 3, 6, tzinfo=UTC),
    note=None,
    noted_at=None,
    noted_by=None,
)
WEEK = replace(DAY, every="week", from_on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("signal", "what", "mark", "end"),
    [
        (DAY, "unusually low", "poor", "on 3 March 2026 from 84 answers; 78 to 91% were to be"
         " expected."),
        (replace(DAY, high=1.0), "unusually low", "poor", "; 78% or more was to be expected."),
        (replace(WEEK, value=0.95, n=1204), "unusually high", "good",
         "The unit Billing had 95% satisfied in the week of 2 to 8 March 2026 from"
         " 1\u202f204 answers; 78 to 91% were to be expected."),
        (replace(WEEK, value=0.4, expected=0.2, low=0.0, high=0.3), "unusually high", "good",
         "; 30% or less was to be expected."),
        (replace(WEEK, rule="runs", low=None, high=None, weeks=9), "low for 9 weeks", "poor",
         "By then it had been below its median of 85% for 9 weeks in a row, more than chance"
         " explains."),
        (replace(WEEK, rule="runs", value=0.9, weeks=8), "high for 8 weeks", "good", "explains."),
        (replace(DAY, rule="below", expected=0.725), "below the threshold", "poor",
         ": below the threshold of 72.5% by more than chance explains."),
        (replace(DAY, rule="above", value=0.99, expected=0.9), "above the threshold", "good",
         ": above the threshold of 90% by more than chance explains."),
    ],
)  # fmt: skip
def test_each_rule_has_its_words(signal: SignalRow, what: str, mark: str, end: str) -> None:
    assert (words.what(signal), words.mark(signal)) == (what, mark)
    sentence = words.sentence(signal)
    assert sentence.startswith("The unit Billing had ")
    assert sentence.endswith(end)


def test_a_queue_is_told_from_a_unit_of_the_same_name() -> None:
    queue = replace(DAY, unit_id=None, queue_id=1)
    assert words.whose(queue) == "the queue Billing"
    assert words.sentence(queue).startswith("The queue Billing had ")
    assert words.head(queue) == "Queue Billing: unusually low"
    assert words.head(DAY) == "Unit Billing: unusually low"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, "No customer has answered here yet, so there is nothing to judge."),
        (date(2026, 3, 4), ""),
        (date(2023, 8, 31), "The latest answers are those of 31 August 2023, so no day and no week"
         " after it can be judged."),
    ],
)  # fmt: skip
def test_it_is_said_when_the_latest_answers_are_long_ago(on: date | None, expected: str) -> None:
    assert charts.latest(on, until_on=date(2026, 3, 9)) == expected


def test_a_chart_is_named_by_what_stood_out_on_it() -> None:
    days = [DAY, replace(DAY, rule="below"), replace(DAY, from_on=date(2026, 3, 4))]
    for signals, n, n_judged, noun, found in (
        (days, 40, 40, "day", "2 days of 40 stood out"),
        ([], 13, 1, "week", "no week stood out"),
        ([], 1, 0, "week", "too few weeks to judge"),
        ([], 0, 0, "day", "no day with 10 answers"),
    ):
        title = charts.chart_title("Billing", signals, n=n, n_judged=n_judged, noun=noun)
        assert title == f"Billing: {found}"


def test_runs_are_said_with_what_chance_allows() -> None:
    assert "and there are 0." in charts.runs_sentence(anhoej_runs([]))
    calm = charts.runs_sentence(anhoej_runs([0.7, 0.9] * 12))
    assert "was 1 week; up to 8 are to be expected" in calm
    assert "crossed the median 23 times; 8 or more are to be expected" in calm
    assert calm.endswith("no more than chance explains.")
    shifted = charts.runs_sentence(anhoej_runs([0.7] * 12 + [0.9] * 12))
    assert shifted.endswith("the level has shifted or drifts.")


def test_thresholds_are_said_as_they_were_set() -> None:
    assert charts.lines_sentence(Lines()) == "No threshold is set here."
    assert charts.lines_sentence(Lines(0.7, 0.905)) == (
        "Thresholds: low under 70%, high over 90.5%, middle between them."
    )


def test_how_often_chance_makes_one_is_said_in_words() -> None:
    assert words.how_often() == "about once a year"
    text = " ".join(words.rates())
    assert "about once a year, and up to twice where satisfaction scatters widely" in text
