"""Surveys, what was decided about contacts, and what was sent."""

from peewee import (
    AutoField,
    BlobField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from survey.store.contacts import Contact
from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import User
from survey.store.satisfaction import InstrumentRow, Invitation, Response, SurveyRow


class Installation(Record):
    """The one row with the salt of this installation's digests."""

    id = IntegerField(primary_key=True)
    salt = BlobField()


class SurveyVersion(Record):
    """An instrument that a survey has asked."""

    survey = ForeignKeyField(SurveyRow)
    instrument = ForeignKeyField(InstrumentRow, column_name="instrument_digest")
    published_at = InstantField()

    class Meta:
        primary_key = CompositeKey("survey", "instrument")


class SurveyDraft(Record):
    """A draft as somebody kept it; only the last ones of each survey are remembered."""

    survey = ForeignKeyField(SurveyRow)
    version = IntegerField()
    draft = TextField()
    user = ForeignKeyField(User, null=True)
    kept_at = InstantField()

    class Meta:
        primary_key = CompositeKey("survey", "version")


class Kiosk(Record):
    """A place where customers type the number they were given."""

    id = AutoField()
    name = TextField(unique=True)
    survey = ForeignKeyField(SurveyRow)
    source = TextField()
    code_digest = BlobField(unique=True)
    created_at = InstantField()
    revoked_at = InstantField(null=True)


class ContactIdentity(Record):
    """How the customer of one contact can be reached; goes when the customer is erased."""

    contact = ForeignKeyField(Contact, primary_key=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    language = TextField(null=True)
    timezone = TextField(null=True)


class SurveyDecision(Record):
    """Why the customer of a contact is asked, or is not."""

    contact = ForeignKeyField(Contact, primary_key=True)
    survey = ForeignKeyField(SurveyRow, null=True)
    outcome = TextField()
    rule = TextField(null=True)
    decided_at = InstantField()


class DecisionMark(Record):
    """The contact up to which all have been looked at."""

    id = IntegerField(primary_key=True)
    contact_id = IntegerField()


class ContactToDecide(Record):
    """A contact that was looked at and has learnt something since."""

    contact = ForeignKeyField(Contact, primary_key=True)


class Asking(Record):
    """That a person was asked; `person` is a digest of a reference or an address."""

    person = BlobField()
    contact = ForeignKeyField(Contact)
    survey = ForeignKeyField(SurveyRow, null=True)
    asked_at = InstantField()

    class Meta:
        primary_key = CompositeKey("person", "contact")


class AddressStop(Record):
    """An address, by its digest, to which nothing more is sent."""

    address = BlobField(primary_key=True)
    kind = TextField()
    origin = TextField()
    since_at = InstantField()


class ErasedContact(Record):
    """A contact whose customer was erased, and stays so however often the contact is sent again."""

    contact = ForeignKeyField(Contact, primary_key=True)
    erased_at = InstantField()


class Delivery(Record):
    """One message to one customer on its way: claimed with a lease, handed over at most once."""

    id = AutoField()
    invitation = ForeignKeyField(Invitation)
    kind = TextField()
    via = TextField()
    state = TextField()
    due_at = InstantField()
    leased_until = InstantField(null=True)
    attempts = IntegerField()
    handed_over_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    note = TextField(null=True)


class AnswerText(Record):
    """What was answered to one item in the customer's own words, beside the comment."""

    response = ForeignKeyField(Response)
    item = TextField()
    text = TextField()

    class Meta:
        primary_key = CompositeKey("response", "item")


class AnswerDraft(Record):
    """What a customer has chosen so far, before sending it; with its headline it can be counted."""

    invitation = ForeignKeyField(Invitation, primary_key=True)
    typed = TextField()
    has_headline = IntegerField()
    saved_at = InstantField()


class TestimonialConsent(Record):
    """That a customer allows their words to be quoted, until they withdraw it."""

    response = ForeignKeyField(Response, primary_key=True)
    given_at = InstantField()
    withdrawn_at = InstantField(null=True)


class AutomatedOpen(Record):
    """Opens of links by programs on one day, by the sign they were recognised by."""

    day = DateField()
    sign = TextField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("day", "sign")


class Chore(Record):
    """Work by the calendar: the last day, month or hour for which it was queued."""

    name = TextField(primary_key=True)
    done_for = TextField()
