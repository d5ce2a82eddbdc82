"""Keys of blocks and rights to claim a signature: the tables behind credentials by link.

Nothing here names a person: a claim belongs to a block.
"""

from __future__ import annotations

from peewee import BlobField, ForeignKeyField, IntegerField

from survey.store.database import Record
from survey.store.pulse.waves import Block


class BlockKey(Record):
    """The signing key of a block in one wave: its public modulus, and the private half, sealed.

    Closing the wave destroys the private half and notes how many signatures were issued.
    """

    block = ForeignKeyField(Block, primary_key=True)
    modulus = BlobField()
    sealed = BlobField(null=True)
    n_issued = IntegerField(null=True)


class Claim(Record):
    """The right to one signature, kept as the digest of a mailed token.

    `blinded` is the digest of the blinded value that was signed, so that the same one is signed
    again and no other.
    """

    digest = BlobField(primary_key=True)
    block = ForeignKeyField(Block)
    blinded = BlobField(null=True)
