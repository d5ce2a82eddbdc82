"""Reports in editions: what was ordered, what was printed, and what it was printed from."""

from peewee import (
    AutoField,
    BlobField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from survey.store.comments import Department
from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import Unit, User
from survey.store.satisfaction import Response


class ReportPart(Record):
    """A file that reports were printed with, under its digest."""

    digest = TextField(primary_key=True)
    body = BlobField()


class Report(Record):
    """A printed edition, with the documents and the data it was printed from.

    `parts` maps the names of the files it opens to their digests and `engine` names what printed
    it (JSON); `document`, `screen` and `data` are compressed. `current_at` is when an order last
    came to it. `difference` says what came out otherwise when it was printed again. A withdrawn
    report keeps its digests only.
    """

    id = AutoField()
    content_hash = TextField(unique=True)
    kind = TextField()
    occasion = TextField()
    unit = ForeignKeyField(Unit, null=True)
    department = ForeignKeyField(Department, null=True)
    language = TextField()
    paper = TextField()
    title = TextField()
    dated_on = DateField()
    data_digest = TextField(null=True)
    template_digest = TextField(null=True)
    pdf_digest = TextField()
    made_at = InstantField()
    current_at = InstantField()
    withdrawn_at = InstantField(null=True)
    checked_at = InstantField(null=True)
    difference = TextField(null=True)
    parts = TextField(null=True)
    engine = TextField(null=True)
    document = BlobField(null=True)
    screen = BlobField(null=True)
    data = BlobField(null=True)
    pdf = BlobField(null=True)


class ReportQuote(Record):
    """A customer's words stand in a report; it is withdrawn when they are forgotten."""

    report = ForeignKeyField(Report)
    response = ForeignKeyField(Response)

    class Meta:
        primary_key = CompositeKey("report", "response")


class SectionNote(Record):
    """An editor's words on one section of an occasion's reports, of the centre or of one unit."""

    id = AutoField()
    occasion = TextField()
    unit = ForeignKeyField(Unit, null=True)
    section = TextField()
    words = TextField()
    user = ForeignKeyField(User, null=True)
    written_at = InstantField()


class ReportLook(Record):
    """The organisation's accent and logo: one row, or none."""

    id = IntegerField(primary_key=True)
    accent = TextField(null=True)
    logo = BlobField(null=True)
    logo_type = TextField(null=True)
    changed_at = InstantField()


class ReportSchedule(Record):
    """Which edition is made for every wave, month or quarter from a day on, and how it is sent.

    Of the kind `unit` or `department` without one named it means every one of them.
    """

    id = AutoField()
    name = TextField(unique=True)
    every = TextField()
    kind = TextField()
    unit = ForeignKeyField(Unit, null=True)
    department = ForeignKeyField(Department, null=True)
    language = TextField()
    paper = TextField()
    delivery = TextField()
    is_on = IntegerField()
    from_on = DateField()


class ReportRecipient(Record):
    """A user who is written to when a schedule's report is made."""

    schedule = ForeignKeyField(ReportSchedule)
    user = ForeignKeyField(User)

    class Meta:
        primary_key = CompositeKey("schedule", "user")


class ReportBatch(Record):
    """Editions that were asked for together, by a user or by a schedule."""

    id = AutoField()
    name = TextField()
    occasion = TextField()
    schedule = ForeignKeyField(ReportSchedule, null=True)
    user = ForeignKeyField(User, null=True)
    asked_at = InstantField()
    cancelled_at = InstantField(null=True)


class ReportOrder(Record):
    """One edition of a batch: how far it is, and the report once it is made."""

    id = AutoField()
    batch = ForeignKeyField(ReportBatch)
    kind = TextField()
    occasion = TextField()
    unit = ForeignKeyField(Unit, null=True)
    department = ForeignKeyField(Department, null=True)
    language = TextField()
    paper = TextField()
    state = TextField()
    stage = TextField(null=True)
    error = TextField(null=True)
    report = ForeignKeyField(Report, null=True)
    ended_at = InstantField(null=True)


class ReportLetter(Record):
    """Who was written to about a finished order."""

    order = ForeignKeyField(ReportOrder)
    email = TextField()

    class Meta:
        primary_key = CompositeKey("order", "email")
