"""How cases are spoken of."""

from __future__ import annotations

from datetime import datetime, tzinfo

from survey.render import numbers
from survey.store.reads_of_cases import Case

CAUSES = {
    "low_score": "Low score",
    "call_back": "Wishes to be contacted",
    "by_hand": "Opened by hand",
}
OUTCOMES = {
    "recovered": "Recovered",
    "not_recovered": "Not recovered",
    "no_reply": "The customer did not reply",
    "not_needed": "Nothing was needed",
}
ERASED = "The customer was erased"
KINDS = {
    "opened": "Opened",
    "again": "Unhappy again",
    "corrected": "Answer corrected",
    "owner": "Given to",
    "note": "Note",
    "reply": "Answer to the customer",
    "escalated": "Overdue",
    "closed": "Closed",
    "reopened": "Opened again",
}


def moment(instant: datetime, zone: tzinfo) -> str:
    """A moment by the centre's clock: "10 Mar 2026, 14:05"."""
    day = instant.astimezone(zone).date()
    return f"{numbers.short_day(day)}, {numbers.time_of_day(instant, zone)}"


def standing(case: Case, *, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """How the case stands: the shape that marks it, and words."""
    if case.state == "closed":
        kind = "good" if case.outcome == "recovered" else "unknown"
        return kind, f"Closed: {_outcome(case.outcome or '')}"
    if case.due_at is None:
        return "watch", "Open, due time being worked out"
    when = moment(case.due_at, zone)
    if case.is_overdue(now):
        return "poor", f"Overdue since {when}"
    return "watch", f"Open, due {when}"


def _outcome(code: str) -> str:
    """What came of a case, as it stands after a colon."""
    words = OUTCOMES.get(code, ERASED)
    return words[0].lower() + words[1:]
