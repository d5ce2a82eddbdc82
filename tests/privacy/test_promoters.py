"""eNPS: exact in the middle, a bound near what the blocks' means leave open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from survey.instruments.pulse import RECOMMENDATION
from survey.privacy import rules
from survey.privacy.figures import Published
from survey.privacy.promoters import promoter_score, reach


def _score(*blocks: list[int]) -> Published:
    scores = [[Fraction(one) for one in block] for block in blocks]
    cells = [rules.cell(block, RECOMMENDATION, threshold=5) for block in scores]
    shown = [cell for cell in cells if isinstance(cell, Published)]
    return promoter_score([one for block in scores for one in block], shown)


def test_it_is_promoters_less_detractors_in_whole_points() -> None:
    mixed = [9] * 5 + [8, 7] + [3, 5, 6]
    assert _score(mixed, mixed, mixed) == Published(20.0, "exact", 30)


def test_ninety_is_a_bound_at_either_end() -> None:
    assert _score([10] * 50, [10] * 50, [10] * 49 + [0]) == Published(90.0, "at_least", 150)
    assert _score([0] * 50, [0] * 50, [0] * 50) == Published(-90.0, "at_most", 150)


def test_it_is_a_bound_before_the_means_and_it_tell_what_everybody_answered() -> None:
    # With means of 6, 6 and 6.8 at least 26 more detractors than promoters are possible, and 26
    # only if everybody in the first two blocks answered 6.
    edge = _score([6] * 10, [6] * 10, [6] * 6 + [8] * 4)
    inside = _score([6] * 10, [7] + [6] * 8 + [5], [7, 7] + [6] * 6 + [9, 9])
    assert edge.form == inside.form == "at_most"
    assert edge.value == inside.value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Published(6.0, "exact", 10), (-10, 2)),
        (Published(6.8, "exact", 10), (-6, 4)),
        (Published(8.75, "at_least", 10), (4, 10)),
        (Published(1.25, "at_most", 10), (-10, -8)),
    ],
)
def test_a_mean_leaves_so_many_promoters_open(cell: Published, expected: tuple[int, int]) -> None:
    assert reach(cell) == expected
