"""The side of the pulse that knows agents: waves, blocks and the roster. No answers here."""

from peewee import AutoField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import Agent, Unit
from survey.store.satisfaction import InstrumentRow


class Wave(Record):
    """One fielding of the pulse. Everything but the state is frozen when it opens."""

    id = AutoField()
    number = IntegerField(unique=True)
    name = TextField()
    instrument = ForeignKeyField(InstrumentRow, column_name="instrument_digest")
    opens_on = DateField()
    closes_on = DateField()
    window_from = DateField()
    window_until = DateField()
    threshold = IntegerField()
    comment_threshold = IntegerField()
    block_minimum = IntegerField()
    statement = TextField()
    state = TextField()
    opened_at = InstantField()
    closed_at = InstantField(null=True)
    scrubbed_at = InstantField(null=True)


class Block(Record):
    """Units joined so that a wave can be reported safely."""

    id = AutoField()
    wave = ForeignKeyField(Wave)
    code = TextField()
    name = TextField()
    n_invited = IntegerField()


class BlockUnit(Record):
    """A unit belongs to one block of a wave."""

    wave = ForeignKeyField(Wave)
    unit = ForeignKeyField(Unit)
    block = ForeignKeyField(Block)

    class Meta:
        primary_key = CompositeKey("wave", "unit")


class RosterEntry(Record):
    """An agent invited to a wave, as of its opening day. Says nothing about taking part."""

    wave = ForeignKeyField(Wave)
    agent = ForeignKeyField(Agent)
    block = ForeignKeyField(Block)

    class Meta:
        table_name = "roster"
        primary_key = CompositeKey("wave", "agent")
