"""The list of surveys: their names and order, copies, and drafts that are thrown away."""

from __future__ import annotations

from datetime import datetime

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations.keeping import kept
from survey.operations.surveys import LONGEST_NAME, NO_SUCH_SURVEY, create_survey, held
from survey.operations.wording import text_problems
from survey.store import reads_of_surveys, writes_of_surveys


def rename(code: str, name: str, *, seen: str) -> None:
    """The survey is called this, if it had the name that was seen. Repeatable.

    Raises:
        NotFound: there is no such survey.
        InvalidInput: it cannot be a name, or another survey has it.
        Conflict: somebody else has given it another name since.
    """
    problems = text_problems("name", name, LONGEST_NAME)
    if problems:
        raise InvalidInput(problems)
    with kept():
        survey = held(code)
        if survey.name == name:
            return
        others = (one for one in reads_of_surveys.surveys() if one.id != survey.id)
        if any(one.name.casefold() == name.casefold() for one in others):
            raise InvalidInput([f"Another survey is called “{name}”. Choose another name."])
        if not writes_of_surveys.update_name(survey.id, name, seen=seen):
            raise Conflict(f"Someone else has named this survey “{survey.name}” meanwhile.")


def move(code: str, *, to: int, seen: int) -> None:
    """The survey stands at place `to` of the order, if it stood at `seen`; both from 1. Repeatable.

    Raises:
        NotFound: there is no such survey.
        Conflict: somebody else has changed the order since.
    """
    with kept():
        order = reads_of_surveys.hold_order()
        places = {one: place for place, (_, one) in enumerate(order, start=1)}
        if code not in places:
            raise NotFound(NO_SUCH_SURVEY)
        to = min(max(to, 1), len(order))
        if places[code] == to:
            return
        if places[code] != seen:
            raise Conflict("Someone else has changed the order meanwhile. Look at it again.")
        ids = [survey_id for survey_id, _ in order]
        ids.insert(to - 1, ids.pop(places[code] - 1))
        writes_of_surveys.update_order(ids)


def copy_survey(code: str, *, now: datetime, user_id: int | None = None) -> str:
    """The code of a new draft with the questions and rules of this survey, as they stand.

    Raises:
        NotFound: there is no such survey.
    """
    with kept():
        survey = held(code)
        name = f"Copy of {survey.name}"[:LONGEST_NAME]
        return create_survey(
            name, survey.draft, rules=survey.rules, now=now, user_id=user_id, is_copy=True
        )


def delete_draft(code: str) -> None:
    """The survey, which was never published, is gone with everything written for it.

    Raises:
        NotFound: there is no such survey, or no more.
        Conflict: it was published; it can be retired.
    """
    with kept():
        survey = held(code)
        if not writes_of_surveys.delete_draft(survey.id):
            raise Conflict(
                "This survey was published, so answers point to it. Retire it: it then asks nobody."
            )
