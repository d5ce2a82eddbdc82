"""New comments are looked at once: for their language, and for the rules in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from survey.intake.comment_language import recognise
from survey.intake.routing import caught
from survey.store import reads_of_rules, writes_of_comments
from survey.store.database import transaction

AT_ONCE = 200


def read_batch(*, now: datetime, n: int = AT_ONCE) -> bool:
    """Whether there was a comment to look at, new or corrected since.

    Two workers may look at the same comment; only one of them keeps what it saw.
    """
    found = writes_of_comments.unread(n)
    if not found:
        return False
    # Before the transaction: the first text waits for the model.
    languages = {response_id: recognise(text) for response_id, text in found}
    with transaction():
        mine = [one for one in found if writes_of_comments.mark_read(*one)]
        ids = [response_id for response_id, _ in mine]
        writes_of_comments.keep_languages([(one, languages[one]) for one in ids])
        # What a corrected comment no longer says must not keep it where it was.
        writes_of_comments.take_out_by_rule(ids)
        _apply_rules(mine, now=now)
    return True


def _apply_rules(texts: Sequence[tuple[int, str]], *, now: datetime) -> None:
    for rule_id, basket, words in reads_of_rules.rules_in_force():
        writes_of_comments.put_in_by_rule(caught(words, texts), basket, rule_id, now=now)
