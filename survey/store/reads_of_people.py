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


def who_signs_in() -> list[tuple[str, str]]:
    """Address and role of every user who may sign in, in the order they were added."""
    found = rows("SELECT email, role FROM app_user WHERE deactivated_at IS NULL ORDER BY id")
    return [(email, role) for email, role in found]


def api_key_name(digest: bytes) -> str | None:
    """The name of the unrevoked API key with this digest, or None."""
    found = rows("SELECT name FROM api_key WHERE digest = ? AND revoked_at IS NULL", (digest,))
    return found[0][0] if found else None
