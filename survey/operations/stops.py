"""Addresses and customers to whom nothing more is sent. Only their digests are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from survey.errors import InvalidInput, NotFound
from survey.intake.problems import Unfit
from survey.intake.reach import check_email, check_phone
from survey.store import digests, stops
from survey.store.database import transaction

Kind = Literal["opted_out", "bounced"]
Origin = Literal["page", "one_click", "staff", "api", "dsn", "smtp"]
NOTE = "Nothing is sent to this address any more."


def stop_address(address: str, *, kind: Kind, origin: Origin, now: datetime) -> bool:
    """Whether that was news. From now on nothing is sent to the address; what waits is stopped.

    An address that bounced and whose owner then opts out is opted out; never the other way round.

    Raises:
        InvalidInput: this is neither a mail address nor a phone number.
    """
    clean = clean_address(address)
    with transaction():
        stops.stop_waiting(clean, NOTE, now=now)
        return stops.insert_stop(_digest(clean), kind=kind, origin=origin, now=now)


def stop_customer(customer_ref: str, *, origin: Origin, now: datetime) -> None:
    """The customer with this reference opts out, whatever address another contact names."""
    with transaction():
        stops.stop_waiting_of(customer_ref, NOTE, now=now)
        digest = digests.of_customer(customer_ref, salt=digests.salt())
        stops.insert_stop(digest, kind="opted_out", origin=origin, now=now)


def lift_stop(address: str, customer_ref: str | None = None) -> None:
    """Messages may be sent to the address again, and to the customers who have it.

    `customer_ref` names one more of them. Messages that were stopped stay so.

    Raises:
        InvalidInput: this is neither a mail address nor a phone number.
        NotFound: nothing stopped it.
    """
    clean = clean_address(address)
    with transaction():
        salt, named = digests.salt(), [customer_ref] if customer_ref else []
        whose = [
            _digest(clean),
            *(digests.of_customer(ref, salt=salt) for ref in (*stops.customers_at(clean), *named)),
        ]
        if not sum(stops.delete_stop(one) for one in whose):
            raise NotFound("This address is not on the list. Check how it is written.")


def is_stopped(address: str, customer_ref: str | None = None) -> bool:
    """Whether nothing is sent to this address, or to the customer with this reference."""
    if customer_ref is not None:
        customer = digests.of_customer(customer_ref, salt=digests.salt())
        if stops.has_stop(customer):
            return True
    return stops.has_stop(_digest(address))


def clean_address(address: str) -> str:
    """The address in the form in which identities are kept.

    Raises:
        InvalidInput: this is neither a mail address nor a phone number.
    """
    if "@" not in address and not any(sign.isdigit() for sign in address):
        raise InvalidInput(
            [
                "This is no mail address, because it has no @, and no phone number. Write one like"
                " name@example.org or +49 30 901820."
            ]
        )
    try:
        return (check_email if "@" in address else check_phone)(address.strip())
    except Unfit as reason:
        raise InvalidInput([str(reason)]) from None


def _digest(address: str) -> bytes:
    return digests.of_address(address, salt=digests.salt())
