"""The page on which a customer stops our messages, or asks for them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.render.languages import pick_language
from survey.store import deliveries, digests, stops


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """What the page shows; `mark` is the secret of its address, `language` the customer's.

    The state is `gone` where we keep no address of the customer any more.
    """

    mark: str
    language: str
    via: Literal["mail", "sms"]
    state: Literal["asked", "stopped", "gone"]


def page(mark: str, delivery_id: int | None) -> UnsubscribePage | None:
    """The page of one message that was sent, or None where there was no such message."""
    found = None if delivery_id is None else deliveries.recipient(delivery_id)
    if found is None:
        return None
    # Our words are there in more languages than a survey's may be.
    language = pick_language(found.languages)
    if found.address is None:
        return UnsubscribePage(mark, language, found.via, "gone")
    salt = digests.salt()
    whose = [digests.of_address(found.address, salt=salt)]
    if found.customer_ref:
        whose.append(digests.of_customer(found.customer_ref, salt=salt))
    is_stopped = any(map(stops.has_stop, whose))
    return UnsubscribePage(mark, language, found.via, "stopped" if is_stopped else "asked")
