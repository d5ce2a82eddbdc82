"""Sign in by a mailed link that works once and not for long.

Whoever asks learns nothing: asking writes the same job for every address, and only the worker
looks whether a user has it. A token is kept as its digest; in the clear it exists in the queued
mail alone, and goes with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.errors import Busy, InvalidInput, NotFound
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.operations.wording import is_email
from survey.store import reads_of_jobs, reads_of_people, sign_in_links, writes_of_people

LINK_LIFETIME = timedelta(minutes=30)
# Anybody can ask in anybody's name. So asking never ends a link that was mailed before: it works
# for its whole lifetime, and the owner of the address has one in hand whenever mail pauses.
MOST_MAILS = 5
MAIL_WINDOW = timedelta(minutes=10)
# So that a flood of made-up addresses cannot fill the disk; workers empty this many in seconds.
MOST_WAITING = 1_000
ASKED = "sign_in"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a used link belongs to; `epoch` ends the session when the user's epoch moves on."""

    user_id: int
    epoch: int
    role: str


def ask(email: str, *, now: datetime) -> None:
    """Queue the question whether a user has this address, and if so, their mail with a link.

    Raises:
        InvalidInput: this is no email address.
        Busy: `MOST_WAITING` questions wait already; it does not depend on the address.
    """
    email = email.strip().lower()
    if not is_email(email):
        raise InvalidInput(["Write the email address like name@example.org."])
    with kept():
        if reads_of_jobs.n_waiting(ASKED) >= MOST_WAITING:
            raise Busy(
                "So many links are being asked for that we cannot take another question just now."
                " Please try again in a few minutes."
            )
        subject = f"{ASKED}:{hashlib.sha256(email.encode()).hexdigest()}"
        jobs.enqueue(ASKED, {"email": email}, due_at=now, subject=subject)


def mail_link(email: str, *, token: str, now: datetime) -> bool:
    """Whether a mail with a link was queued for the user with this address.

    It is not where no active user has it, where a mail to them still waits, and where `MOST_MAILS`
    unused links were made for them within `MAIL_WINDOW`.
    """
    with kept():
        user = reads_of_people.user_with(email)
        if user is None or user.deactivated_at is not None:
            return False
        sign_in_links.delete_expired_links(user.id, now=now)
        recent = now - MAIL_WINDOW + LINK_LIFETIME
        if sign_in_links.n_unused_links(user.id, expiring_after=recent) >= MOST_MAILS:
            return False
        values = {"name": user.name, "token": token, "minutes": LINK_LIFETIME.seconds // 60}
        mail = {"template": "sign_in", "to": user.email, "values": values}
        subject, expires_at = f"mail:sign_in:{user.id}", now + LINK_LIFETIME
        if not jobs.enqueue("mail", mail, due_at=now, expires_at=expires_at, subject=subject):
            return False
        sign_in_links.insert_link(token, user.id, expires_at=expires_at)
        return True


def make_link(email: str, *, token: str, now: datetime) -> None:
    """Let `token` sign in the user with this address, without mail; for who runs the machine.

    Raises:
        NotFound: no active user has the address.
    """
    with kept():
        user = reads_of_people.user_with(email.strip().lower())
        if user is None or user.deactivated_at is not None:
            raise NotFound(f"No user signs in with {email}. `flask add-user` adds one.")
        sign_in_links.delete_expired_links(user.id, now=now)
        sign_in_links.insert_link(token, user.id, expires_at=now + LINK_LIFETIME)


def use(token: str, *, now: datetime) -> SignedIn | None:
    """Who signs in with this link, or None where it is unknown, used or expired.

    Of two at once exactly one gets in. The user's other links end with it.
    """
    with kept():
        user_id = sign_in_links.use_link(token, now=now)
        user = None if user_id is None else reads_of_people.user_by_id(user_id)
        if user is None or user.deactivated_at is not None:
            return None
        sign_in_links.delete_open_links(user.id)
        return SignedIn(user.id, user.session_epoch, user.role)


def end(user_id: int) -> None:
    """End every session of the user, on this device and on others."""
    with kept():
        writes_of_people.end_sessions(user_id)
