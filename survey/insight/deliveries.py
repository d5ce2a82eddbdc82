"""What became of the messages to customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from survey.errors import NotFound
from survey.render import numbers
from survey.store import reads_of_deliveries
from survey.store.reads_of_deliveries import DeliveryRow

N_DAYS = 14
ON_A_PAGE = 50
MOST_TROUBLED = 10
# Name and meaning of each state, in the order of the page.
STATES = {
    "waiting": ("Waiting", "not sent yet: it is not due, or the server did not take it so far"),
    "sent": ("Sent", "taken by the mail server or the provider"),
    "handed_over": (
        "Handed over, reply not seen",
        "given away whole; counted as sent and never sent again, because it may have arrived",
    ),
    "bounced": ("Bounced", "reported back as undeliverable"),
    "refused": ("Refused", "its address was refused for good when it was sent"),
    "stopped": ("Stopped", "answered, withdrawn, erased or opted out before it was sent"),
    "expired": ("Expired", "not sent while there was time enough to answer"),
    "given_up": ("Given up", "tried twenty times, and not taken for reasons of ours"),
}
KINDS = {"invitation": "invitation", "reminder": "reminder"}
VIAS = {"mail": "mail", "sms": "short message"}


@dataclass(frozen=True, slots=True)
class StateLine:
    """How many messages are in one state: invitations, reminders, and by short message of both."""

    code: str
    name: str
    meaning: str
    n_invitations: int
    n_reminders: int
    n_by_sms: int
    href: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message in words, with the way to its contact."""

    href: str
    contact: str
    survey: str
    what: str
    moment: str
    note: str


@dataclass(frozen=True, slots=True)
class DeliveriesPage:
    """The messages that were due in the last days, by state; `overdue` is a sentence."""

    n_days: int
    states: tuple[StateLine, ...]
    overdue: str
    is_overdue: bool
    troubled: tuple[MessageLine, ...]
    n_given_up: int


@dataclass(frozen=True, slots=True)
class StatePage:
    """The messages in one state, fifty to a page."""

    name: str
    meaning: str
    n: int
    lines: tuple[MessageLine, ...]
    number: int
    n_pages: int


Href = Callable[..., str]


def overview(
    *, now: datetime, zone: tzinfo, state_link: Href, contact_link: Href
) -> DeliveriesPage:
    """Counts by state, what waits longest, and what went wrong last."""
    since = now - timedelta(days=N_DAYS)
    found = reads_of_deliveries.counts(since=since)
    lines = tuple(_state_line(code, found, state_link) for code in STATES)
    n, oldest = reads_of_deliveries.overdue(now=now)
    overdue = "No message is overdue."
    if oldest is not None:
        since_when = numbers.instant(oldest, zone)
        overdue = f"{numbers.counted(n, 'message is', 'messages are')} due, since {since_when}."
    given_up = next(line for line in lines if line.code == "given_up")
    return DeliveriesPage(
        n_days=N_DAYS,
        states=lines,
        overdue=overdue,
        is_overdue=oldest is not None,
        troubled=tuple(
            _message_line(row, zone, contact_link)
            for row in reads_of_deliveries.troubled(limit=MOST_TROUBLED)
        ),
        n_given_up=given_up.n_invitations + given_up.n_reminders,
    )


def one_state(
    code: str, *, number: int, now: datetime, zone: tzinfo, contact_link: Href
) -> StatePage:
    """The messages in one state.

    Raises:
        NotFound: there is no such state or page.
    """
    if code not in STATES:
        raise NotFound("There is no such state.")
    since = now - timedelta(days=N_DAYS)
    n = reads_of_deliveries.n_of(code, since=since)
    n_pages = max(1, -(-n // ON_A_PAGE))
    if not 1 <= number <= n_pages:
        raise NotFound("There is no such page.")
    found = reads_of_deliveries.in_state(
        code, since=since, limit=ON_A_PAGE, offset=ON_A_PAGE * (number - 1)
    )
    lines = tuple(_message_line(row, zone, contact_link) for row in found)
    return StatePage(*STATES[code], n, lines, number, n_pages)


def _state_line(code: str, found: list[tuple[str, str, str, int]], link: Href) -> StateLine:
    def n(**wanted: str) -> int:
        return sum(
            count
            for state, kind, via, count in found
            if state == code and wanted.get("kind", kind) == kind and wanted.get("via", via) == via
        )

    name, meaning = STATES[code]
    return StateLine(
        *(code, name, meaning, n(kind="invitation"), n(kind="reminder"), n(via="sms")),
        href=link(state=code),
    )


def _message_line(row: DeliveryRow, zone: tzinfo, link: Href) -> MessageLine:
    tried = f", tried {numbers.counted(row.attempts, 'time')}" if row.attempts > 1 else ""
    return MessageLine(
        href=link(contact_id=row.contact_id),
        contact=f"Contact {row.contact_id}",
        survey=row.survey or "",
        what=f"{KINDS[row.kind]} by {VIAS[row.via]}{tried}",
        moment=numbers.instant(row.due_at if row.state == "waiting" else row.at, zone),
        note=row.note or "",
    )
