"""What a department says about the comments it was sent: used or not, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.errors import NotFound
from survey.intake.fields import check_comment
from survey.intake.masking import mask
from survey.operations.comments.departments import token_digest
from survey.operations.keeping import kept
from survey.store import reads_of_departments, writes_of_departments

LONGEST_REPLY = 1_000
USED = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as it was typed: `used` is yes, no or empty."""

    used: str
    text: str


def read_replies(typed: Mapping[str, str]) -> dict[int, Said]:
    """What a form says per comment, from fields such as `used-12` and `reply-12`."""
    found = {}
    for name in typed:
        kind, _, number = name.partition("-")
        if kind in ("used", "reply") and number.isdecimal() and len(number) < 10:
            text = typed.get(f"reply-{number}", "").strip()
            found[int(number)] = Said(typed.get(f"used-{number}", ""), text)
    return found


def find_objections(said: Mapping[int, Said]) -> list[tuple[str, str]]:
    """What keeps the replies from being kept: pairs of field and sentence."""
    problems = []
    for number, one in said.items():
        if one.used not in (*USED, ""):
            problems.append((f"used-{number}", "Choose yes or no."))
        if one.text and not one.used:
            problems.append((f"used-{number}", "Say whether you used it: yes or no."))
        if len(one.text) > LONGEST_REPLY:
            sentence = f"Please keep it under {LONGEST_REPLY:,} characters."
            problems.append((f"reply-{number}", sentence))
    return problems


def keep_replies(token: str, said: Mapping[int, Said], *, now: datetime) -> int:
    """How many replies were kept; what was left empty changes nothing. Repeatable.

    A comment that was erased meanwhile, or whose customer took consent back, takes no reply.
    The caller has made sure that there are no objections.

    Raises:
        NotFound: no letter to a department on the list has this token.
    """
    with kept():
        digest = reads_of_departments.digest_by_token(token_digest(token))
        if digest is None or not digest.is_on_the_list:
            raise NotFound("This page does not exist, or is no longer in use.")
        return sum(
            writes_of_departments.keep_reply(
                digest.id,
                response_id,
                is_used=USED[one.used],
                text=mask(check_comment(one.text)) or None,
                now=now,
            )
            for response_id, one in sorted(said.items())
            if one.used
        )
