"""What customers said about one agent's contacts, for that agent alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from survey.insight.findings import Named, latest_turn
from survey.insight.folding import Folded, fold
from survey.insight.own_past import LEAST, OwnPast, own_past
from survey.insight.period import Period, spanning, year_until
from survey.insight.satisfaction import FEW, Satisfaction
from survey.insight.selection import CHANNEL_NAMES
from survey.instruments.satisfaction import CSAT_SCALE
from survey.intake.thanks import mark_of
from survey.render import numbers
from survey.render.figures import (
    Figure,
    Series,
    Tile,
    TrendPoint,
    on_screen,
    share_axis,
    subtitle,
    tile,
    trend,
)
from survey.store import reads_of_agent_feedback
from survey.store.reads_of_agent_feedback import Comment

N_COMMENTS = 30
AT_FIRST = 5


@dataclass(frozen=True, slots=True)
class CommentLine:
    """What one customer wrote, and the words for the score that came with it.

    `mark` tells these words from others when the agent agrees to show them.
    """

    comment: Comment
    text: Folded
    channel: str
    score_label: str
    mark: str


@dataclass(frozen=True, slots=True)
class MyFeedbackPage:
    """An agent's own year. `months` is None before the first answer; below `few` answers the page
    says that they are too few to judge by. `praise` came with the top score, `comments` without;
    of each the latest `most`, of praise `at_first` in sight."""

    period: Period
    share: Tile
    cut: Satisfaction
    points: tuple[tuple[str, int], ...]
    months: Figure | None
    past: OwnPast
    lately: Tile | None
    praise: tuple[CommentLine, ...]
    comments: tuple[CommentLine, ...]
    few: int = FEW
    most: int = N_COMMENTS
    at_first: int = AT_FIRST


def my_feedback(agent_id: int, *, today: date) -> MyFeedbackPage:
    """The agent's answers and latest comments of twelve calendar months, this one up to today."""
    period = spanning(year_until(today).from_on, today)
    by_month = reads_of_agent_feedback.answers_by_month(
        agent_id, from_on=period.from_on, until_on=period.until_on
    )
    cuts = [
        Named(numbers.month(first), Satisfaction(by_month.get(f"{first:%Y-%m}", {})))
        for first in period.months
    ]
    answers = {
        point: sum(month.cut.answers.get(point, 0) for month in cuts) for point in CSAT_SCALE.points
    }
    cut = Satisfaction(answers)
    past = own_past(agent_id, today=today)
    return MyFeedbackPage(
        period=period,
        share=_share_tile(cut),
        cut=cut,
        points=tuple((CSAT_SCALE.label(p), answers[p]) for p in reversed(CSAT_SCALE.points)),
        months=_months(cuts, period) if cut.n else None,
        past=past,
        lately=_lately_tile(past) if past.now.n >= LEAST else None,
        praise=_comments(agent_id, period, is_praise=True),
        comments=_comments(agent_id, period, is_praise=False),
    )


def _lately_tile(past: OwnPast) -> Tile:
    share, turn = past.now.share, past.difference
    return tile(
        "The last four weeks",
        share.value,
        *share.ends,
        axis=share_axis(),
        n=past.now.n,
        change=turn.value,
        change_low=turn.ends[0],
        change_high=turn.ends[1],
        since="your own year before",
    )


def _comments(agent_id: int, period: Period, *, is_praise: bool) -> tuple[CommentLine, ...]:
    found = reads_of_agent_feedback.latest_comments(
        agent_id,
        from_on=period.from_on,
        until_on=period.until_on,
        limit=N_COMMENTS,
        top=CSAT_SCALE.high,
        is_praise=is_praise,
    )
    return tuple(_line(comment) for comment in found)


def _share_tile(cut: Satisfaction) -> Tile:
    share = cut.share
    return tile("Satisfied customers", share.value, *share.ends, axis=share_axis(), n=cut.n)


def _months(cuts: list[Named], period: Period) -> Figure:
    points = tuple(_point(month) for month in cuts)
    build = partial(
        trend, [Series("My contacts", points)], title=latest_turn(cuts), axis=share_axis()
    )
    words = subtitle("Share of customers who chose 4 or 5, by month", period=period.words)
    return on_screen(build, subtitle=words)


def _point(month: Named) -> TrendPoint:
    share = month.cut.share
    return TrendPoint(month.label, share.value, *share.ends, month.cut.n)


def _line(comment: Comment) -> CommentLine:
    label = "" if comment.score is None else CSAT_SCALE.label(comment.score)
    return CommentLine(
        comment, fold(comment.text), CHANNEL_NAMES[comment.channel], label, mark_of(comment.text)
    )
