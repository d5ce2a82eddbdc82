"""Bounces in the shapes that mail servers give them, and whom each one blames."""

from __future__ import annotations

import pytest

from survey.intake.bounce import NoBounce, read_bounce
from survey.intake.mailbox import blames_mailbox

MARK = "7-" + "a" * 24
TO = f"bounce+{MARK}@example.org"
ENVELOPE = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {to}
MIME-Version: 1.0
"""
POSTFIX = """\
Content-Type: multipart/report; report-type=delivery-status; boundary="A1B2.1/mx.example.net"

--A1B2.1/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

<ann@example.com>: host mail.example.com[192.0.2.7] said: {said} (in reply to {command} command)

--A1B2.1/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: A1B2

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; {said}

--A1B2.1/mx.example.net--
"""
EXIM = """\
X-Failed-Recipients: ann@example.com
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=1700-eximdsn-9

--1700-eximdsn-9
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

  ann@example.com
    host mail.example.com [192.0.2.7]
    SMTP error from remote mail server after {command}:
    {said}

--1700-eximdsn-9
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Action: failed
Final-Recipient: rfc822;ann@example.com
Status: 5.0.0
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; {said}

--1700-eximdsn-9--
"""
OLD_EXIM = """\
X-Failed-Recipients: ann@example.com
Auto-Submitted: auto-replied

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@example.com
    SMTP error from remote mail server after {command}:
    host mail.example.com [192.0.2.7]: {said}

------ This is a copy of the message, including all the headers. ------

Subject: how did we do?

Version 5.1.1 of our words, to be sent after RCPT TO:<ann@example.com>
"""
EXCHANGE = """\
Content-Type: multipart/report; report-type=delivery-status; boundary="_ex_"

--_ex_
Content-Type: multipart/alternative; boundary="_alt_"

--_alt_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC4=

--_alt_
Content-Type: text/html; charset="utf-8"

<p>Your message couldn't be delivered.</p>
--_alt_--
--_ex_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.prod.outlook.example
Received-From-MTA: dns;mx.example.net
Arrival-Date: Tue, 10 Mar 2026 12:00:00 +0000

Final-Recipient: rfc822;ann@example.com
Action: failed
Status: {status}
Diagnostic-Code: smtp;{said}
X-Display-Name: Ann

--_ex_--
"""
GMAIL = """\
Auto-Submitted: auto-replied
X-Failed-Recipients: ann@example.com
Content-Type: multipart/report; boundary="000000"; report-type=delivery-status

--000000
Content-Type: multipart/related; boundary="000001"

--000001
Content-Type: text/plain; charset="UTF-8"

** Address not found **
--000001--
--000000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; feedback@example.org

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: {status}
Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.9, the server for the domain.)
Diagnostic-Code: smtp; {said}
Last-Attempt-Date: Tue, 10 Mar 2026 04:00:00 -0700 (PDT)

--000000--
"""
GLOBAL = """\
Content-Type: multipart/report; report-type=global-delivery-status; boundary="u8"

--u8
Content-Type: text/plain; charset=utf-8

Nicht zustellbar: jürgen@example.com

--u8
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.example.net

Final-Recipient: utf-8; jürgen@example.com
Action: failed
Status: {status}
Diagnostic-Code: smtp; {said}

--u8--
"""
UNKNOWN = "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown"
SPAM = "554 5.7.1 Message rejected as spam"
RCPT, DATA = "RCPT TO", "end of DATA"


def bounce(shape: str, *, said: str, status: str = "5.1.1", command: str = RCPT) -> bytes:
    text = (ENVELOPE + shape).format(to=TO, said=said, status=status, command=command)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("raw", "is_blamed"),
    [
        (bounce(POSTFIX, said=UNKNOWN), True),
        (bounce(POSTFIX, said="550 unknown user", status="5.0.0"), True),
        (bounce(POSTFIX, said="550 no", status="5.0.0", command=DATA), False),
        (bounce(POSTFIX, said=SPAM, status="5.7.1", command=DATA), False),
        (bounce(POSTFIX, said="loops back to myself", status="5.4.6"), False),
        (bounce(POSTFIX, said="552 too large", status="5.3.4"), False),
        (bounce(EXIM, said="550-5.1.1 The account does not exist."), True),
        (bounce(EXIM, said="550 No such user here"), True),
        (bounce(EXIM, said="550 High probability of spam", command=DATA), False),
        (bounce(OLD_EXIM, said="550 No such user here"), True),
        (bounce(OLD_EXIM, said="550 5.1.8 sender has no domain"), False),
        (bounce(OLD_EXIM, said="550 spam", command=DATA), False),
        (bounce(EXCHANGE, said="550 5.1.10 RESOLVER.ADR.NotFound", status="5.1.10"), True),
        (bounce(EXCHANGE, said="550 5.7.133 RESOLVER.RST", status="5.7.133"), False),
        (bounce(GMAIL, said="550-5.1.1 The email account does not exist."), True),
        (bounce(GMAIL, said="552-5.2.2 is out of storage", status="5.2.2"), True),
        (bounce(GMAIL, said="550-5.7.26 Unauthenticated", status="5.7.26"), False),
        (bounce(GLOBAL, said="550 5.1.1 unbekannt"), True),
        (bounce(GLOBAL, said="550 5.6.7 no", status="5.6.7"), False),
    ],
)
def test_what_a_server_has_given_up_is_final_and_the_right_one_is_blamed(
    raw: bytes, is_blamed: bool
) -> None:
    found = read_bounce(raw)
    assert (found.mark, found.is_hard, found.is_blamed) == (MARK, True, is_blamed)
    assert "did not arrive" in found.note
    assert "@" not in found.note


def test_what_a_server_tried_in_vain_for_days_is_final_and_blames_nobody() -> None:
    found = read_bounce(bounce(POSTFIX, said="452 4.2.2 mailbox full", status="4.4.7"))
    assert (found.is_hard, found.is_blamed) == (True, False)


def test_a_letter_that_speaks_of_a_bounce_is_none() -> None:
    raw = ENVELOPE.format(to=TO) + "\nWe got: 550 5.1.1 user unknown, after RCPT TO.\n"
    with pytest.raises(NoBounce):
        read_bounce(raw.encode())


@pytest.mark.parametrize(
    ("enhanced", "is_blamed"),
    [
        *(("5.1.1", True), ("5.1.2", True), ("5.1.10", True), ("5.2.1", True), ("5.2.2", True)),
        *(("5.1.7", False), ("5.1.8", False), ("5.3.0", False), ("5.3.4", False)),
        *(("5.4.6", False), ("5.7.1", False), ("4.2.2", False), ("5.10.1", False)),
    ],
)
def test_one_rule_says_when_the_mailbox_is_the_matter(enhanced: str, is_blamed: bool) -> None:
    assert blames_mailbox(enhanced, 550, is_at_address=True) == is_blamed
