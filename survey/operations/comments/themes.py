"""Themes of the latest four weeks, beside the four weeks before.

What made people unhappy is grouped apart from what they praised: "no answer to my case" and "clear
answers" share words, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from survey.instruments.standard import LANGUAGES
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.stats.themes import find_themes
from survey.store import themes
from survey.store.themes import FoundTheme, ToldComment

KIND = "themes"
DAYS = timedelta(days=28)
DAY = timedelta(days=1)
KEPT_FOR = timedelta(days=400)
HIGH_FROM = 4
SIDES = ("low", "high", "none")


def request_themes(*, now: datetime) -> bool:
    """Whether a worker was asked to find the themes anew; not where that waits already."""
    with kept():
        return jobs.enqueue(KIND, {}, due_at=now, subject=KIND)


def read_themes(*, today: date, now: datetime) -> int:
    """How many themes the 28 days before today have. Doing it twice finds the same.

    They are found in both periods together, so that what has gone away shows as well.
    """
    from_on, until_on = today - DAYS, today - DAY
    told = themes.told_between(from_on - DAYS, until_on)
    names = _words_of(themes.names_of_people())
    n = 0
    with kept():
        themes.forget_runs_before(today - KEPT_FOR)
    for language in LANGUAGES:
        for side in SIDES:
            alike = [one for one in told if one.language == language and _side(one) == side]
            if not alike:
                continue
            found = _found(alike, from_on, language, names)
            n += len(found)
            n_comments = sum(one.day >= from_on for one in alike)
            with kept():
                themes.replace_run(
                    from_on,
                    until_on,
                    language,
                    side,
                    found,
                    n_comments=n_comments,
                    n_before=len(alike) - n_comments,
                    now=now,
                )
    return n


def _side(told: ToldComment) -> str:
    if told.score is None:
        return "none"
    return "high" if told.score >= HIGH_FROM else "low"


def _words_of(names: Sequence[str]) -> frozenset[str]:
    """First and last names, each by itself: a theme must not be about a person."""
    return frozenset(part for name in names for part in name.replace("-", " ").split())


def _found(
    told: Sequence[ToldComment], from_on: date, language: str, names: Collection[str]
) -> list[FoundTheme]:
    found = []
    for theme in find_themes([one.text for one in told], language=language, leave_out=names):
        members = [(told[at], weight) for at, weight in theme.members]
        inside = tuple((one.response_id, weight) for one, weight in members if one.day >= from_on)
        found.append(FoundTheme(", ".join(theme.words), len(members) - len(inside), inside))
    return sorted(found, key=lambda one: (-len(one.members), -one.n_before, one.words))
