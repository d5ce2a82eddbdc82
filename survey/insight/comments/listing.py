"""Comments as a list, and one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from survey.errors import NotFound
from survey.insight.answers_given import AnswerLine, other_answers
from survey.insight.comments.asked import (
    BASKET_CHOICES,
    LANGUAGE_CHOICES,
    SCORES,
    CommentsAsked,
    language_name,
    parse_comments,
    score_label,
)
from survey.insight.folding import Folded, fold
from survey.insight.selection import CHANNEL_CHOICES, CHANNEL_NAMES, Link, unit_choices
from survey.insight.units import ScopeTree, read_scope
from survey.intake.routing import BASKETS
from survey.store import reads_of_comments, reads_of_contacts, themes
from survey.store.reads_of_comments import CommentRow, Reply

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment with what is known of it; `baskets` by name, `language` in its own words."""

    row: CommentRow
    text: Folded
    score_label: str
    channel: str
    unit: str
    language: str
    baskets: tuple[str, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """The list, latest first; `theme` are the words of the theme asked for, empty for none.

    `older_href` and `newest_href` are empty where there is nothing to go to.
    """

    asked: CommentsAsked
    lines: tuple[CommentLine, ...]
    theme: str
    older_href: str
    newest_href: str
    is_narrowed: bool
    unit_choices: tuple[tuple[str, str], ...]
    channel_choices: tuple[tuple[str, str], ...]
    queue_choices: tuple[tuple[str, str], ...]
    score_choices: tuple[tuple[str, str], ...]
    language_choices: tuple[tuple[str, str], ...]
    basket_choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One comment in full; `chosen` are the codes of its baskets, `choices` all with their names.

    `answers` are what its customer answered beside it.
    `seen` is what the form sends back, so that only what was changed in it is changed.
    """

    line: CommentLine
    answers: tuple[AnswerLine, ...]
    chosen: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    seen: str
    conflict: str


def comments(
    unit_ids: Collection[int], query: Mapping[str, str], *, today: date, link: Link
) -> CommentsPage:
    """The comments an address asks for, as far as they are in these units.

    Raises:
        NotFound: the unit or theme asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    tree = read_scope(unit_ids)
    queues = reads_of_contacts.queues()
    asked = parse_comments(query, tree=tree, queues=queues, today=today)
    theme = _theme_words(asked)
    found = reads_of_comments.comments(asked.wanted, limit=PER_PAGE + 1, after=asked.after)
    shown = found[:PER_PAGE]
    older = ""
    if len(found) > PER_PAGE:
        last = shown[-1].position
        older = link(**asked.query, after=f"{last.day}.{last.contact_id}")
    return CommentsPage(
        asked=asked,
        lines=_lines(shown, tree),
        theme=theme,
        older_href=older,
        newest_href=link(**asked.query) if asked.after else "",
        is_narrowed=asked.query.keys() != asked.selection.period.query.keys(),
        unit_choices=unit_choices(tree),
        channel_choices=CHANNEL_CHOICES,
        queue_choices=(("", "All queues"), *((str(id_), name) for id_, name in queues)),
        score_choices=SCORES,
        language_choices=LANGUAGE_CHOICES,
        basket_choices=BASKET_CHOICES,
    )


def comment(response_id: int, unit_ids: Collection[int], *, conflict: str = "") -> CommentPage:
    """One comment.

    Raises:
        NotFound: there is none, or it is out of scope; the words do not differ.
    """
    row = reads_of_comments.comment(response_id, unit_ids)
    if row is None:
        raise NotFound("There is no such comment, or it is not yours to see.")
    baskets = reads_of_comments.baskets_of([response_id]).get(response_id, ())
    offered = [one for one in BASKETS.items() if one[0] != "testimonial" or row.is_quotable]
    (line,) = _lines((row,), read_scope(unit_ids))
    answers = other_answers(row.contact_id)
    return CommentPage(line, answers, baskets, tuple(offered), ",".join(baskets), conflict)


def _theme_words(asked: CommentsAsked) -> str:
    if asked.wanted.theme is None:
        return ""
    run_id, position = asked.wanted.theme
    for theme in themes.themes_of([run_id]):
        if theme.position == position:
            return theme.words
    raise NotFound("This theme is no longer there. Choose one from the page of themes.")


def _lines(rows: tuple[CommentRow, ...], tree: ScopeTree) -> tuple[CommentLine, ...]:
    ids = [row.response_id for row in rows]
    baskets, replies = reads_of_comments.baskets_of(ids), reads_of_comments.replies_of(ids)
    return tuple(
        CommentLine(
            row=row,
            text=fold(row.text),
            score_label=score_label(row.score),
            channel=CHANNEL_NAMES[row.channel],
            unit=tree.name(row.unit_id),
            language=language_name(row.language),
            baskets=tuple(BASKETS[one] for one in baskets.get(row.response_id, ())),
            replies=replies.get(row.response_id, ()),
        )
        for row in rows
    )
