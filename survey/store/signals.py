"""Signals of unusual days and weeks, and the thresholds that people set."""

from peewee import AutoField, DateField, FloatField, ForeignKeyField, IntegerField, TextField

from survey.store.contacts import Queue
from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import Unit, User


class Threshold(Record):
    """What a unit, a queue or (with neither) the centre calls low and high."""

    id = AutoField()
    measure = TextField()
    unit = ForeignKeyField(Unit, null=True)
    queue = ForeignKeyField(Queue, null=True)
    low = FloatField()
    high = FloatField()
    set_at = InstantField()
    user = ForeignKeyField(User, null=True)


class Signal(Record):
    """One unusual day or week of a unit or queue by one rule; `note` says what it was.

    Only a run has `weeks`: how many it had lasted when it was found.
    """

    id = AutoField()
    rule = TextField()
    every = TextField()
    unit = ForeignKeyField(Unit, null=True)
    queue = ForeignKeyField(Queue, null=True)
    from_on = DateField()
    value = FloatField()
    expected = FloatField()
    low = FloatField(null=True)
    high = FloatField(null=True)
    n = IntegerField()
    weeks = IntegerField(null=True)
    found_at = InstantField()
    note = TextField(null=True)
    noted_at = InstantField(null=True)
    noted_by = ForeignKeyField(User, null=True, column_name="noted_by")
