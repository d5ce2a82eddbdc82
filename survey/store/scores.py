"""Unit-level engagement or satisfaction that a company brings from another system."""

from peewee import AutoField, CompositeKey, FloatField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.people import Unit


class ScoreSeries(Record):
    """A named series of scores on one scale."""

    id = AutoField()
    name = TextField(unique=True)
    kind = TextField()
    scale_low = FloatField()
    scale_high = FloatField()


class Score(Record):
    """The value of one unit in one period; `n` is null where the other system does not tell it."""

    series = ForeignKeyField(ScoreSeries)
    unit = ForeignKeyField(Unit)
    period = TextField()
    value = FloatField()
    n = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("series", "unit", "period")
