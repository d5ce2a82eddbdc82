"""What moved since the wave before: only what has a p is judged."""

from __future__ import annotations

from survey.insight.report.movement import judged
from survey.privacy.figures import Published
from survey.stats.means import difference_with_pooled_sd
from survey.stats.result import not_computable


def test_a_change_without_a_p_is_left_out_and_not_taken_for_certain() -> None:
    now, before = Published(3.5, "exact", 16), Published(3.4, "exact", 16)
    moved = difference_with_pooled_sd(3.5, 16, 3.4, 16, 0.8)
    unknown = not_computable("difference_pooled_sd", "One side has no answers.", n=16)
    found = judged(
        [
            ("engagement", before, now, moved),
            ("workload", before, now, unknown),
            ("fairness", before, now, moved),
        ],
        "engagement",
    )
    assert [(one.construct, one.is_clear) for one in found] == [
        ("engagement", False),
        ("fairness", False),
    ]
    assert judged([("engagement", before, now, unknown)], "engagement") == ()
