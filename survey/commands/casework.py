"""The work on cases and webhooks that waits in the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from survey import webhook
from survey.commands.tools import Tools
from survey.errors import Refusal
from survey.operations import webhooks
from survey.operations.cases import course
from survey.operations.jobs import Job
from survey.store import webhook_messages

# So that a system which keeps everybody waiting does not keep all workers waiting.
REST = timedelta(minutes=1)


def prepare_case(job: Job, tools: Tools, now: datetime) -> None:
    """Give a new case its owner and its time."""
    course.prepare(job.payload["case"], calendar=tools.settings.calendar, now=now)


def prepare_case_again(job: Job, tools: Tools, now: datetime) -> None:
    """Give a case its time that a customer's correction has opened again."""
    course.prepare_again(job.payload["case"], calendar=tools.settings.calendar, now=now)


def tell_again(job: Job, tools: Tools, now: datetime) -> None:
    """Tell a case's owner that the customer was unhappy again."""
    course.tell_again(job.payload["case"], calendar=tools.settings.calendar, now=now)


def escalate_cases(tools: Tools, *, now: datetime) -> bool:
    """Whether a case was found overdue."""
    return course.escalate_overdue(calendar=tools.settings.calendar, now=now)


def post_message(job: Job, tools: Tools, now: datetime) -> None:
    """Post one message to one webhook and keep what came of it.

    Raises:
        Refusal: it was not taken, and is to be tried again.
    """
    message = webhook_messages.waiting(job.payload["message"])
    if message is None:
        return
    is_last = job.attempt >= webhooks.MOST_ATTEMPTS
    if not is_last and webhook_messages.is_silent(
        message.webhook_id, but_for=message.id, since=now - REST
    ):
        raise Refusal("The other system did not answer another message a moment ago.")
    secret = webhook.secret_of(
        message.webhook_id, message.webhook_made_at, secret_key=tools.settings.secret_key
    )
    outcome = webhook.post(message.url, message.id, message.body, secret=secret, now=now)
    webhooks.keep_attempt(message, outcome, is_last=is_last, now=now)
    if not (outcome.is_taken or outcome.is_gone or is_last):
        raise Refusal(outcome.note)
