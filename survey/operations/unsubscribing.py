"""A customer stops our messages, or asks for them again, by the link in one of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Literal

from survey.errors import NotFound
from survey.operations import stops
from survey.store import deliveries
from survey.store.database import transaction
from survey.store.deliveries import Recipient

NO_SUCH_MESSAGE = "We do not know this address. Open the link again from the message we sent you."


def stop(delivery_id: int | None, *, origin: Literal["page", "one_click"], now: datetime) -> None:
    """Send nothing more to whom this message went, at this address or another of theirs.

    A second time changes nothing.

    Raises:
        NotFound: there was no such message.
    """
    with transaction():
        to = _recipient(delivery_id)
        if to.address is not None:
            stops.stop_address(to.address, kind="opted_out", origin=origin, now=now)
        if to.customer_ref is not None:
            stops.stop_customer(to.customer_ref, origin=origin, now=now)


def undo(delivery_id: int | None) -> None:
    """The customer may be asked again; a second time changes nothing.

    Raises:
        NotFound: there was no such message.
    """
    with transaction():
        to = _recipient(delivery_id)
        if to.address is not None:
            with suppress(NotFound):
                stops.lift_stop(to.address, to.customer_ref)


def _recipient(delivery_id: int | None) -> Recipient:
    found = None if delivery_id is None else deliveries.recipient(delivery_id)
    if found is None:
        raise NotFound(NO_SUCH_MESSAGE)
    return found
