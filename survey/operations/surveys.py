"""Making a survey, publishing what it asks, taking it out of use and bringing it back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.copying import with_own_codes
from survey.instruments.model import Instrument
from survey.intake.rules import Rules
from survey.operations.keeping import kept
from survey.operations.wording import text_problems
from survey.store import reads_of_surveys, satisfaction_writes, writes_of_surveys
from survey.store.reads_of_surveys import Survey

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE = 40
LONGEST_NAME = 80
# As many drafts as two people make who have not looked at each other's work for a while.
DRAFTS_REMEMBERED = 200

# Addresses of pages below /surveys that belong to no survey.
RESERVED = frozenset(
    {"deliveries", "export", "funnel", "kiosks", "new", "not-asked", "opens", "stops"}
)

NO_SUCH_SURVEY = "There is no such survey."
CHANGED_MEANWHILE = (
    "Someone else has changed this survey since you opened the page, so nothing was changed here."
)
CHANGED_ELSEWHERE = (
    "You changed this survey in another window since you opened the page, so nothing was changed"
    " here."
)
BRING_BACK_FIRST = "This survey is retired. Bring it back first."

Change = Callable[[Instrument], Instrument]


def create_survey(
    name: str,
    draft: Instrument,
    *,
    now: datetime,
    code: str | None = None,
    rules: Rules | None = None,
    user_id: int | None = None,
    is_copy: bool = False,
) -> str:
    """The code of the new survey, a draft at the end of the order.

    Without a code it gets one made of its name. Where another survey has that code, or the name,
    a number follows.
    The questions of a copy are counted apart from those it was made of.

    Raises:
        InvalidInput: name or code cannot be one.
        Conflict: another survey has the code.
    """
    problems = text_problems("name", name, LONGEST_NAME) + _code_problems(code)
    if problems:
        raise InvalidInput(problems)
    with kept():
        chosen = _free_code(name) if code is None else code
        draft = with_own_codes(draft, chosen) if is_copy else draft
        survey_id = writes_of_surveys.insert_survey(
            chosen, _free_name(name), draft, rules or Rules()
        )
        if survey_id is None:
            raise Conflict(_taken(chosen))
        _remember(survey_id, 1, draft, now=now, user_id=user_id)
    return chosen


def edit_draft(
    code: str, change: Change, *, seen: int, now: datetime, user_id: int | None = None
) -> None:
    """The survey's draft as `change` makes it, if it still has the number that was seen.

    A change that is there already is no change, so the same form can be sent twice.

    Raises:
        NotFound: there is no such survey.
        InvalidInput: the change makes no instrument.
        Conflict: somebody else has changed the draft since, or the survey is retired.
    """
    with kept():
        survey = held(code)
        changed = change(survey.draft)
        if changed.digest == survey.draft.digest:
            return
        if survey.state == "retired":
            raise Conflict(BRING_BACK_FIRST)
        if not writes_of_surveys.update_draft(survey.id, changed, seen=seen):
            raise Conflict(_changed_since(survey.id, seen, user_id))
        _remember(survey.id, seen + 1, changed, now=now, user_id=user_id)


def publish(code: str, *, seen: int, now: datetime, user_id: int | None = None) -> bool:
    """Whether customers are asked something else from now on than before; repeating does nothing.

    The draft is stored under its digest, and contacts decided from now on get that version.

    Raises:
        NotFound: there is no such survey.
        InvalidInput: there is nothing to ask yet; it names everything that is missing.
        Conflict: the draft has changed since it was seen, or the survey is retired.
    """
    with kept():
        survey = held(code)
        if survey.state == "retired":
            raise Conflict(BRING_BACK_FIRST)
        if not survey.is_changed:
            return False
        problems = find_gaps(survey.draft)
        if problems:
            raise InvalidInput(problems)
        satisfaction_writes.keep_instrument(survey.draft)
        digest = survey.draft.digest
        if not writes_of_surveys.put_live(survey.id, digest, seen=seen, at=now):
            raise Conflict(_changed_since(survey.id, seen, user_id))
        writes_of_surveys.insert_version(survey.id, digest, at=now)
    return True


def find_gaps(draft: Instrument) -> list[str]:
    """What a draft lacks before it can be published; empty where nothing is."""
    if not draft.items:
        return ["There is no question yet. Add one."]
    if not draft.headline:
        return ["Choose the question that the survey leads with."]
    if not any(item.code == draft.headline and item.values for item in draft.items):
        return ["The survey leads with a question that has no answers to choose from."]
    return []


def retire(code: str, *, now: datetime) -> None:
    """The survey asks no new customers; links that were sent stay good. Repeatable.

    Raises:
        NotFound: there is no such survey.
        Conflict: it was never published.
    """
    with kept():
        survey = held(code)
        if survey.state == "draft":
            raise Conflict("This survey was never published, so it asks nobody. Delete it instead.")
        writes_of_surveys.retire(survey.id, at=now)


def bring_back(code: str) -> None:
    """The retired survey asks again, what it asked last. Repeatable.

    Raises:
        NotFound: there is no such survey.
        Conflict: it was never published.
    """
    with kept():
        survey = held(code)
        if survey.state == "draft":
            raise Conflict("This survey was never published. Publish it.")
        writes_of_surveys.bring_back(survey.id)


def held(code: str) -> Survey:
    """The survey, which nobody else changes until the transaction ends.

    Raises:
        NotFound: there is no such survey.
    """
    survey = reads_of_surveys.hold_survey(code)
    if survey is None:
        raise NotFound(NO_SUCH_SURVEY)
    return survey


def _remember(
    survey_id: int, version: int, draft: Instrument, *, now: datetime, user_id: int | None
) -> None:
    writes_of_surveys.remember_draft(
        survey_id, version, draft, user_id=user_id, at=now, most=DRAFTS_REMEMBERED
    )


def _changed_since(survey_id: int, seen: int, user_id: int | None) -> str:
    authors = reads_of_surveys.authors_since(survey_id, seen)
    is_own = user_id is not None and authors == {user_id}
    return CHANGED_ELSEWHERE if is_own else CHANGED_MEANWHILE


def _code_problems(code: str | None) -> list[str]:
    if code is None:
        return []
    if code in RESERVED:
        return [f"‘{code}’ is the address of another page. Choose another code."]
    if CODE.fullmatch(code) and len(code) <= LONGEST_CODE:
        return []
    return [
        f"‘{code}’ cannot be a survey’s code. Use small letters and digits, joined by hyphens,"
        f" at most {LONGEST_CODE}."
    ]


def _free_code(name: str) -> str:
    """The name in small letters, digits and hyphens, numbered where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[: LONGEST_CODE - 5].strip("-") or "survey"
    taken = RESERVED.union(survey.code for survey in reads_of_surveys.surveys())
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)


def _free_name(name: str) -> str:
    """The name, numbered where another survey has it."""
    taken = {survey.name.casefold() for survey in reads_of_surveys.surveys()}
    numbered = (f"{name[: LONGEST_NAME - 6]} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one.casefold() not in taken)


def _taken(code: str) -> str:
    survey = reads_of_surveys.find_survey(code)
    if survey is not None and survey.state == "retired":
        return (
            f"The retired survey “{survey.name}” has the code {code}. Bring it back, or choose"
            " another code."
        )
    return f"Another survey has the code {code}. Choose another one."
