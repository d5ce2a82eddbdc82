"""From an estimate to one of three verdicts, by a rule fixed before any data is seen."""

from __future__ import annotations

from enum import StrEnum

from survey.stats.result import Estimate

# A correlation closer to zero than this is "none to speak of" (docs/statistics.md).
MEANINGFUL = 0.1
ALPHA = 0.05


class Verdict(StrEnum):
    """The fixed vocabulary; pages and reports use no other."""

    EVIDENCE_FOR = "evidence for a link"
    EVIDENCE_AGAINST = "evidence against a meaningful link"
    CANNOT_TELL = "cannot tell yet"


def verdict_of(correlation: Estimate, p: float | None, *, enough: bool) -> Verdict:
    """The verdict on one correlation.

    Against: the whole 95% interval lies between -0.1 and 0.1. For: the interval leaves out zero
    and p, from the test that allows for what the interval does not (clustering, or the exact
    distribution), is below 0.05. Everything else, and everything below the minimum of data, is
    "cannot tell yet".
    """
    interval = correlation.interval
    if not enough or correlation.value is None or interval is None:
        return Verdict.CANNOT_TELL
    if interval.low > -MEANINGFUL and interval.high < MEANINGFUL:
        return Verdict.EVIDENCE_AGAINST
    leaves_out_zero = interval.low > 0 or interval.high < 0
    if leaves_out_zero and p is not None and p < ALPHA:
        return Verdict.EVIDENCE_FOR
    return Verdict.CANNOT_TELL
