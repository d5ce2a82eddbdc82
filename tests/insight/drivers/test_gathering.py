"""What drivers are made of: published figures alone, and the same construct from wave to wave."""

from __future__ import annotations

from survey.insight.drivers.material import gather
from survey.insight.drivers.page import drivers_page
from survey.instruments.rotation import Choice, pulse_for
from survey.privacy import gate
from tests import waves
from tests.insight.linkage.test_cells import customers


def close(number: int, answers: dict[str, list[dict[str, int]]], **changes: object) -> None:
    codes = waves.open_with_cards(number, seed=number, **changes)
    for block, given in answers.items():
        waves.submit(codes[block], [waves.ballot(3, **one) for one in given])
    waves.close(number)


def said(item: str, other: str, *points: int) -> list[dict[str, int]]:
    """Ballots that answer one construct's two items alike."""
    return [{item: point, other: point} for point in points]


def test_a_row_holds_what_is_published_and_nothing_that_is_hidden(both_stores: str) -> None:
    units = waves.build_teams({"a": 10, "b": 10, "c": 10})
    customers(units["a"], {5: 6, 3: 4})
    customers(units["b"], {5: 9})
    close(
        1,
        {
            "a": said("decide", "trusted", 2, 3, 3, 4, 4),
            "b": said("decide", "trusted", 4, 4, 4, 4) + said("worn_out", "alone", 2, 2),
            "c": said("decide", "trusted", 5, 5, 5, 5, 5, 5, 5, 5, 5),
        },
    )
    made = gather()
    rows = {row.group: row for row in made.rows}
    assert rows[str(units["a"])].values == {"engagement": 3.0, "autonomy": 3.2}
    assert rows[str(units["a"])].satisfaction == 4.2
    # Four answered about freedom to decide, two about strain: hidden, though six gave a ballot.
    assert rows[str(units["b"])].values == {"engagement": 3.0}
    assert rows[str(units["b"])].satisfaction is None
    assert rows[str(units["c"])].values["autonomy"] == 4.44
    assert made.n_bounded == 1
    assert made.n_hidden > 0
    assert not {"enps"} & {one.construct.code for one in made.constructs}


def test_a_construct_counts_the_waves_that_asked_it_and_reads_the_latest(store: str) -> None:
    waves.build_teams({"a": 10})
    five = said("decide", "trusted", 3, 3, 4, 4, 4)
    close(1, {"a": five}, instrument=pulse_for(Choice(always=("autonomy",)), 0))
    close(2, {"a": said("decide", "trusted", 2, 2, 3, 3, 3)})
    made = gather()
    by_code = {one.construct.code: one for one in made.constructs}
    assert by_code["autonomy"].n_waves == 2
    assert by_code["strain"].n_waves == 1
    assert by_code["autonomy"].latest.number == 2
    centre = by_code["autonomy"].centre
    assert isinstance(centre, gate.Published)
    assert centre.value == 2.6


def test_no_wave_at_all_is_a_page(store: str) -> None:
    page = drivers_page()
    assert page.satisfaction.headline == (
        "We cannot tell yet which constructs go with customers’ satisfaction: no wave has been"
        " closed."
    )
    assert page.satisfaction.figure is None
    assert page.satisfaction.lines == page.engagement.lines == ()


def test_one_wave_shows_performance_alone_and_says_what_it_takes(store: str) -> None:
    waves.build_teams({"a": 10})
    close(1, {"a": said("decide", "trusted", 3, 3, 4, 4, 4)})
    page = drivers_page()
    assert page.satisfaction.figure is not None
    assert page.satisfaction.figure.wide.title == "How high each construct was answered"
    assert "it needs 4 more blocks with several waves" in page.satisfaction.headline
    assert page.satisfaction.lines[0].reading.startswith("cannot tell yet: it needs")
