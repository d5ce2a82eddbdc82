"""The nightly audit: the anonymity promises checked, and what was found kept to be shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from survey.operations import jobs
from survey.privacy.audit import audit
from survey.store import audit_runs
from survey.store.database import transaction

KIND = "audit"
N_KEPT = 400
# A wave that is closing at the very moment looks half closed, and is not a minute later.
SECOND_LOOK = timedelta(minutes=15)


def run_audit(*, now: datetime, is_second_look: bool = False) -> tuple[str, ...]:
    """The sentences about what is wrong; empty where every promise holds. The result is kept.

    What the first look finds is looked for once more in a quarter of an hour, and kept then.
    """
    checks = audit()
    problems = tuple(problem for check in checks for problem in check.problems)
    with transaction():
        if problems and not is_second_look:
            due_at = now + SECOND_LOOK
            jobs.enqueue(KIND, {"again": True}, due_at=due_at, subject=f"{KIND}:again")
        else:
            audit_runs.add(at=now, n_checks=len(checks), problems=problems)
            audit_runs.prune(n_kept=N_KEPT)
    return problems
