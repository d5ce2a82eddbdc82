"""What customers answered."""

from peewee import AutoField, BlobField, CompositeKey, ForeignKeyField, IntegerField, TextField

from survey.store.contacts import Contact
from survey.store.database import Record
from survey.store.fields import InstantField


class InstrumentRow(Record):
    """An instrument as it was asked, under its digest; rows are never changed."""

    digest = TextField(primary_key=True)
    kind = TextField()
    name = TextField()
    definition = TextField()

    class Meta:
        table_name = "instrument"


class Invitation(Record):
    """Our request to one customer about one contact; the link's token is kept as a digest."""

    id = AutoField()
    contact = ForeignKeyField(Contact, unique=True)
    instrument = ForeignKeyField(InstrumentRow, column_name="instrument_digest")
    token_digest = BlobField(unique=True)
    created_at = InstantField()
    expires_at = InstantField()


class Response(Record):
    """One customer's set of answers about one contact.

    Without an invitation it was imported. One response per contact and per invitation is the
    database's rule, not the form's.
    """

    id = AutoField()
    contact = ForeignKeyField(Contact, unique=True)
    invitation = ForeignKeyField(Invitation, null=True)
    instrument = ForeignKeyField(InstrumentRow, column_name="instrument_digest")
    comment = TextField(null=True)
    received_at = InstantField()


class Answer(Record):
    """The value given to one item."""

    response = ForeignKeyField(Response)
    item = TextField()
    value = IntegerField()

    class Meta:
        primary_key = CompositeKey("response", "item")
