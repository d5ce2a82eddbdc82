"""What is known of comments, and the departments they are passed on to."""

from peewee import (
    AutoField,
    BlobField,
    CompositeKey,
    DateField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import User
from survey.store.satisfaction import Response


class CommentLanguage(Record):
    """The language a comment was recognised to be in; `und` where none was."""

    response = ForeignKeyField(Response, primary_key=True)
    language = TextField()


class RoutingRule(Record):
    """Words that put a comment into a basket."""

    id = AutoField()
    basket = TextField()
    words = TextField()
    created_at = InstantField()
    revoked_at = InstantField(null=True)


class CommentBasket(Record):
    """That a comment was put into a basket or taken out of it, by a rule or by a user."""

    response = ForeignKeyField(Response)
    basket = TextField()
    is_in = IntegerField()
    rule = ForeignKeyField(RoutingRule, null=True)
    user = ForeignKeyField(User, null=True)
    routed_at = InstantField()

    class Meta:
        primary_key = CompositeKey("response", "basket")


class Department(Record):
    """Who receives a basket once a month."""

    id = AutoField()
    name = TextField()
    email = TextField()
    basket = TextField()
    revoked_at = InstantField(null=True)


class Digest(Record):
    """One month's letter to one department; its token opens the page to reply on."""

    id = AutoField()
    department = ForeignKeyField(Department)
    month = TextField()
    token_digest = BlobField(unique=True)
    made_at = InstantField()


class DigestComment(Record):
    """A comment in a letter, and what the department did with it."""

    digest = ForeignKeyField(Digest)
    response = ForeignKeyField(Response)
    is_used = IntegerField(null=True)
    reply = TextField(null=True)
    replied_at = InstantField(null=True)

    class Meta:
        primary_key = CompositeKey("digest", "response")


class ThemeRun(Record):
    """One reading of a period's comments in one language, and of one side, for themes."""

    id = AutoField()
    from_on = DateField()
    until_on = DateField()
    language = TextField()
    side = TextField()
    n_comments = IntegerField()
    n_before = IntegerField()
    made_at = InstantField()


class Theme(Record):
    """What several comments have in common, by the words that define it."""

    run = ForeignKeyField(ThemeRun)
    position = IntegerField()
    words = TextField()
    n = IntegerField()
    n_before = IntegerField()

    class Meta:
        primary_key = CompositeKey("run", "position")


class ThemeComment(Record):
    """How much a comment belongs to a theme."""

    run = ForeignKeyField(ThemeRun)
    position = IntegerField()
    response = ForeignKeyField(Response)
    weight = DoubleField()

    class Meta:
        primary_key = CompositeKey("run", "position", "response")
