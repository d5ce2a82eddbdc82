"""What a mail server said, as a sentence without the letter's secrets, and whose fault it is."""

from __future__ import annotations

import smtplib
import ssl

from survey.intake.mailbox import ENHANCED, blames_mailbox
from survey.mail.failures import NotSent, Undeliverable, Unreachable

GOING_AWAY = 421


def unreachable(error: Exception, where: str) -> NotSent:
    """What kept us from a connection on which letters can be sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Unreachable(f"{where} refused our user name or password. Check SURVEY_MAIL_URL.")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        missing = "sign-in" if "AUTH" in str(error) else "STARTTLS"
        return Unreachable(f"{where} offers no {missing}. Check SURVEY_MAIL_URL.")
    if isinstance(error, smtplib.SMTPResponseException):
        return Unreachable(f"{where} takes no mail just now ({_code(error.smtp_code)}).")
    if isinstance(error, ssl.SSLError):
        return Unreachable(f"{where} has no certificate that this machine trusts.")
    return Unreachable(f"{where} could not be reached, or broke off.")


def refused_letter(error: Exception, where: str) -> NotSent:
    """What became of one letter on a connection that stood."""
    if isinstance(error, smtplib.SMTPSenderRefused):
        # It has not heard yet whom the letter is for.
        return Unreachable(f"{where} takes no mail from us just now ({_code(error.smtp_code)}).")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, reply),) = error.recipients.values()
        if code == GOING_AWAY:
            return Unreachable(f"{where} takes no mail just now ({GOING_AWAY}).")
        if _blames_address(code, reply, is_at_address=True):
            return Undeliverable(f"{where} refused the address for good ({code}).")
        return NotSent(f"{where} did not take the address just now ({_code(code)}).")
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        if _blames_address(error.smtp_code, reply, is_at_address=False):
            return Undeliverable(f"{where} refused the address for good ({error.smtp_code}).")
        return NotSent(f"{where} did not take the mail ({_code(error.smtp_code)}).")
    return NotSent(f"{where} broke off before it took the mail.")


def _blames_address(code: int, reply: bytes, *, is_at_address: bool) -> bool:
    if code < 500:
        return False
    said = reply.decode("latin-1").lstrip()
    found = ENHANCED.match(said)
    return blames_mailbox(found[0] if found else "", code, is_at_address=is_at_address)


def _code(code: int) -> str:
    return str(code) if code > 0 else "nothing that can be read"
