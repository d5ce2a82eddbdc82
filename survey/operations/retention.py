"""Forgetting what has been kept long enough, in batches, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from survey.store import retention
from survey.store.database import transaction

KIND = "forget"
BATCH = 2_000
# An answer that came in while its customer was being erased is gone by the next day.
ERASED_LATELY = timedelta(days=2)


def forget_batch(
    keep_days: Mapping[str, int], *, now: datetime, zone: tzinfo, n: int = BATCH
) -> int:
    """How many things were forgotten in one transaction; 0 when nothing is over its days.

    `keep_days` says for how many days each kind is kept; what is not in it is kept for good.
    Given-up letters are kept as long as what mail servers said about the others.
    """
    # Ballots are folded into counts, by an operation of the pulse.
    kinds = {kind: many for kind, many in keep_days.items() if kind != "ballots"}
    if "deliveries" in kinds:
        kinds["jobs"] = kinds["deliveries"]
    for kind, many in kinds.items():
        before = now - timedelta(days=many)
        with transaction():
            found = retention.forget(
                kind, before=before, on_before=before.astimezone(zone).date(), n=n, now=now
            )
        if found:
            return found
    return 0


def erase_again(*, now: datetime) -> None:
    """Erase once more what reached customers' rows while they were being erased."""
    with transaction():
        retention.erase_again(since=now - ERASED_LATELY, now=now)
