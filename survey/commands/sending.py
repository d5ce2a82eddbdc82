"""What `flask work` does about messages to customers: one at a time, each handed over once."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from survey import mail
from survey.commands.tools import Tools
from survey.config import Settings
from survey.errors import Refusal
from survey.mail import Confirm, Letter, Unanswered, Undeliverable, Unreachable, Withheld
from survey.operations import deliveries, tokens
from survey.operations.deliveries import Outgoing
from survey.render.messages import Asking, write_mail, write_short_message
from survey.sms import ShortMessage
from survey.store import demo_mark, reads_of_invitations

# Enough for good work in a row, little enough that other work is not kept waiting.
MOST_AT_A_TIME = 10
MOST_SECONDS = 2.0

log = logging.getLogger("survey")


def send_some(tools: Tools, *, now: datetime) -> bool:
    """Whether a message was due; each was sent, put off or ended. A few at a time."""
    began = time.monotonic()
    for n_done in range(MOST_AT_A_TIME):
        if not _send_one(tools, now=now):
            return n_done > 0
        if time.monotonic() - began > MOST_SECONDS:
            break
    return True


def _send_one(tools: Tools, *, now: datetime) -> bool:
    vias = [via for via, rest in tools.rests.items() if rest.until <= now]
    claim = deliveries.take(vias, now=now)
    if claim is None:
        return False
    outgoing = deliveries.look(claim, now=now, zone=tools.settings.timezone)
    if outgoing is not None:
        _send(outgoing, tools, now=now)
    return True


def _send(outgoing: Outgoing, tools: Tools, *, now: datetime) -> None:
    """Send one message, and keep what became of it."""
    rest, is_handed_over = tools.rests[outgoing.claim.via], False
    began = time.monotonic()

    def confirm() -> bool:
        nonlocal is_handed_over
        is_handed_over = deliveries.hand_over(outgoing, now=now)
        return is_handed_over

    try:
        _write_and_send(outgoing, tools, confirm, now=now)
    except Withheld:
        deliveries.free(outgoing, now=now)
    except Unreachable as error:
        rest.take(now=_later(now, began), seconds=error.seconds)
        deliveries.rest(outgoing, error.message, due_at=rest.until)
    except Unanswered as error:
        # Each message is risked, so the server rests, as long as it kept us waiting at least.
        after = _later(now, began)
        rest.take(now=after, seconds=int((after - now).total_seconds()))
        deliveries.leave(outgoing, error.message)
    except Undeliverable as error:
        deliveries.refuse(outgoing, error.message, now=now)
    except Refusal as error:
        deliveries.fail(outgoing, error.message, now=now)
    except Exception as error:  # whatever it is, the next one has to be sent
        log.exception("a message to a customer failed")
        failure = f"The program failed ({type(error).__name__}); see its log."
        if is_handed_over:
            deliveries.leave(outgoing, failure)
        else:
            deliveries.fail(outgoing, failure, now=now)
    else:
        deliveries.confirm(outgoing, now=now)
        rest.end()


def _later(now: datetime, began: float) -> datetime:
    """What time it is by now, in whole seconds after `now`, which was when this `began`."""
    return now + timedelta(seconds=int(time.monotonic() - began))


def _write_and_send(outgoing: Outgoing, tools: Tools, confirm: Confirm, *, now: datetime) -> None:
    settings = tools.settings
    asking = _asking(outgoing, settings)
    mark = tokens.delivery_mark(outgoing.claim.id, "message", secret_key=settings.secret_key)
    if outgoing.claim.via == "sms":
        message = ShortMessage(mark, outgoing.address, write_short_message(asking))
        tools.texter.send(message, confirm=confirm)
        return
    if not mail.is_one_address(outgoing.address):
        raise Undeliverable("The address is not one that mail can go to.")
    written = write_mail(asking, tools.templates)
    letter = Letter(
        key=mark,
        to=outgoing.address,
        subject=written.subject,
        text=written.text,
        html=written.html,
        written_at=now,
        bounces_to=f"bounce+{mark}@{_bounce_domain(settings)}",
        unsubscribe=asking.unsubscribe,
    )
    tools.mailer.send(letter, confirm=confirm)


def _asking(outgoing: Outgoing, settings: Settings) -> Asking:
    about, key = outgoing.about, settings.secret_key
    token = tokens.invitation_token(about.contact_id, secret_key=key)
    mark = tokens.delivery_mark(outgoing.claim.id, "unsubscribe", secret_key=key)
    return Asking(
        instrument=reads_of_invitations.instrument_of(about.instrument_digest),
        language=about.language,
        is_reminder=outgoing.claim.kind == "reminder",
        link=f"{settings.base_url}/c/{token}",
        unsubscribe=f"{settings.base_url}/u/{mark}",
        organisation=settings.organisation,
        expires_at=about.expires_at,
        zone=settings.timezone,
        is_demo=demo_mark.is_made_up(),
    )


def _bounce_domain(settings: Settings) -> str:
    return settings.bounce_domain or settings.mail_from.rstrip(" >").rpartition("@")[2]
