"""The rule that turns an estimate into one of three verdicts."""

from __future__ import annotations

import pytest

from survey.insight.linkage.verdict import Verdict, verdict_of
from survey.stats.result import Estimate, Interval, computed, not_computable


def correlation(value: float, low: float, high: float) -> Estimate:
    return computed("pearson", value, n=50, interval=Interval(low, high))


@pytest.mark.parametrize(
    ("estimate", "p", "expected"),
    [
        (correlation(0.4, 0.2, 0.6), 0.001, Verdict.EVIDENCE_FOR),
        (correlation(-0.4, -0.6, -0.2), 0.001, Verdict.EVIDENCE_FOR),
        (correlation(0.4, 0.2, 0.6), 0.08, Verdict.CANNOT_TELL),
        (correlation(0.2, -0.1, 0.5), 0.04, Verdict.CANNOT_TELL),
        (correlation(0.02, -0.06, 0.09), 0.5, Verdict.EVIDENCE_AGAINST),
        # Certainly not zero, but too small to matter: what matters decides.
        (correlation(0.05, 0.02, 0.08), 0.001, Verdict.EVIDENCE_AGAINST),
        (correlation(0.02, -0.06, 0.1), 0.5, Verdict.CANNOT_TELL),
        (correlation(0.4, 0.2, 0.6), None, Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict_follows_the_interval_and_the_stricter_p(
    estimate: Estimate, p: float | None, expected: Verdict
) -> None:
    assert verdict_of(estimate, p, enough=True) is expected


def test_too_little_data_is_never_a_finding() -> None:
    assert verdict_of(correlation(0.9, 0.8, 0.95), 0.0001, enough=False) is Verdict.CANNOT_TELL


def test_what_cannot_be_computed_is_never_a_finding() -> None:
    missing = not_computable("pearson", "The first side never varies.", n=9)
    assert verdict_of(missing, None, enough=True) is Verdict.CANNOT_TELL
