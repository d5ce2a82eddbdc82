"""Setting the rules by which a survey asks."""

from __future__ import annotations

from survey.errors import Conflict
from survey.intake.rules import Rules
from survey.intake.rules_form import InvalidRules
from survey.operations.keeping import kept
from survey.operations.surveys import BRING_BACK_FIRST, held
from survey.store import reads_of_surveys, writes_of_rules

CHANGED_MEANWHILE = (
    "These rules were changed since you opened the page, by somebody else or by you in another"
    " window, so nothing was kept. What is kept now comes to what stands next; what you typed still"
    " stands below."
)


def set_rules(code: str, rules: Rules, *, seen: int) -> None:
    """The survey asks by these rules from the next decision on; what was decided stands.

    Setting what is set already is no change, so the same form can be sent twice.

    Raises:
        NotFound: there is no such survey.
        InvalidRules: a case would open at a point that the leading question does not have, or at
            its best.
        Conflict: the rules no longer have the number that was seen, or the survey is retired.
    """
    with kept():
        survey = held(code)
        if survey.rules == rules:
            return
        if survey.state == "retired":
            raise Conflict(BRING_BACK_FIRST)
        points = reads_of_surveys.case_points(survey)
        if rules.case_at_most is not None and points and rules.case_at_most not in points:
            sentence = f"Choose a point from {points[0]} to {points[-1]}, or no case."
            raise InvalidRules([("case_at_most", sentence)])
        if not writes_of_rules.update_rules(survey.id, rules, seen=seen):
            raise Conflict(CHANGED_MEANWHILE)
