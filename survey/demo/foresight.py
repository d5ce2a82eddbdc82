"""What the demo centre settled before its year began: the question that it asks of it."""

from __future__ import annotations

from datetime import datetime

from survey.intake.plan import Plan
from survey.operations.plans import store_plan
from survey.store.database import rows

PLAN = Plan(covariates=("series:Service level",))


def settle(analyst_email: str, *, now: datetime) -> None:
    """Store the plan of the linkage."""
    analyst = rows("SELECT id FROM app_user WHERE email = ?", (analyst_email,))[0][0]
    store_plan(PLAN, user_id=analyst, now=now)
