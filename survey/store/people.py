"""Units, agents, leaders, and the users who sign in."""

from peewee import (
    AutoField,
    BlobField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from survey.store.database import Record
from survey.store.fields import InstantField


class Unit(Record):
    """An organisational team in the tree: centre (depth 0), site (1), team (2).

    The foreign key on (parent, parent's depth) with depth = parent's depth + 1 makes a cycle
    impossible to write.
    """

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    depth = IntegerField()
    parent = ForeignKeyField("self", null=True, backref="children")
    parent_depth = IntegerField(null=True)


class Agent(Record):
    """The person who handles contacts."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()


class Membership(Record):
    """From this day the agent belongs to this unit (to none, if null) until the next row's day.

    There is no end date, so two memberships cannot overlap.
    """

    agent = ForeignKeyField(Agent)
    from_on = DateField()
    unit = ForeignKeyField(Unit, null=True)

    class Meta:
        primary_key = CompositeKey("agent", "from_on")


class Leader(Record):
    """The person who leads a unit."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()


class Leadership(Record):
    """From this day the unit is led by this leader (nobody, if null) until the next row's day."""

    unit = ForeignKeyField(Unit)
    from_on = DateField()
    leader = ForeignKeyField(Leader, null=True)

    class Meta:
        primary_key = CompositeKey("unit", "from_on")


class User(Record):
    """A person who signs in; an agent's and a leader's user point to who they are."""

    id = AutoField()
    email = CharField(unique=True)
    name = TextField()
    role = TextField()
    agent_id: int | None
    leader_id: int | None
    agent = ForeignKeyField(Agent, null=True)
    leader = ForeignKeyField(Leader, null=True)
    session_epoch = IntegerField(default=0)
    deactivated_at = InstantField(null=True)

    class Meta:
        table_name = "app_user"


class SignInLink(Record):
    """A mailed one-time link, kept as a digest."""

    digest = BlobField(primary_key=True)
    user = ForeignKeyField(User)
    expires_at = InstantField()
    used_at = InstantField(null=True)


class ApiKey(Record):
    """A bearer key of another system, kept as a digest."""

    id = AutoField()
    name = TextField(unique=True)
    digest = BlobField(unique=True)
    created_at = InstantField()
    revoked_at = InstantField(null=True)
