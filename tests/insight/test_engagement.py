"""Engagement on the overview: published blocks of the viewer's own units, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from survey.insight.engagement import engagement_of
from survey.insight.units import ScopeTree, read_scope
from tests import waves


def held(sizes: Mapping[str, int], answers: Mapping[str, list[int]]) -> dict[str, int]:
    """Units by code, after one wave in which these teams answered."""
    units = waves.build_teams(sizes)
    codes = waves.open_with_cards()
    for block, values in answers.items():
        key = next(code for code in codes if block in code)
        waves.submit(codes[key], [waves.ballot(value) for value in values])
    waves.close()
    return units


def scope(units: Mapping[str, int], *codes: str) -> ScopeTree:
    return read_scope([units[code] for code in codes])


def test_before_the_first_wave_has_closed_there_is_nothing(store: str) -> None:
    units = waves.build_teams({"a": 9})
    assert engagement_of(scope(units, "a")) is None
    waves.open_with_cards()
    assert engagement_of(scope(units, "a")) is None


def test_each_block_has_its_figure_and_n(store: str) -> None:
    units = held({"a": 10, "b": 12}, {"a": [4] * 4 + [3] * 4, "b": [2] * 5 + [3] * 3})
    found = engagement_of(scope(units, "a", "b"))
    assert found is not None
    assert [(line.label, line.value, line.n) for line in found.lines] == [
        ("Team a", "3.50", "n = 8"),
        ("Team b", "2.38", "n = 8"),
    ]
    assert found.tile is not None
    assert found.tile.value == "2.94"
    assert not found.partly


def test_only_blocks_of_the_own_units_are_shown(store: str) -> None:
    units = held({"a": 10, "b": 12}, {"a": [4, 3] * 4, "b": [2, 3] * 4})
    found = engagement_of(scope(units, "b"))
    assert found is not None
    assert [line.label for line in found.lines] == ["Team b"]
    assert found.figure is not None
    assert "Team a" not in found.figure.wide.desc


def test_a_block_that_reaches_beyond_the_own_units_is_left_out(store: str) -> None:
    units = held({"a": 4, "b": 12, "c": 5}, {"b": [4, 3] * 4})
    small = engagement_of(scope(units, "a"))
    assert small is not None
    assert (small.lines, small.tile, small.figure, small.partly) == ((), None, None, True)


@pytest.mark.parametrize("n_answers", [0, 1, 4])
def test_a_hidden_block_is_a_sentence_without_a_number(store: str, n_answers: int) -> None:
    units = held({"a": 10, "b": 12}, {"a": [5] * n_answers, "b": [2, 3] * 4})
    found = engagement_of(scope(units, "a"))
    assert found is not None
    assert found.tile is None
    assert found.figure is None
    assert [(line.is_hidden, line.n, line.change) for line in found.lines] == [(True, "", "")]
    assert "Fewer than 5" in found.lines[0].value


def test_a_bound_is_shown_as_a_bound(store: str) -> None:
    units = held({"a": 10, "b": 12}, {"a": [5] * 9, "b": [2, 3] * 4})
    found = engagement_of(scope(units, "a"))
    assert found is not None
    assert found.lines[0].value == "4.44 or more"
    assert found.tile is not None
    assert (found.tile.value, found.tile.interval) == ("4.44 or more", "")


def test_the_change_is_told_for_blocks_of_the_same_units(store: str) -> None:
    teams = dict.fromkeys("abcd", 12)
    units = held(teams, {code: [3, 4] * 4 for code in teams})
    codes = waves.open_with_cards(2, seed=9)
    for key in codes:
        waves.submit(codes[key], [waves.ballot(value) for value in [4, 4, 4, 5, 3] * 2])
    waves.close(2)
    found = engagement_of(scope(units, *"abcd"))
    assert found is not None
    assert found.since == "Wave 1"
    assert all(line.change.startswith("+0.50 (") for line in found.lines)


def test_the_tile_has_its_change_where_the_same_blocks_are_shown_in_both_waves(store: str) -> None:
    teams = dict.fromkeys("abcd", 12)
    units = held(teams, {code: [3, 4] * 4 for code in teams})
    inside = scope(units, *"abcd")
    # Team d is silent and drops out; then it is back, and stands against nothing.
    expected = {2: "+0.50 (", 3: "0.00 (", 4: ""}
    for number, silent in ((2, ""), (3, "d"), (4, "")):
        codes = waves.open_with_cards(number, seed=number)
        for key in codes:
            if key != silent:
                waves.submit(codes[key], [waves.ballot(value) for value in [4, 4, 4, 5, 3] * 2])
        waves.close(number)
        found = engagement_of(inside)
        assert found is not None
        assert found.tile is not None
        assert found.tile.change.startswith(expected[number])
        assert found.tile.change.endswith(f" since Wave {number - 1}") is (number < 4)
