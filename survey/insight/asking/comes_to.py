"""What the rules of a survey come to, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from survey.insight.asking.example import example_sentence
from survey.intake.rules import Rules
from survey.render import numbers
from survey.store import reads_of_asking

DAYS = 28


@dataclass(frozen=True, slots=True)
class ComesTo:
    """When one customer would be asked, and how many of the last contacts' would."""

    example: str
    share: str


def comes_to(rules: Rules, *, today: date, zone: ZoneInfo) -> ComesTo:
    """The sentences about these rules, on a day of the centre."""
    queues = reads_of_asking.queue_names()
    return ComesTo(
        example_sentence(rules, queue=queues[0] if queues else "", on=today, zone=zone),
        _share(rules, today=today),
    )


def _share(rules: Rules, *, today: date) -> str:
    """How many of the contacts of the last four weeks the rules would ask about."""
    found = reads_of_asking.count_fitting(
        rules, from_on=today - timedelta(days=DAYS - 1), until_on=today
    )
    if not found.n:
        return f"No contact closed in the last {DAYS} days, so there is nothing to compare with."
    n_asked = round(found.n_fitting * rules.sampling_percent / 100)
    sampled = (
        f", and {numbers.whole(rules.sampling_percent)} of 100 are drawn: about"
        f" {numbers.whole(n_asked)} asked at most"
        if rules.sampling_percent < 100
        else ": so many are asked at most"
    )
    return (
        f"Of the {numbers.whole(found.n)} contacts of the last {DAYS} days"
        f" {numbers.whole(found.n_fitting)} fit{sampled}. Missing addresses, opt-outs and the"
        " quarantine leave fewer."
    )
