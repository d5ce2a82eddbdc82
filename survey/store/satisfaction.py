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


class SurveyRow(Record):
    """What is asked, of whom and when. The first live survey whose rules fit a contact asks.

    `draft` is the definition under the builder's hands; `instrument` what is asked since it was
    published. The versions count edits, so that two people cannot overwrite each other unseen.
    """

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    state = TextField()
    draft = TextField()
    draft_version = IntegerField()
    rules = TextField()
    rules_version = IntegerField()
    position = IntegerField()
    instrument = ForeignKeyField(InstrumentRow, null=True, column_name="instrument_digest")
    published_at = InstantField(null=True)
    retired_at = InstantField(null=True)

    class Meta:
        table_name = "survey"


class Invitation(Record):
    """Our request to one customer about one contact; the link's token is kept as a digest."""

    id = AutoField()
    contact = ForeignKeyField(Contact, unique=True)
    instrument = ForeignKeyField(InstrumentRow, column_name="instrument_digest")
    token_digest = BlobField(unique=True)
    created_at = InstantField()
    expires_at = InstantField()
    survey = ForeignKeyField(SurveyRow, null=True)
    via = TextField()
    language = TextField()
    opened_at = InstantField(null=True)
    withdrawn_at = InstantField(null=True)


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
    revised_at = InstantField(null=True)
    is_left = IntegerField()
    is_read = IntegerField()


class Answer(Record):
    """The value given to one item."""

    response = ForeignKeyField(Response)
    item = TextField()
    value = IntegerField()

    class Meta:
        primary_key = CompositeKey("response", "item")
