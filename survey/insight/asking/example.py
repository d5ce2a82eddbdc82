"""What rules come to, said of one contact."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.intake.quiet_hours import awake_at
from survey.intake.rules import Rules
from survey.render import numbers

CLOSES = time(19, 50)
_KINDS = {"phone": "call", "chat": "chat", "email": "mail", "social": "message"}
_WAYS = {
    "mail": "by mail",
    "sms": "by SMS",
    "mail_or_sms": "by mail, or by SMS where there is no mail address",
    "sms_or_mail": "by SMS, or by mail where there is no number",
}


def example_sentence(rules: Rules, *, queue: str, on: date, zone: ZoneInfo) -> str:
    """When the customer of a contact that closes on the evening of a day is asked.

    The queue is one of the rules' where they name any, else the one given.
    """
    kind = _KINDS[rules.channels[0] if rules.channels else "phone"]
    place = rules.queues[0] if rules.queues else queue
    to = f" to {place}" if place else ""
    city = zone.key.rpartition("/")[2].replace("_", " ")
    closes = datetime.combine(on, CLOSES, zone).astimezone(UTC)
    due = closes + timedelta(minutes=rules.delay_minutes)
    awake = awake_at(due, zone=zone, quiet=rules.quiet_times)
    said = f"A {kind}{to} that closes at {CLOSES:%H:%M} in {city}"
    if awake > closes + timedelta(hours=rules.latest_hours):
        return f"{said} is asked about by nobody: the message would leave too late."
    way = _WAYS.get(rules.via)
    if way is None:
        return f"{said} gets a link at once, which others pass on."

    return f"{said} is asked {_when(awake.astimezone(zone), on)}, {way}."


def _when(moment: datetime, on: date) -> str:
    days = (moment.date() - on).days
    day = {0: "on the same day", 1: "on the next day"}.get(
        days, f"{numbers.whole(days)} days later"
    )
    return f"{day} at {moment:%H:%M}"
