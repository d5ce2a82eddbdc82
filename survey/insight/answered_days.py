"""Where answers lie, for pages whose own days have none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from survey.insight.period import Period, month_of, spanning
from survey.instruments.measures import CSAT
from survey.store.reads_of_satisfaction import days_with_answers


@dataclass(frozen=True, slots=True)
class AnsweredDays:
    """The days from the first answered contact to the last, and the month of the last.

    `month` is a parameter of the overview's address: "2023-08".
    """

    period: Period
    latest: Period
    month: str


def answered_days(unit_ids: Collection[int]) -> AnsweredDays | None:
    """The days whose contacts of these units were scored by a customer; None before the first."""
    days = days_with_answers(CSAT, unit_ids)
    if days is None:
        return None
    first, last = days
    return AnsweredDays(spanning(first, last), month_of(last), f"{last:%Y-%m}")
