"""The vault: ballots and remarks with no person, no time and no order.

Only `survey.privacy` and `survey.store.pulse.slot` may import this module (an import contract
holds it), because whoever can read rows here can read single ballots.
"""

from peewee import BlobField, CompositeKey, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record
from survey.store.pulse.waves import Block, Wave


class BallotCard(Record):
    """A printed, unassigned right to answer once, kept as the digest of its code.

    A spent card leaves no row, so that a spent and an unknown card are the same thing.
    """

    digest = BlobField(primary_key=True)
    block = ForeignKeyField(Block)


class Ballot(Record):
    """One anonymous pulse response of the open wave; `answers` is canonical JSON: item to value."""

    key = BlobField(primary_key=True)
    block = ForeignKeyField(Block)
    answers = TextField()


class Remark(Record):
    """One answer of the open wave in own words: no block, no link to its ballot."""

    key = BlobField(primary_key=True)
    wave = ForeignKeyField(Wave)
    item = TextField()
    text = TextField()


class CountedBallot(Record):
    """A ballot of a closed wave; `position` counts through the block's ballots by content."""

    block = ForeignKeyField(Block)
    position = IntegerField()
    answers = TextField()

    class Meta:
        primary_key = CompositeKey("block", "position")
