"""The themes of the latest four weeks: how large, and whether they moved by more than chance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from survey.insight.comments.asked import language_name
from survey.insight.selection import Link
from survey.render import numbers
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.proportions import fisher_exact, newcombe_difference
from survey.stats.themes import FEWEST_TEXTS
from survey.store import themes
from survey.store.themes import RunRow, ThemeRow

EXAMPLES = 3
# The share of findings among the themes of a run that may be false ones.
FALSE_FINDINGS = 0.05
SIDES = {
    "low": "what people were unhappy about",
    "high": "what people praised",
    "none": "what people said without a score",
}
ABOUT = {"low": "Scores of 1 to 3", "high": "Scores of 4 and 5", "none": "No score"}


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme: its words, counts and share, how it moved in words, and examples to read.

    `n_here` counts the comments of the viewer's teams alone; `verdict` is unknown, or watch where
    the movement is more than chance.
    """

    row: ThemeRow
    share: float | None
    share_before: float | None
    movement: str
    is_more_than_chance: bool
    n_here: int
    examples: tuple[tuple[int, str], ...]
    href: str


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """The themes of one side in one language; `is_too_few` where there is nothing to group.

    `side` says whose comments these are as a heading, `scores` by their scores.
    """

    run: RunRow
    language: str
    side: str
    scores: str
    lines: tuple[ThemeLine, ...]
    is_too_few: bool


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """Every language of the latest period; `runs` empty where themes were never looked for."""

    groups: tuple[ThemeGroup, ...]
    fewest: int
    is_whole: bool


def themes_page(unit_ids: Collection[int], *, is_whole: bool, link: Link) -> ThemesPage:
    """The page; counts are of the whole centre, examples from these units only."""
    runs = themes.latest_runs()
    ids, units = [run.id for run in runs], sorted(unit_ids)
    rows = themes.themes_of(ids)
    n_here = themes.members_of(ids, units)
    examples = themes.examples_of(ids, units, each=EXAMPLES)
    groups = []
    for run in runs:
        own = [row for row in rows if row.run_id == run.id]
        moved = _more_than_chance(run, own)
        lines = tuple(
            _line(
                run,
                row,
                is_sure,
                n_here.get((row.run_id, row.position), 0),
                examples.get((row.run_id, row.position), ()),
                link,
            )
            for row, is_sure in zip(own, moved, strict=True)
        )
        name, side, scores = language_name(run.language), SIDES[run.side], ABOUT[run.side]
        groups.append(ThemeGroup(run, name, side, scores, lines, not own))
    return ThemesPage(tuple(groups), FEWEST_TEXTS, is_whole)


def _more_than_chance(run: RunRow, rows: list[ThemeRow]) -> list[bool]:
    """For each theme whether its share moved, all themes of the run taken together."""
    tests = [fisher_exact(row.n, run.n_comments, row.n_before, run.n_before) for row in rows]
    if any(test.p is None for test in tests):
        return [False] * len(rows)
    adjusted = benjamini_hochberg([test.p for test in tests if test.p is not None])
    return [p < FALSE_FINDINGS for p in adjusted]


def _line(
    run: RunRow,
    row: ThemeRow,
    is_sure: bool,
    n_here: int,
    examples: tuple[tuple[int, str], ...],
    link: Link,
) -> ThemeLine:
    query = {
        "theme": f"{row.run_id}.{row.position}",
        "from": str(run.from_on),
        "to": str(run.until_on),
    }
    return ThemeLine(
        row=row,
        share=row.n / run.n_comments if run.n_comments else None,
        share_before=row.n_before / run.n_before if run.n_before else None,
        movement=_movement(run, row, is_sure),
        is_more_than_chance=is_sure,
        n_here=n_here,
        examples=examples,
        href=link(**query),
    )


def _movement(run: RunRow, row: ThemeRow, is_sure: bool) -> str:
    change = newcombe_difference(row.n, run.n_comments, row.n_before, run.n_before)
    if change.value is None or change.interval is None:
        return "nothing to compare with"
    words = numbers.share_change(change.value)
    reach = numbers.share_change_interval(change.interval.low, change.interval.high)
    told = "more than chance" if is_sure else "no more than chance would do"
    return f"{words} (95% interval {reach}): {told}"
