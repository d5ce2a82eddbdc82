"""Which team waves enter a linkage: published figures and enough customers, never anything else."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

from survey.insight.linkage.cells import CSAT, PULSE, Material, gather
from survey.insight.linkage.page import linkage
from survey.insight.linkage.results import as_data
from survey.operations import pulse
from survey.store.database import run
from tests.waves import CLOSES_ON, NOW, OPENS_ON, ballot, build_teams, bytes_from, open_with_cards


def own() -> Material:
    return gather(PULSE, CSAT)


def customers(unit_id: int, counts: Mapping[int, int], day: date = date(2026, 2, 10)) -> None:
    run("INSERT INTO queue (id, name) VALUES (1, 'Orders') ON CONFLICT DO NOTHING")
    for value, n in counts.items():
        run(
            "INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value,"
            " is_invited, n) VALUES (?, 'csat', ?, 'phone', 1, ?, 0, ?)",
            (unit_id, str(day), value, n),
        )


def close_with(answers: Mapping[str, list[int]], number: int = 1) -> None:
    codes = open_with_cards(number)
    for block, values in answers.items():
        for code, value in zip(codes[block], values, strict=False):
            draw = random.Random(code).randbytes
            pulse.record_ballot(code, ballot(value), today=OPENS_ON, randomness=draw)
    pulse.close_wave(number, today=CLOSES_ON, now=NOW, randomness=bytes_from(9))


def test_a_cell_pairs_a_block_with_its_own_customers_in_the_waves_window(
    both_stores: str,
) -> None:
    units = build_teams({"a": 10, "b": 10})
    customers(units["a"], {5: 12, 3: 4})
    customers(units["a"], {1: 50}, day=date(2026, 3, 1))  # a day after the window
    customers(units["b"], {4: 10})
    close_with({"a": [3, 3, 4, 4, 4], "b": [2, 3, 3, 3, 3, 4]})
    material = own()
    shown = {cell.label: (cell.engagement, cell.satisfaction) for cell in material.cells}
    assert shown == {"Team a": (3.6, 4.5), "Team b": (3.0, 4.0)}
    assert material.turnout == (20, 11)


def test_what_is_hidden_or_thin_stays_out_with_its_reason(both_stores: str) -> None:
    units = build_teams({"a": 10, "b": 10, "c": 10, "d": 10})
    customers(units["a"], {5: 30})
    customers(units["b"], {5: 9})
    customers(units["d"], {5: 30})
    close_with({"a": [1, 2, 3, 4], "b": [3, 3, 3, 3, 4], "c": [3] * 6, "d": [3, 3, 3, 4, 4]})
    material = own()
    assert [cell.label for cell in material.cells] == ["Team d"]
    assert {(out.label, out.reason) for out in material.exclusions} == {
        ("Team a", "below_threshold"),
        ("Team b", "too_few_csat"),
        ("Team c", "no_csat"),
    }


def test_a_hidden_figure_is_nowhere_in_the_exported_data(store: str) -> None:
    units = build_teams({"a": 10, "b": 10})
    customers(units["a"], {5: 30})
    customers(units["b"], {4: 30})
    # Four answers of a: hidden. Their mean would read 2.25.
    close_with({"a": [1, 2, 2, 4], "b": [3, 3, 4, 4, 4]})
    assert "2.25" not in str(as_data(linkage()))


def test_a_bound_enters_as_the_bound_and_is_counted(store: str) -> None:
    units = build_teams({"a": 10})
    customers(units["a"], {5: 30})
    close_with({"a": [5] * 9})
    (cell,) = own().cells
    assert (cell.engagement, cell.is_bounded) == (4.44, True)


def test_a_later_wave_does_not_change_the_linkage_of_an_earlier_one(store: str) -> None:
    units = build_teams({"a": 10})
    customers(units["a"], {5: 30})
    close_with({"a": [3] * 6})
    before = as_data(linkage(until_number=1))
    close_with({"a": [4] * 6}, number=2)
    assert as_data(linkage(until_number=1)) == before
    assert as_data(linkage()) != before


def test_no_wave_at_all_is_a_sentence(store: str) -> None:
    page = linkage()
    assert page.verdict == "cannot tell yet"
    assert "No block can be compared" in page.between
