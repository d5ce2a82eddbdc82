"""Which contacts a survey asks about: by rule and by a draw that anybody can repeat."""

from typing import Any

import pytest
from scipy.stats import chi2_contingency, chisquare

from survey.intake.eligibility import Candidate, Sieve
from survey.intake.rules import Rules, from_text, to_text

N = 100_000
PLAIN = Candidate(
    1, "crm", "C-1", "phone", "Billing", "Refund", 300, 1, 1, "2026-03-09", None,
    None, None, None, "pt-BR", None, False, False, None,
)  # fmt: skip


def sampled(code: str, percent: int, n: int = N) -> list[bool]:
    sieve = Sieve(code, Rules(sampling_percent=percent))
    return [sieve.is_sampled("crm", f"C-{number}") for number in range(n)]


@pytest.mark.parametrize(
    ("rules", "contact", "failing"),
    [
        ({}, {}, None),
        ({"channels": ("chat",)}, {}, "channel"),
        ({"channels": ("chat", "phone")}, {}, None),
        ({"queues": ("Orders",)}, {}, "queue"),
        ({"queues": ("Billing",)}, {}, None),
        ({"reasons": ("Delay",)}, {}, "reason"),
        ({"reasons": ("Delay",)}, {"reason": None}, "reason"),
        ({"least_handle_seconds": 300}, {}, None),
        ({"least_handle_seconds": 301}, {}, "handle_time"),
        ({"most_handle_seconds": 300}, {}, None),
        ({"most_handle_seconds": 299}, {}, "handle_time"),
        ({"least_handle_seconds": 0}, {"handle_seconds": None}, "handle_time"),
        ({"least_handle_seconds": 0}, {"handle_seconds": 0}, None),
        ({"languages": ("pt",)}, {}, None),
        ({"languages": ("pt-BR",)}, {}, None),
        ({"languages": ("pt-PT",)}, {}, "language"),
        ({"languages": ("de",)}, {"language": None}, "language"),
        ({"channels": ("chat",), "languages": ("de",)}, {}, "channel"),
    ],
)
def test_a_contact_fits_or_the_first_rule_it_does_not_fit_is_named(
    rules: dict[str, Any], contact: dict[str, Any], failing: str | None
):
    assert Sieve("calls", Rules(**rules)).failing(PLAIN._replace(**contact)) == failing


def test_rules_come_back_from_the_store_as_they_were_kept():
    rules = Rules(channels=("phone",), languages=("de", "pt-BR"), case_at_most=None)
    assert from_text(to_text(rules)) == rules


@pytest.mark.parametrize("percent", [1, 20, 50, 99])
def test_about_the_rate_is_asked(percent):
    """By chi-square over 100 thousand made-up ids, the same on every machine."""
    asked = sum(sampled("calls", percent))
    expected = N * percent / 100
    assert chisquare([asked, N - asked], [expected, N - expected]).pvalue > 0.001


def test_none_and_all_are_none_and_all():
    assert not any(sampled("calls", 0, 1_000))
    assert all(sampled("calls", 100, 1_000))


def test_the_same_contact_comes_out_the_same_and_a_higher_rate_asks_the_same_and_more():
    low, high = sampled("calls", 10, 10_000), sampled("calls", 30, 10_000)
    assert low == sampled("calls", 10, 10_000)
    assert all(higher or not lower for lower, higher in zip(low, high, strict=True))


def test_two_surveys_draw_apart():
    first, second = sampled("calls", 30), sampled("chats", 30)
    table = [[0, 0], [0, 0]]
    for one, other in zip(first, second, strict=True):
        table[one][other] += 1
    assert chi2_contingency(table).pvalue > 0.001


def test_source_and_number_are_told_apart():
    sieve = Sieve("calls", Rules(sampling_percent=50))
    drawn = {(sieve.is_sampled(f"s{n}", "1"), sieve.is_sampled("s", f"{n}1")) for n in range(100)}
    assert len(drawn) == 4
