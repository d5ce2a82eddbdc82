"""The administrator's pages about webhooks: the list, and one with its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from survey import webhook
from survey.errors import NotFound
from survey.insight.forum.board import Typed
from survey.render import numbers
from survey.store import webhook_messages
from survey.store.webhook_messages import MessageRow, WebhookRow
from survey.store.webhooks import CASE_CLOSED, CASE_OPENED, CASE_OVERDUE, INVITATION, RESPONSE

EVENT_WORDS = (
    (CASE_OPENED, "A case was opened"),
    (CASE_OVERDUE, "A case is overdue"),
    (CASE_CLOSED, "A case was closed"),
    (RESPONSE, "A customer answered, or corrected an answer"),
    (INVITATION, "A customer was invited"),
)
SHOWN = 50
MOST_IDS = 2**31
NO_WEBHOOK = "There is no such webhook. Open the list of webhooks again."


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A webhook in the list, with the events it is told of in words."""

    id: int
    name: str
    url: str
    events: str
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class WebhooksPage:
    """Every webhook, and the form for a new one; `ticked` are the events chosen there."""

    lines: tuple[WebhookLine, ...]
    events: tuple[tuple[str, str], ...]
    typed: Typed
    ticked: frozenset[str]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the log; `mark` is the shape beside the words on what came of it."""

    id: str
    event: str
    at: str
    mark: str
    outcome: str
    attempts: str
    note: str
    is_given_up: bool


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """One webhook with its secret and its latest messages. `problem` says why a test was not sent.

    It `is_inside` where its address is of this machine or of a private network.
    """

    line: WebhookLine
    secret: str
    is_inside: bool
    is_plain: bool
    messages: tuple[MessageLine, ...]
    problem: str


def webhooks_page(typed: Typed | None = None, ticked: frozenset[str] = frozenset()) -> WebhooksPage:
    """The list as it stands."""
    lines = tuple(_line(row) for row in webhook_messages.webhooks())
    return WebhooksPage(lines, EVENT_WORDS, typed or Typed(), ticked)


def webhook_page(
    webhook_id: int, *, secret_key: str, zone: tzinfo, problem: str = ""
) -> WebhookPage:
    """One webhook.

    Raises:
        NotFound: there is none with this id.
    """
    row = webhook_messages.webhook(webhook_id) if webhook_id < MOST_IDS else None
    if row is None:
        raise NotFound(NO_WEBHOOK)
    found = webhook_messages.messages(webhook_id, limit=SHOWN)
    return WebhookPage(
        line=_line(row),
        secret=webhook.secret_of(row.id, row.created_at, secret_key=secret_key),
        is_inside=webhook.is_inside(row.url),
        is_plain=row.url.startswith("http:"),
        messages=tuple(_message(one, row, zone) for one in found),
        problem=problem,
    )


def _line(row: WebhookRow) -> WebhookLine:
    words = dict(EVENT_WORDS)
    return WebhookLine(
        row.id,
        row.name,
        row.url,
        "; ".join(words[event] for event in row.events if event in words),
        row.revoked_at is not None,
    )


def _message(one: MessageRow, row: WebhookRow, zone: tzinfo) -> MessageLine:
    mark, outcome = _outcome(one, is_stopped=row.revoked_at is not None)
    return MessageLine(
        id=one.id,
        event=one.event,
        at=_moment(one.created_at, zone),
        mark=mark,
        outcome=outcome,
        attempts=_attempts(one, zone),
        note=_note(one),
        is_given_up=one.failed_at is not None,
    )


def _outcome(one: MessageRow, *, is_stopped: bool) -> tuple[str, str]:
    if one.delivered_at is not None:
        return "good", "Taken"
    if one.failed_at is not None:
        return "poor", "Given up"
    if is_stopped:
        return "unknown", "Not sent: stopped"
    return ("watch", "Tried again later") if one.n_attempts else ("unknown", "Waits to be sent")


def _attempts(one: MessageRow, zone: tzinfo) -> str:
    if one.last_at is None:
        return "no attempt yet"
    times = numbers.counted(one.n_attempts, "attempt", "attempts")
    return f"{times}, last {_moment(one.last_at, zone)}"


def _note(one: MessageRow) -> str:
    return " ".join(part for part in (f"{one.status}:" if one.status else "", one.note) if part)


def _moment(instant: datetime, zone: tzinfo) -> str:
    return numbers.instant(instant, zone)
