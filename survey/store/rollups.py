"""Counts per unit, channel, queue and day: what pages and reports read instead of responses."""

from peewee import CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from survey.store.contacts import Queue
from survey.store.database import Record
from survey.store.people import Unit


class ContactRollup(Record):
    """Contacts closed and customers invited per cell; `day` is the contact's closing day."""

    unit = ForeignKeyField(Unit)
    channel = TextField()
    queue = ForeignKeyField(Queue)
    day = DateField()
    n_contacts = IntegerField()
    n_invited = IntegerField()

    class Meta:
        primary_key = CompositeKey("unit", "channel", "queue", "day")


class AnswerRollup(Record):
    """Answers per cell, item and value; `day` is the contact's closing day.

    Answers to an invitation of ours and those from elsewhere are counted apart.
    """

    unit = ForeignKeyField(Unit)
    channel = TextField()
    queue = ForeignKeyField(Queue)
    day = DateField()
    item = TextField()
    value = IntegerField()
    is_invited = IntegerField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("unit", "channel", "queue", "day", "item", "value", "is_invited")


class ContactMonth(Record):
    """`ContactRollup` by calendar month ("2026-03"); triggers of the database keep it."""

    unit = ForeignKeyField(Unit)
    month = TextField()
    channel = TextField()
    queue = ForeignKeyField(Queue)
    n_contacts = IntegerField()
    n_invited = IntegerField()

    class Meta:
        primary_key = CompositeKey("unit", "month", "channel", "queue")


class AnswerMonth(Record):
    """`AnswerRollup` by calendar month ("2026-03"); triggers of the database keep it."""

    unit = ForeignKeyField(Unit)
    item = TextField()
    month = TextField()
    channel = TextField()
    queue = ForeignKeyField(Queue)
    value = IntegerField()
    is_invited = IntegerField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey(
            "unit", "item", "month", "channel", "queue", "value", "is_invited"
        )
