"""Storing plans of the linkage: a plan is never changed, only followed by another."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from survey.intake.plan import Plan, digest_of, plan_of, written
from survey.store import plans
from survey.store.database import transaction


class Stored(NamedTuple):
    """The number a plan has, and whether it was new."""

    number: int
    is_new: bool


def store_plan(plan: Plan, *, user_id: int | None, now: datetime) -> Stored:
    """The plan is in force for its two sides from now on; where it was already, nothing changes.

    Two at once are stored one after the other, each under a number of its own.
    """
    text = written(plan)
    with transaction():
        plans.wait_for_turn()
        for one in reversed(plans.stored_plans()):
            if _sides(plan_of(one.definition)) == _sides(plan):
                if one.definition == text:
                    return Stored(one.number, is_new=False)
                break
        number = plans.insert_plan(text, digest_of(text), user_id=user_id, now=now)
        return Stored(number, is_new=True)


def _sides(plan: Plan) -> tuple[str, str]:
    return plan.engagement, plan.satisfaction
