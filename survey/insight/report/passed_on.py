"""The comments a department's edition quotes: those its letters held, as they may be read today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.insight.report.frame import Frame
from survey.instruments.satisfaction import CSAT_SCALE
from survey.intake.comment_language import UNKNOWN
from survey.render import numbers
from survey.render.languages import name_in
from survey.render.speech import say, spoken
from survey.store.reads_of_baskets import letters_of
from survey.store.reads_of_departments import SentComment, comments_of

# What one department reads in a sitting; the rest stands on the page behind its letter.
MOST = 120


@dataclass(frozen=True, slots=True)
class Quote:
    """A customer's words with score and month: no agent, no contact, no day.

    `language` is empty where it was not recognised, `used` says what the department said so far.
    """

    text: str
    score: str
    month: str
    language: str
    used: str


def quotes_for(frame: Frame) -> tuple[tuple[Quote, ...], tuple[int, ...], int]:
    """What a department's edition quotes, the responses it comes from, and how many stay out.

    Nothing for every other edition. Erased comments and quotations without consent are not there.
    """
    department_id = frame.edition.department_id
    if frame.edition.kind != "department" or department_id is None:
        return (), (), 0
    months = [f"{first:%Y-%m}" for first in frame.occasion.window.months]
    sent = [
        (month, comment)
        for letter, month in letters_of(department_id, months)
        for comment in comments_of(letter)
    ]
    shown = sent[:MOST]
    quotes = tuple(_quote(month, comment) for month, comment in shown)
    quoted = tuple(sorted({comment.response_id for _, comment in shown}))
    return quotes, quoted, len(sent) - len(shown)


def _quote(month: str, comment: SentComment) -> Quote:
    return Quote(
        text=comment.text,
        score=_score(comment.score),
        month=numbers.month(date.fromisoformat(f"{month}-01")),
        language="" if comment.language == UNKNOWN else name_in(spoken(), comment.language),
        used=_used(comment.is_used),
    )


def _score(score: int | None) -> str:
    if score is None:
        return say("No score")
    return say(
        "%(score)s of %(most)s", score=numbers.whole(score), most=numbers.whole(CSAT_SCALE.high)
    )


def _used(is_used: bool | None) -> str:
    if is_used is None:
        return say("No answer yet")
    return say("Used") if is_used else say("Not used")
