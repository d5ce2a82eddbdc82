"""What the nightly audit of the anonymity promises found."""

from __future__ import annotations

from peewee import AutoField, IntegerField, TextField

from survey.store.database import Record
from survey.store.fields import InstantField


class AuditRun(Record):
    """One audit; `problems` are sentences, a line each, and empty where every promise holds."""

    id = AutoField()
    run_at = InstantField()
    n_checks = IntegerField()
    problems = TextField()
