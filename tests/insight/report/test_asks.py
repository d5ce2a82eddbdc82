"""What agents wrote as a report quotes it, and long lists cut into pages."""

from __future__ import annotations

import pytest

from survey.insight.report.asks import ROOM, asks_of
from survey.insight.report.paging import pages
from survey.privacy import gate
from tests import forums, waves


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


def test_rows_are_cut_into_as_many_pages_as_they_need() -> None:
    short, long = "Team", "A team with a name that goes on and on to the end of its line"
    assert pages([], str, room=3) == []
    assert [len(part) for part in pages([short] * 7, str, room=3)] == [3, 3, 1]
    assert [len(part) for part in pages([long] * 4, str, room=3)] == [1, 1, 1, 1]
    assert pages([long], str, room=1) == [[long]]
