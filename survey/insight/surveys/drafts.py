"""What others have done to a draft while somebody had a form of it open."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.surveys.changes import Change, changes
from survey.store import reads_of_surveys
from survey.store.reads_of_surveys import Survey


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was changed since, and who did so last; nothing where nobody did or nobody knows."""

    changes: tuple[Change, ...] = ()
    by: str = ""


def meanwhile(survey: Survey, seen: int) -> Meanwhile:
    """What was changed since the draft with the number `seen`; 0 where nothing was refused."""
    then = reads_of_surveys.draft_version(survey.id, seen) if seen else None
    if then is None or seen == survey.draft_version:
        return Meanwhile()
    latest = reads_of_surveys.draft_version(survey.id, survey.draft_version)
    by = latest.name if latest else None
    return Meanwhile(changes(then.draft, survey.draft), by or "")
