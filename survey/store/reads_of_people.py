"""Who is signed in, and which other system is calling."""

from __future__ import annotations

from survey.store.database import rows
from survey.store.people import User


def active_user(user_id: int | None, epoch: int | None) -> User | None:
    """The user of a session, or None where the session has ended or the user was deactivated."""
    if user_id is None:
        return None
    user: User | None = User.get_or_none(
        (User.id == user_id) & (User.session_epoch == epoch) & User.deactivated_at.is_null()
    )
    return user


def user_by_id(user_id: int) -> User | None:
    """The user with this id, deactivated or not, or None."""
    user: User | None = User.get_or_none(User.id == user_id)
    return user


def user_with(email: str) -> User | None:
    """The user with this address (in small letters), deactivated or not, or None."""
    user: User | None = User.get_or_none(User.email == email)
    return user


def anyone_signs_in() -> bool:
    """Whether there is a user who may sign in."""
    return bool(rows("SELECT 1 FROM app_user WHERE deactivated_at IS NULL LIMIT 1"))


def api_key_name(digest: bytes) -> str | None:
    """The name of the unrevoked API key with this digest, or None."""
    found = rows("SELECT name FROM api_key WHERE digest = ? AND revoked_at IS NULL", (digest,))
    return found[0][0] if found else None
