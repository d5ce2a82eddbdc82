"""How many contacts rules would ask about, and why customers were not asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.intake.rules import Rules
from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class Fitting:
    """How many contacts closed in some days, and how many of them fit the rules."""

    n: int
    n_fitting: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many contacts of one channel and queue have this outcome; `rule` did not fit."""

    outcome: str
    rule: str | None
    channel: str
    queue: str
    n: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was decided about one contact, by which survey."""

    outcome: str
    rule: str | None
    survey: str | None


def queue_names() -> list[str]:
    """Every queue that a contact ever belonged to."""
    return [row[0] for row in rows("SELECT name FROM queue ORDER BY name")]


def count_fitting(rules: Rules, *, from_on: date, until_on: date) -> Fitting:
    """The contacts that closed in these days, and those that the rules fit, sampling apart."""
    tests: list[str] = ["true"]
    values: list[str] = []
    for column, wanted in (
        ("contact.channel", rules.channels),
        ("queue.name", rules.queues),
        ("contact.reason", rules.reasons),
    ):
        if wanted:
            tests.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    bounds = ((">=", rules.least_handle_seconds), ("<=", rules.most_handle_seconds))
    for sign, seconds in bounds:
        if seconds is not None:
            tests.append(f"contact.handle_seconds {sign} {int(seconds)}")
    if rules.languages:
        either = " OR ".join(
            "lower(language) = ? OR lower(language) LIKE ?" for _ in rules.languages
        )
        tests.append(f"({either})")
        values += [text for tag in rules.languages for text in (tag.lower(), f"{tag.lower()}-%")]
    found = rows(_FITTING.format(tests=" AND ".join(tests)), (*values, from_on, until_on))
    return Fitting(int(found[0][0]), int(found[0][1] or 0))


def reasons(*, from_on: date, until_on: date) -> list[ReasonCount]:
    """What was decided about the contacts that closed in these days, counted."""
    return [ReasonCount(*row) for row in rows(_REASONS, (from_on, until_on))]


def n_undecided() -> int:
    """How many contacts wait to be looked at."""
    found = rows("SELECT count(*) FROM contact WHERE id > (SELECT contact_id FROM decision_mark)")
    return int(found[0][0])


def decision_of(contact_id: int) -> DecisionRow | None:
    """What was decided about a contact, or None where it waits."""
    found = rows(_DECISION, (contact_id,))
    return DecisionRow(*found[0]) if found else None


_FITTING = """
SELECT count(*), sum(CASE WHEN {tests} THEN 1 ELSE 0 END) FROM contact
JOIN queue ON queue.id = contact.queue_id
LEFT JOIN contact_identity ON contact_identity.contact_id = contact.id
WHERE contact.closed_on BETWEEN ? AND ?
"""
_REASONS = """
SELECT survey_decision.outcome, survey_decision.rule, contact.channel, queue.name, count(*)
FROM contact
JOIN survey_decision ON survey_decision.contact_id = contact.id
JOIN queue ON queue.id = contact.queue_id
WHERE contact.closed_on BETWEEN ? AND ?
GROUP BY survey_decision.outcome, survey_decision.rule, contact.channel, queue.name
ORDER BY 5 DESC, 3, 4
"""
_DECISION = """
SELECT outcome, rule, survey.name FROM survey_decision
LEFT JOIN survey ON survey.id = survey_decision.survey_id WHERE contact_id = ?
"""
