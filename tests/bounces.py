"""Delivery reports as mail servers write them."""

from __future__ import annotations

REPORT = """\
From: MAILER-DAEMON@mail.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net
Arrival-Date: Tue, 10 Mar 2026 12:00:00 +0000

Final-Recipient: rfc822; c0@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--part
Content-Type: message/rfc822

From: feedback@example.org
To: c0@example.org
Subject: How did we do?

Words
--part--
"""
HOLIDAY = """\
From: c0@example.org
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied
Content-Type: text/plain

I am away until Monday.
"""


def report(
    mark: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnosis: str = "550 5.1.1 no such user",
) -> bytes:
    """A report that came to the bounce address with this mark."""
    to = f"bounce+{mark}@example.org"
    text = REPORT.format(to=to, action=action, status=status, diagnosis=diagnosis)
    return text.replace("\n", "\r\n").encode()


def holiday(mark: str) -> bytes:
    """A holiday notice that came to the bounce address with this mark."""
    return HOLIDAY.format(to=f"bounce+{mark}@example.org").encode()
