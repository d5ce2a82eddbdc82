"""What every response goes through: held against its instrument, kept, told of, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.keys import permitted_values
from survey.instruments.measures import CALL_BACK, COMMENT, TESTIMONIAL
from survey.intake.answers import CHOOSE_ONE, Answers, Typed, read_form
from survey.operations import cases, webhooks
from survey.store import (
    answer_drafts,
    reads_of_cases,
    reads_of_invitations,
    rollup_writes,
    satisfaction_writes,
)
from survey.store.answer_drafts import Draft
from survey.store.reads_of_invitations import Link

RECORDED = "response.recorded"
NO_SUCH_LINK = "No invitation has this link."


@dataclass(frozen=True, slots=True)
class Told:
    """Answers that fit an instrument; `token` and `instrument` are digests.

    `rules` are those of the survey that asks, as they are stored, or None.
    """

    token: bytes
    instrument: str
    answers: Answers
    has_draft: bool
    rules: str | None


def keep_response(told: Told, *, now: datetime, draft: Draft | None = None) -> bool:
    """Whether the answers were kept and counted; not where the invitation takes none (any more).

    Belongs into the caller's transaction. With a `draft` the answers are those of a form that was
    left.

    Raises:
        Conflict: something was saved in the draft since; nothing may be kept then.
    """
    kept = satisfaction_writes.insert_response(
        told.token,
        instrument=told.instrument,
        comment=told.answers.comment,
        received_at=now,
        is_left=draft is not None,
    )
    if kept is None:
        return False
    keep_answers(kept.response_id, told.answers)
    satisfaction_writes.note_opened(told.token, now=now)
    if draft is None:
        # One that is saved this very moment is dropped when it has been left.
        if told.has_draft:
            answer_drafts.drop(kept.invitation_id)
    elif not answer_drafts.drop_as_it_was(draft):
        raise Conflict("The customer is answering still.")
    if told.answers.values.get(TESTIMONIAL):
        satisfaction_writes.give_consent(kept.response_id, now=now)
    if _could_open_case(told):
        cases.consider_response(kept.response_id, now=now)
    webhooks.publish(RECORDED, {"response_id": kept.response_id}, now=now)
    # Counting comes last in every transaction: see rollup_writes.
    rollup_writes.count_response(kept.response_id)
    return True


def keep_answers(response_id: int, answers: Answers) -> None:
    """Keep the numbers and words of a response that has none."""
    satisfaction_writes.insert_answers(response_id, answers.values)
    texts = {code: text for code, text in answers.texts.items() if code != COMMENT}
    if texts:
        satisfaction_writes.insert_texts(response_id, texts)


def replace_answers(response_id: int, answers: Answers, *, now: datetime) -> None:
    """Keep and count other answers in the place of those of a response that is held."""
    rollup_writes.hold_cells(response_id, answers.values)
    rollup_writes.take_out_response(response_id)
    satisfaction_writes.delete_answers(response_id)
    keep_answers(response_id, answers)
    if answers.values.get(TESTIMONIAL):
        satisfaction_writes.give_consent(response_id, now=now)
    else:
        satisfaction_writes.withdraw_consent(response_id, now=now)
    cases.consider_response(response_id, now=now)
    webhooks.publish(RECORDED, {"response_id": response_id}, now=now)
    rollup_writes.put_back_response(response_id)


def read(token: str, typed: Typed) -> Told:
    """What a form answers to what the link asks.

    Raises:
        NotFound: no invitation has this token.
        Misanswered: the form is no answer to it.
    """
    link = _asked(token)
    answers = read_form(link.instrument, typed)
    return Told(link.token, link.digest, answers, link.has_draft, link.rules)


def fit(
    token: str,
    answers: Mapping[str, int | None],
    comment: str | None,
    texts: Mapping[str, str],
) -> Told:
    """The answers as they are kept.

    Raises:
        NotFound: no invitation has this token.
        InvalidInput: the headline has no answer, or a number is not one of its item's.
    """
    link = _asked(token)
    permitted = _permitted(link.digest)
    values = {
        key: value for key, value in answers.items() if key in permitted and value is not None
    }
    unfit = [key for key, value in values.items() if value not in permitted[key]]
    if link.instrument.headline not in values:
        unfit.append(link.instrument.headline)
    if unfit:
        raise InvalidInput([f"{key}: {CHOOSE_ONE}" for key in unfit])
    words = dict(texts) if comment is None else {**texts, COMMENT: comment}
    return Told(link.token, link.digest, Answers(values, words), link.has_draft, link.rules)


def _asked(token: str) -> Link:
    link = reads_of_invitations.asked(token)
    if link is None:
        raise NotFound(NO_SUCH_LINK)
    return link


@lru_cache(maxsize=64)
def _permitted(digest: str) -> Mapping[str, tuple[int, ...]]:
    return permitted_values(reads_of_invitations.instrument_of(digest))


def _could_open_case(told: Told) -> bool:
    """Whether it is worth looking: most customers are content, and should not wait for it."""
    if told.answers.values.get(CALL_BACK):
        return True
    at_most = reads_of_cases.score_that_opens(told.rules, told.instrument)
    headline = reads_of_invitations.instrument_of(told.instrument).headline
    score = told.answers.values.get(headline)
    return at_most is not None and score is not None and score <= at_most
