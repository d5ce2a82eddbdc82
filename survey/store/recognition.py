"""Praise and thanks, shown only while the agent they are about agrees."""

from __future__ import annotations

from peewee import AutoField, DateField, ForeignKeyField, TextField

from survey.store.database import Record
from survey.store.people import Agent, User
from survey.store.satisfaction import Response


class Thanks(Record):
    """A colleague's thanks: offered to the agent, then shown, kept to themselves, or withdrawn."""

    id = AutoField()
    from_user = ForeignKeyField(User)
    agent = ForeignKeyField(Agent)
    text = TextField()
    given_on = DateField()
    state = TextField()


class Praise(Record):
    """A customer's words that the agent they are about agreed to show."""

    response = ForeignKeyField(Response, primary_key=True)
    agreed_on = DateField()
