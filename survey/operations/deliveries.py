"""Messages on their way to customers: each is handed over at most once.

A worker claims a message, and gives everything but its last line away. Then `hand_over` says
whether the last line may follow; from that moment on nobody sends it again, whatever becomes of
the worker. docs/decisions/0010-exactly-once.md has the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from survey.errors import InvalidInput
from survey.intake.quiet_hours import awake_at, clock_of
from survey.operations import askings, stops
from survey.store import deliveries, digests
from survey.store.askings import forget_asking
from survey.store.database import transaction
from survey.store.deliveries import Addressed, Claim

# Longer than a patient connection takes for a letter: a dozen replies, a minute each.
LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 20
# Whoever reads a message has this long to answer it at least, or it is not sent any more.
LEAST_TIME = timedelta(hours=12)
# A reminder whose invitation has not left yet waits this long before it looks again.
NOT_YET = timedelta(days=1)
LONGEST_NOTE = 500

ANSWERED = "The customer has answered."
WITHDRAWN = "The invitation was withdrawn."
RETIRED = "The survey was retired before this was sent."
NO_ADDRESS = "There is no address any more."
ON_STOP_LIST = "Nothing is sent to this address any more."
LONG_AGO = "The contact closed longer ago than the survey's rules ask."
TOO_LATE = "Too little time was left to answer."
GAVE_UP = f"The worker stopped {MOST_ATTEMPTS} times before this was sent."


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message that may be sent now."""

    claim: Claim
    about: Addressed
    address: str


def take(vias: Sequence[str], *, now: datetime, lease: timedelta = LEASE) -> Claim | None:
    """The message longest overdue, leased to the caller until `now + lease`, or None."""
    if not vias:
        return None
    with transaction():
        return deliveries.claim_delivery(vias, now=now, until=now + lease)


def look(claim: Claim, *, now: datetime, zone: tzinfo) -> Outgoing | None:
    """What is to be sent, or None where it was stopped or put off just now.

    Quiet hours are those of the customer's own time zone, or of `zone` where it is not known.
    """
    with transaction():
        about = deliveries.addressed(claim)
        ended = _reason_to_end(claim, about, now=now, zone=zone)
        if ended is not None:
            _end_unsent(claim, *ended, now=now)
            return None
        if claim.kind == "reminder" and about.invitation_state == "waiting":
            deliveries.put_off(claim, None, due_at=now + NOT_YET, is_counted=False)
            return None
        quiet = about.rules.quiet_times
        awake = awake_at(now, zone=clock_of(about.timezone, otherwise=zone), quiet=quiet)
        if awake > now:
            deliveries.put_off(claim, None, due_at=awake, is_counted=False)
            return None
    assert about.address is not None
    return Outgoing(claim, about, about.address)


def hand_over(outgoing: Outgoing, *, now: datetime) -> bool:
    """Whether the message may be completed. If so it counts as handed over from now on.

    The reminder is written in the same transaction. Where the answer is no, because the claim was
    lost or the customer has answered or unsubscribed meanwhile, nothing of it may be kept.
    """
    claim, about = outgoing.claim, outgoing.about
    salt = digests.salt()
    address = digests.of_address(outgoing.address, salt=salt)
    customer = digests.of_customer(about.customer_ref, salt=salt) if about.customer_ref else None
    with transaction():
        is_ours = deliveries.hand_over(claim, address, customer, now=now)
        if is_ours and claim.kind == "invitation" and about.rules.reminder_days:
            due_at = now + timedelta(days=about.rules.reminder_days)
            if due_at + LEAST_TIME < about.expires_at:
                deliveries.put_reminder(claim, due_at=due_at)
    return is_ours


def confirm(outgoing: Outgoing, *, now: datetime) -> None:
    """The other side has taken the message."""
    with transaction():
        deliveries.end(outgoing.claim, "sent", None, now=now)


def free(outgoing: Outgoing, *, now: datetime) -> None:
    """The message was not completed, through no fault of its own: it is due as before."""
    with transaction():
        deliveries.put_off(outgoing.claim, None, due_at=now, is_counted=False)


def fail(outgoing: Outgoing, note: str, *, now: datetime) -> None:
    """The message was not taken. It waits, twice as long each time, while there is time to answer.

    A message that was handed over and then refused waits again as well: it was not taken.
    """
    claim = outgoing.claim
    pause = min(FIRST_PAUSE * 2 ** (claim.attempt - 1), LONGEST_PAUSE)
    note = note[:LONGEST_NOTE]
    with transaction():
        if now + pause + LEAST_TIME > outgoing.about.expires_at:
            _end(claim, "expired", note, now=now)
        elif claim.attempt >= MOST_ATTEMPTS:
            _end(claim, "given_up", note, now=now)
        else:
            deliveries.put_off(claim, note, due_at=now + pause, is_counted=True)


def rest(outgoing: Outgoing, note: str, *, due_at: datetime) -> None:
    """Nobody's message is taken just now: this one waits, and no attempt of its own is counted."""
    with transaction():
        deliveries.put_off(outgoing.claim, note[:LONGEST_NOTE], due_at=due_at, is_counted=False)


def refuse(outgoing: Outgoing, note: str, *, now: datetime) -> None:
    """The address was refused for good: nothing more is sent to it."""
    with transaction():
        if _end(outgoing.claim, "refused", note[:LONGEST_NOTE], now=now):
            # What is no address at all needs no stop.
            with suppress(InvalidInput):
                stops.stop_address(outgoing.address, kind="bounced", origin="smtp", now=now)


def leave(outgoing: Outgoing, note: str) -> None:
    """Nobody can say whether the message was taken: it stays handed over, and keeps the note."""
    with transaction():
        deliveries.keep_note(outgoing.claim, note[:LONGEST_NOTE])


def retry_given_up(*, now: datetime) -> int:
    """How many messages that were given up wait again, due now."""
    with transaction():
        retried = deliveries.retry_given_up(now=now)
        for invitation_id, kind in retried:
            if kind == "invitation":
                askings.note_asked_again(invitation_id, now=now)
    return len(retried)


def _reason_to_end(
    claim: Claim, about: Addressed, *, now: datetime, zone: tzinfo
) -> tuple[str, str] | None:
    """State and note of a message that is not to be sent any more, or None."""
    reasons = (
        (about.is_answered, "stopped", ANSWERED),
        (about.is_withdrawn, "stopped", WITHDRAWN),
        (about.is_retired, "stopped", RETIRED),
        (about.address is None, "stopped", NO_ADDRESS),
        (about.expires_at < now + LEAST_TIME, "expired", TOO_LATE),
        (claim.kind == "invitation" and now > _latest(about, zone), "expired", LONG_AGO),
        (claim.attempt > MOST_ATTEMPTS, "given_up", GAVE_UP),
        (claim.kind == "reminder" and not _wants_reminder(about), "stopped", WITHDRAWN),
    )
    for is_so, state, note in reasons:
        if is_so:
            return state, note
    if about.address is not None and stops.is_stopped(about.address, about.customer_ref):
        return "stopped", ON_STOP_LIST
    return None


def _latest(about: Addressed, zone: tzinfo) -> datetime:
    """Until when the survey's rules ask; a contact of which the day is known closed at its end."""
    next_day = about.closed_on + timedelta(days=1)
    closed_at = about.closed_at or datetime.combine(next_day, time(), zone)
    return closed_at + timedelta(hours=about.rules.latest_hours)


def _wants_reminder(about: Addressed) -> bool:
    """Whether the invitation went out, or still may, and its survey reminds people."""
    states = ("waiting", "handed_over", "sent")
    return about.rules.reminder_days > 0 and about.invitation_state in states


def _end_unsent(claim: Claim, state: str, note: str, *, now: datetime) -> None:
    """An invitation keeps the reason why it was not sent; a reminder nobody needs is forgotten."""
    if claim.kind == "reminder" and state != "given_up":
        deliveries.delete(claim)
    else:
        _end(claim, state, note, now=now)


def _end(claim: Claim, state: str, note: str, *, now: datetime) -> bool:
    """Whether the message was still ours; where it was an invitation, nobody was asked by it."""
    is_ours = deliveries.end(claim, state, note, now=now)
    if is_ours and claim.kind == "invitation":
        forget_asking(claim.invitation_id)
    return is_ours
