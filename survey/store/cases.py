"""Cases of unhappy customers, and webhooks."""

from peewee import AutoField, CompositeKey, ForeignKeyField, IntegerField, TextField

from survey.store.contacts import Contact
from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import User


class CustomerCase(Record):
    """An unhappy customer to be won back: one open case per customer, one case per contact."""

    id = AutoField()
    contact = ForeignKeyField(Contact, unique=True)
    customer_ref = TextField(null=True)
    cause = TextField()
    state = TextField()
    owner = ForeignKeyField(User, null=True)
    opened_at = InstantField()
    due_at = InstantField(null=True)
    escalated_at = InstantField(null=True)
    closed_at = InstantField(null=True)
    outcome = TextField(null=True)
    version = IntegerField()


class CaseEntry(Record):
    """Something that happened in a case; without an author the product itself did it.

    `contact` is the other contact after which the customer was unhappy again.
    """

    id = AutoField()
    case = ForeignKeyField(CustomerCase)
    at = InstantField()
    author = ForeignKeyField(User, null=True)
    kind = TextField()
    contact = ForeignKeyField(Contact, null=True)
    text = TextField(null=True)


class Webhook(Record):
    """An address of another system that is told of events."""

    id = AutoField()
    name = TextField(unique=True)
    url = TextField()
    events = TextField()
    created_at = InstantField()
    revoked_at = InstantField(null=True)


class WebhookMessage(Record):
    """One event for one webhook, exactly as it is signed and sent."""

    id = TextField(primary_key=True)
    webhook = ForeignKeyField(Webhook)
    event = TextField()
    body = TextField()
    created_at = InstantField()
    delivered_at = InstantField(null=True)
    failed_at = InstantField(null=True)


class WebhookAttempt(Record):
    """What the other side said to one attempt."""

    message = ForeignKeyField(WebhookMessage)
    attempt = IntegerField()
    at = InstantField()
    status = IntegerField(null=True)
    note = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("message", "attempt")
