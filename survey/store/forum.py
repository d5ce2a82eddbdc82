"""The forum's ledger of decisions, and the reports made for it."""

from peewee import AutoField, BlobField, CompositeKey, DateField, ForeignKeyField, TextField

from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.pulse.waves import Wave


class Decision(Record):
    """An ask, what was decided about it, and what became of it."""

    id = AutoField()
    wave = ForeignKeyField(Wave)
    driver = TextField()
    ask = TextField()
    mandate = TextField()
    money = TextField(null=True)
    owner = TextField()
    due_on = DateField(null=True)
    state = TextField()
    outcome = TextField(null=True)
    decided_on = DateField()


class Ask(Record):
    """Something agents asked for, put in words by who prepares the forum; it wants an answer."""

    wave = ForeignKeyField(Wave)
    driver = TextField()
    wording = TextField()
    noted_on = DateField()

    class Meta:
        primary_key = CompositeKey("wave", "driver", "wording")


class Report(Record):
    """A finished report, kept under the hash of the data and template it was made from."""

    content_hash = TextField(primary_key=True)
    wave = ForeignKeyField(Wave)
    pdf = BlobField()
    made_at = InstantField()
