"""The outbox: work written in the transaction that causes it and claimed with a lease."""

from peewee import AutoField, IntegerField, TextField

from survey.store.database import Record
from survey.store.fields import InstantField


class Job(Record):
    """One piece of work. `subject` keeps the same work from being queued twice while it waits.

    From `expires_at` on it is of no use to anybody; empty where it always is. After
    `most_attempts` it is given up.
    """

    id = AutoField()
    kind = TextField()
    subject = TextField(null=True, unique=True)
    payload = TextField()
    due_at = InstantField()
    expires_at = InstantField(null=True)
    leased_until = InstantField(null=True)
    attempts = IntegerField(default=0)
    last_error = TextField(null=True)
    most_attempts = IntegerField(default=8)
