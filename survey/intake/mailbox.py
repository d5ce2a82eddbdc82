"""Whether a mail server blames the mailbox: one rule for replies and for delivery reports."""

from __future__ import annotations

import re

# Enhanced codes (RFC 3463): the mailbox is the matter where the subject is 1 or 2, except that
# 5.1.7 and 5.1.8 speak of the sender. Routes, sizes, policies and our own manners are not.
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_SENDERS = ("7", "8")
# Plain codes with which a server speaks of the mailbox (RFC 5321, RFC 7504).
_OF_THE_ADDRESS = (521, 550, 551, 553, 556)


def blames_mailbox(enhanced: str, code: int, *, is_at_address: bool) -> bool:
    """Whether the mailbox is the matter, for good. What is wrong with us is never its fault.

    A plain code counts where there is no enhanced one, and only of a reply to the address itself.
    """
    found = ENHANCED.fullmatch(enhanced)
    if found is None:
        return is_at_address and code in _OF_THE_ADDRESS
    kind, subject, detail = found.groups()
    return kind == "5" and subject in ("1", "2") and not (subject == "1" and detail in _SENDERS)
