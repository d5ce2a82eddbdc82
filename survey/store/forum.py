"""The forum's ledger: meetings, what they talk about, decisions and what became of them."""

from peewee import AutoField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.fields import InstantField
from survey.store.people import User
from survey.store.pulse.waves import Wave


class Meeting(Record):
    """One meeting of the forum: planned, held with its minutes, or cancelled."""

    id = AutoField()
    held_on = DateField()
    title = TextField()
    state = TextField()
    present = TextField(null=True)
    minutes = TextField(null=True)
    version = IntegerField()

    class Meta:
        table_name = "forum_meeting"


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
    meeting = ForeignKeyField(Meeting, null=True)
    dissent = TextField(null=True)


class AgendaItem(Record):
    """What a meeting talks about: an ask, a signal, an overdue promise, or something of its own."""

    id = AutoField()
    meeting = ForeignKeyField(Meeting)
    kind = TextField()
    reference = TextField()
    driver = TextField(null=True)
    wording = TextField()
    position = IntegerField()
    state = TextField()
    decision = ForeignKeyField(Decision, null=True)


class DecisionStep(Record):
    """Where a decision stood from one moment on, and the words noted with it."""

    id = AutoField()
    decision = ForeignKeyField(Decision)
    state = TextField()
    words = TextField(null=True)
    noted_at = InstantField()
    user = ForeignKeyField(User, null=True)


class Ask(Record):
    """Something agents asked for, put in words by who prepares the forum; it wants an answer.

    `size` says in tangible units how much it is about, `options` what could be decided.
    """

    wave = ForeignKeyField(Wave)
    driver = TextField()
    wording = TextField()
    noted_on = DateField()
    size = TextField(null=True)
    options = TextField(null=True)
    proposed_owner = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("wave", "driver", "wording")
