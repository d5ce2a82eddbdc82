"""Who is asked how their contact went, and why the others are not: one decision per contact.

`flask work` decides about new contacts in batches, each in one transaction with its invitations,
its messages and its counts: whoever is stopped half way has decided nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from survey.errors import NotFound
from survey.operations import inviting
from survey.operations.askings import is_opted_out
from survey.operations.choosing import Chooser
from survey.operations.tokens import invitation_token
from survey.store import deciding, reads_of_invitations
from survey.store.database import IntegrityError, transaction
from survey.store.fields import from_seconds

BATCH = 2_000
# These two may come out otherwise once more is known of the contact.
MAY_CHANGE = ("no_address", "not_eligible")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a contact.

    `token` is the secret of its invitation's link and `expires_at` when that ends; both are None
    where the customer is not asked, or has a link that cannot be told again.
    """

    contact_id: int
    outcome: str
    rule: str | None
    survey_id: int | None
    token: str | None
    expires_at: datetime | None


def decide_batch(*, now: datetime, secret_key: str, zone: ZoneInfo, n: int = BATCH) -> int:
    """How many contacts were decided about, at most `n`; 0 where none waits or others are at it.

    `zone` is the centre's: its clock is the customer's where theirs is not known.
    """
    if not deciding.has_undecided():
        return 0
    try:
        return _decide(n, now=now, secret_key=secret_key, zone=zone)
    except IntegrityError:  # somebody was invited by hand at this very moment
        return _decide(n, now=now, secret_key=secret_key, zone=zone)


def decide_one(
    contact_id: int,
    *,
    now: datetime,
    secret_key: str,
    zone: ZoneInfo,
    via_link: bool = False,
) -> Decided:
    """What is decided about one contact, by the same rules as in a batch; a decision stands.

    A customer who has opted out since counts as `opted_out`.
    With `via_link` the caller passes the link on: no address is needed, and nothing is sent.

    Raises:
        NotFound: there is no such contact.
    """
    with transaction():
        deciding.wait_for_turn()
        one = deciding.candidate(contact_id)
        if one is None:
            raise NotFound("There is no such contact.")
        if one.outcome is None or (one.outcome in MAY_CHANGE and not one.is_invited):
            chooser = Chooser(now=now, zone=zone, via_link=via_link)
            again = [] if one.outcome is None else [contact_id]
            inviting.keep(chooser.choose([one]), again=again, now=now, secret_key=secret_key)
        return _standing(contact_id, secret_key=secret_key)


def _decide(n: int, *, now: datetime, secret_key: str, zone: ZoneInfo) -> int:
    with transaction():
        if not deciding.take_turn():
            return 0
        again = deciding.candidates_again(n)
        before = deciding.mark()
        new = deciding.candidates_beyond(before, n - len(again))
        chooser = Chooser(now=now, zone=zone)
        open_again = [one for one in again if one.outcome in MAY_CHANGE and not one.is_invited]
        # One decided about alone, by a request that needed its link, stands before the mark.
        unmet = [one for one in new if one.outcome is None]
        inviting.keep(
            chooser.choose(open_again + unmet),
            again=[one.contact_id for one in open_again],
            now=now,
            secret_key=secret_key,
        )
        deciding.forget_waiting([one.contact_id for one in again])
        if new:
            deciding.move_mark(before, new[-1].contact_id)
    return len(again) + len(new)


def _standing(contact_id: int, *, secret_key: str) -> Decided:
    found = deciding.standing(contact_id)
    assert found is not None
    made = Decided(contact_id, found.outcome, found.rule, found.survey_id, None, None)
    token = invitation_token(contact_id, secret_key=secret_key)
    # An invitation made in the shell has a secret of its own, which is kept nowhere.
    one = deciding.candidate(contact_id)
    if one is not None and not one.is_answered and is_opted_out(one):
        return replace(made, outcome="opted_out", rule=None)
    if found.expires_at is None or found.token_digest != reads_of_invitations.digest_of(token):
        return made
    return replace(made, token=token, expires_at=from_seconds(found.expires_at))
