"""A ballot by link loads on a poor connection: what its two pages weigh in all."""

from __future__ import annotations

from bench import pulse_page


def test_a_ballot_by_link_loads_less_than_150_thousand_bytes() -> None:
    weight = pulse_page.measure()
    assert weight.target == 150
    assert 60 < weight.value <= weight.target, weight.note
