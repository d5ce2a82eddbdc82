"""What has been published about closed waves: the only pulse figures anyone can read.

Written once, when a wave closes, by the gate. Only `survey.privacy` may import this module.
"""

from peewee import CompositeKey, FloatField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.pulse.waves import Block, Wave


class Turnout(Record):
    """Invited and answered counts of a block."""

    block = ForeignKeyField(Block, primary_key=True)
    n_answered = IntegerField()


class ReleasedCell(Record):
    """The published figure of one block and construct.

    `form` is exact, at_least, at_most or hidden; a hidden cell holds neither value nor n.
    """

    block = ForeignKeyField(Block)
    measure = TextField()
    form = TextField()
    value = FloatField(null=True)
    n = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("block", "measure")


class ReleasedSpread(Record):
    """The centre-wide pooled standard deviation of a construct, for intervals on block means."""

    wave = ForeignKeyField(Wave)
    measure = TextField()
    sd = FloatField()

    class Meta:
        primary_key = CompositeKey("wave", "measure")


class ReleasedTotal(Record):
    """A figure of the whole centre that no block has, such as eNPS."""

    wave = ForeignKeyField(Wave)
    measure = TextField()
    form = TextField()
    value = FloatField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("wave", "measure")


class ReleasedRemark(Record):
    """An answer in own words, released in shuffled order."""

    wave = ForeignKeyField(Wave)
    item = TextField()
    position = IntegerField()
    text = TextField()

    class Meta:
        primary_key = CompositeKey("wave", "item", "position")
