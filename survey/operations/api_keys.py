"""Keys with which other systems call the API."""

from __future__ import annotations

import hashlib
from datetime import datetime

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations.keeping import kept
from survey.operations.wording import LONGEST_CODE, text_problems
from survey.store import writes_of_people

# Says what it is where it turns up by accident, to people and to programs that look for secrets.
PREFIX = "bothends_"


def create_api_key(name: str, *, secret: str, now: datetime) -> str:
    """The key to hand over, `PREFIX` and `secret`; it is kept as a digest and never shown again.

    The name of a revoked key may be used again.

    Raises:
        InvalidInput: the name is empty or too long.
        Conflict: a key with this name is in use.
    """
    name = name.strip()
    problems = text_problems("name of the key", name, LONGEST_CODE)
    if problems:
        raise InvalidInput(problems)
    key = PREFIX + secret
    with kept():
        digest = hashlib.sha256(key.encode()).digest()
        if not writes_of_people.keep_api_key(name, digest, now=now):
            raise Conflict(f"The key ‘{name}’ is in use. Revoke it first, or choose another name.")
    return key


def revoke_api_key(key_id: int, *, now: datetime) -> None:
    """The key opens nothing any more.

    Raises:
        NotFound: there is no such key.
    """
    with kept():
        if not writes_of_people.revoke_api_key(key_id, now=now):
            raise NotFound("There is no such key. Open the list of keys again.")
