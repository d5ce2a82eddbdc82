"""Series that stand beside the linkage: absence, leavers, service level and the like, per unit."""

from peewee import AutoField, CompositeKey, DateField, FloatField, ForeignKeyField, TextField

from survey.store.database import Record
from survey.store.people import Unit


class ContextSeries(Record):
    """A named series. A count is read as a share of its base, a mean is weighted by it."""

    id = AutoField()
    name = TextField(unique=True)
    measures = TextField()
    adds = TextField()


class ContextValue(Record):
    """What a unit had from one day to another; `base` is null where it is not told."""

    series = ForeignKeyField(ContextSeries)
    unit = ForeignKeyField(Unit)
    from_on = DateField()
    until_on = DateField()
    value = FloatField()
    base = FloatField(null=True)

    class Meta:
        primary_key = CompositeKey("series", "unit", "from_on")
