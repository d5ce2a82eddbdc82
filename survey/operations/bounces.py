"""A bounce ends its delivery, and with a hard one nothing more goes to the address."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from survey.errors import InvalidInput
from survey.intake.bounce import NoBounce, read_bounce
from survey.operations import stops, tokens
from survey.store import deliveries
from survey.store.database import transaction

FORGED = "Ignored: the address this came to was not made here."
NOT_SENT = "Ignored: no mail of that number was sent."
ENDED = "The mail counts as bounced."
STOPPED = f"{ENDED} Nothing more is sent to its address."
NOTED = "Noted: the mail is late. It still counts as sent."


def accept_bounce(raw: bytes, *, recipient: str = "", secret_key: str, now: datetime) -> str:
    """What was done about a message that came to an address for bounces, in a sentence.

    The same one again changes nothing more.

    Raises:
        NoBounce: it is no bounce of ours, and was ignored.
    """
    found = read_bounce(raw, recipient=recipient)
    delivery_id = tokens.marked_delivery(found.mark, "message", secret_key=secret_key)
    if delivery_id is None:
        raise NoBounce(FORGED)
    with transaction():
        to = deliveries.bounce(delivery_id, found.note, now=now, is_hard=found.is_hard)
        if to is None:
            raise NoBounce(NOT_SENT)
        if not found.is_hard:
            return NOTED
        if not found.is_blamed or to.address is None:
            return ENDED
        with suppress(InvalidInput):
            stops.stop_address(to.address, kind="bounced", origin="dsn", now=now)
        return STOPPED
