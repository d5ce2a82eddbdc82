"""What a customer has chosen so far: saved at each step, counted when the page was left."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from survey.errors import Conflict, NotFound
from survey.intake.answers import Typed, read_left
from survey.intake.fields import LONGEST_COMMENT
from survey.intake.masking import mask
from survey.intake.refilling import of_this_form
from survey.operations.responses import NO_SUCH_LINK, Told, keep_response
from survey.store import answer_drafts, reads_of_invitations, satisfaction_writes
from survey.store.answer_drafts import Draft
from survey.store.database import transaction
from survey.store.reads_of_invitations import Link

# Whoever comes back within this time finds the form as it was.
LEFT_AFTER = timedelta(minutes=30)
MOST_AT_ONCE = 100
# A comment may stand in a draft at twice the length that is taken, so that it can be cut by hand.
LONGEST_TEXT = 2 * LONGEST_COMMENT


def save_draft(token: str, typed: Typed, *, now: datetime) -> bool:
    """Whether what stands in the form was saved; not where the link takes no answer (any more).

    What is personal in it is masked, as it is in answers: numbers chosen are too short for that.

    Raises:
        NotFound: no invitation has this token.
    """
    link = _find(token)
    of_form = {
        name: [mask(text) for text in texts]
        for name, texts in of_this_form(link.instrument, typed, longest=LONGEST_TEXT).items()
    }
    has_headline = read_left(link.instrument, of_form) is not None
    with transaction():
        satisfaction_writes.note_opened(link.token, now=now)
        return answer_drafts.keep(link.token, of_form, has_headline=has_headline, now=now)


def note_opened(token: str, *, now: datetime) -> None:
    """Keep that a human opened the invitation, unless it is known.

    Raises:
        NotFound: no invitation has this token.
    """
    link = _find(token)
    with transaction():
        satisfaction_writes.note_opened(link.token, now=now)


def settle_drafts(*, now: datetime) -> bool:
    """Whether there were drafts that had been left.

    Those with an answer to the headline become responses, as of when they were last saved; those
    without are thrown away once the invitation has expired.
    """
    left = answer_drafts.left(before=now - LEFT_AFTER, now=now, most=MOST_AT_ONCE)
    for draft in left:
        # Somebody who came back and saved once more has not left.
        with suppress(Conflict), transaction():
            _settle(draft)
    return bool(left)


def _find(token: str) -> Link:
    link = reads_of_invitations.asked(token)
    if link is None:
        raise NotFound(NO_SUCH_LINK)
    return link


def _settle(draft: Draft) -> None:
    instrument = reads_of_invitations.instrument_of(draft.instrument)
    answers = read_left(instrument, draft.typed)
    if answers is None:
        answer_drafts.drop_as_it_was(draft)
        return
    told = Told(draft.token, draft.instrument, answers, has_draft=True, rules=draft.rules)
    if not keep_response(told, now=draft.saved_at, draft=draft):
        answer_drafts.drop(draft.invitation_id)
