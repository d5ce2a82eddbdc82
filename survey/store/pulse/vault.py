"""The vault: ballots and remarks with no person, no time and no order.

Only `survey.privacy` and `survey.store.pulse.slot` may import this module (an import contract
holds it), because whoever can read rows here can read single ballots.
"""

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.pulse.waves import Block, Wave


class BallotCard(Record):
    """A printed, unassigned right to answer once, kept as the digest of its code."""

    digest = BlobField(primary_key=True)
    block = ForeignKeyField(Block)
    is_spent = IntegerField()


class Ballot(Record):
    """One anonymous pulse response. `answers` is canonical JSON of item code to value."""

    key = BlobField(primary_key=True)
    block = ForeignKeyField(Block)
    answers = TextField()


class Remark(Record):
    """One answer in own words: no block, no link to the ballot it came with."""

    key = BlobField(primary_key=True)
    wave = ForeignKeyField(Wave)
    item = TextField()
    text = TextField()
