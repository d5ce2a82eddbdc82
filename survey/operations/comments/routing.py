"""Comments are put into baskets by hand or by a rule; what a person decided no rule undoes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from survey.errors import Conflict, InvalidInput, NotFound
from survey.intake.routing import BASKETS, caught, find_problems, split_terms
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.store import reads_of_comments, reads_of_rules, writes_of_comments

APPLY = "comment_rule"
AT_ONCE = 2_000


def route_by_hand(
    response_id: int,
    chosen: Collection[str],
    *,
    seen: Collection[str],
    user_id: int,
    now: datetime,
) -> None:
    """Put the comment into what was chosen and take it out of what no longer is. Repeatable.

    Only what differs from what was `seen` is changed, so that two people do not undo each other.

    Raises:
        Conflict: it was to become a testimonial candidate without its customer's consent, or the
            comment is gone.
    """
    with kept():
        for basket in BASKETS:
            if basket in chosen and basket not in seen:
                if writes_of_comments.put_in_by_hand(response_id, basket, user_id, now=now):
                    continue
                raise Conflict(
                    "The customer has not agreed to be quoted, or has taken that back, so this"
                    " comment cannot become a testimonial candidate. Nothing was changed."
                    if basket == "testimonial"
                    else "This comment is no longer there. Nothing was changed."
                )
            if basket in seen and basket not in chosen:
                writes_of_comments.take_out_by_hand(response_id, basket, user_id, now=now)


def add_rule(basket: str, words: str, *, now: datetime) -> int:
    """Id of the new rule; it looks at every comment that comes in from now on.

    Raises:
        InvalidInput: naming everything that is wrong with it.
        Conflict: there is the same rule already.
    """
    problems = find_problems(basket, words)
    if problems:
        raise InvalidInput([sentence for _, sentence in problems])
    terms = ", ".join(split_terms(words))
    with kept():
        if any(rule[1:] == (basket, terms) for rule in reads_of_rules.rules_in_force()):
            raise Conflict("There is the same rule already.")
        return writes_of_comments.insert_rule(basket, terms, now=now)


def revoke_rule(rule_id: int, *, now: datetime) -> None:
    """The rule puts nothing anywhere from now on; what it has put somewhere stays. Repeatable.

    Raises:
        NotFound: there is no such rule.
    """
    with kept():
        if not writes_of_comments.revoke_rule(rule_id, now=now):
            raise NotFound("There is no such rule.")


def request_application(rule_id: int, *, now: datetime) -> bool:
    """Whether a worker was asked to hold the rule against older comments, or was so already.

    Raises:
        NotFound: there is no such rule in force.
    """
    with kept():
        if all(one[0] != rule_id for one in reads_of_rules.rules_in_force()):
            raise NotFound("There is no such rule.")
        return jobs.enqueue(APPLY, {"rule": rule_id}, due_at=now, subject=f"{APPLY}:{rule_id}")


def apply_rule(rule_id: int, *, now: datetime) -> int:
    """How many older comments the rule has put into its basket; none once it is revoked.

    Each batch is kept on its own, and doing one twice changes nothing.
    """
    rule = next((one for one in reads_of_rules.rules_in_force() if one[0] == rule_id), None)
    if rule is None:
        return 0
    n, last = 0, 0
    while texts := reads_of_comments.texts_after(last, limit=AT_ONCE):
        last = texts[-1][0]
        ids = caught(rule[2], texts)
        if ids:
            with kept():
                n += writes_of_comments.put_in_by_rule(ids, rule[1], rule_id, now=now)
    return n
