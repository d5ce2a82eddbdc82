"""What the nightly audit of the anonymity promises found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peewee import AutoField, IntegerField, TextField

from survey.store.database import Record, run
from survey.store.fields import InstantField, to_seconds


class AuditRun(Record):
    """One audit; `problems` are sentences, a line each, and empty where every promise holds."""

    id = AutoField()
    run_at = InstantField()
    n_checks = IntegerField()
    problems = TextField()


def add(*, at: datetime, n_checks: int, problems: Sequence[str]) -> None:
    """Keep what an audit found."""
    # A sentence holds no line break: each is made of names and numbers in one line.
    lines = [" ".join(problem.split()) for problem in problems]
    run(
        "INSERT INTO audit_run (run_at, n_checks, problems) VALUES (?, ?, ?)",
        (to_seconds(at), n_checks, "\n".join(lines)),
    )


def prune(*, n_kept: int) -> None:
    """Forget all but the last so many audits."""
    run(
        "DELETE FROM audit_run WHERE id NOT IN (SELECT id FROM audit_run ORDER BY id DESC LIMIT ?)",
        (n_kept,),
    )


def latest() -> AuditRun | None:
    """The last audit that was kept; None before the first."""
    found: AuditRun | None = AuditRun.select().order_by(AuditRun.id.desc()).first()
    return found
