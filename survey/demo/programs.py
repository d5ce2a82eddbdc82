"""What programs did with the demo's messages: opened links ahead of people, or sent them back."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from survey.operations.automated_opens import count_opens
from survey.operations.bounces import accept_bounce
from survey.operations.tokens import delivery_mark

# How many opens of a working day each sign stands for, at least and at most.
OPENS = {
    "head": (4, 12),
    "prefetch": (2, 9),
    "agent": (25, 60),
    "no_page": (1, 6),
    "several": (3, 14),
}
REPORT = """\
From: MAILER-DAEMON@mail.example
To: bounce+{mark}@larkfield.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; somebody@customers.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--part--
"""
REASONS = (
    ("failed", "5.1.1", "550 5.1.1 No such user here"),
    ("failed", "5.2.1", "550 5.2.1 This mailbox is no longer in use"),
    ("delayed", "4.2.2", "452 4.2.2 The mailbox is full"),
)


def open_ahead(rng: random.Random, *, first_day: date, last_day: date) -> None:
    """Opens by programs on these days, fewer on days on which fewer messages go out."""
    counts = {}
    for offset in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=offset)
        share = 0.4 if day.weekday() >= 5 else 1
        for sign, (least, most) in OPENS.items():
            counts[day, sign] = max(1, round(rng.randint(least, most) * share))
    count_opens(counts)


def send_back(rng: random.Random, delivery_id: int, *, secret_key: str, now: datetime) -> None:
    """The report of another mail server that a message did not arrive, or is late."""
    action, status, diagnosis = rng.choice(REASONS)
    mark = delivery_mark(delivery_id, "message", secret_key=secret_key)
    text = REPORT.format(mark=mark, action=action, status=status, diagnosis=diagnosis)
    accept_bounce(text.encode(), secret_key=secret_key, now=now)
