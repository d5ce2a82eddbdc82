"""Closed contacts with the attribution they had when they closed."""

from peewee import AutoField, DateField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import Agent, Leader, Unit


class Queue(Record):
    """The line of work a contact belonged to."""

    id = AutoField()
    name = TextField(unique=True)


class Contact(Record):
    """One handled interaction. `closed_at` is null when only the day of closing is known."""

    id = AutoField()
    source = TextField()
    external_id = TextField()
    queue = ForeignKeyField(Queue)
    channel = TextField()
    reason = TextField(null=True)
    agent = ForeignKeyField(Agent)
    unit = ForeignKeyField(Unit)
    leader = ForeignKeyField(Leader, null=True)
    opened_at = InstantField(null=True)
    closed_at = InstantField(null=True)
    closed_on = DateField()
    handle_seconds = IntegerField(null=True)
    customer_ref = TextField(null=True)
    tenure = TextField(null=True)
    shift = TextField(null=True)
