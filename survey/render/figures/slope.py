"""The slope: where each row stood then and stands now, two uprights joined by a line per row.

A row is emphasised (hue, weight, filled dots) where the interval of its change leaves out zero;
the others are thin and grey with open dots, so that hue alone tells nothing.
"""

from collections.abc import Iterator, Sequence

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.change import Signed
from survey.render.figures.marks import SCREEN, Canvas, Drawing, Group, Line, Mark
from survey.render.figures.posts import GAP, Beside, Post, draw_beside, draw_posts, make_post
from survey.render.figures.slope_rows import SlopeRow, row_columns, row_data, row_words
from survey.render.figures.wording import (
    Thing,
    hidden_note,
    joined,
    listed,
    named,
    nothing,
    sentences,
)
from survey.render.metrics import wrap
from survey.render.speech import say

_NAME_PART = 0.2
_NARROW_NAME_PART = 0.42
_SHORTEST = 14.0


def slope(
    rows: Sequence[SlopeRow],
    *,
    title: str,
    axis: Axis,
    before: str,
    after: str,
    canvas: Canvas = SCREEN,
    thing: Thing = "block",
    threshold: int = 5,
    signed: Signed = numbers.change,
) -> Drawing:
    """Give one line per row from `before` to `after`, each named at both ends.

    `signed` prints the difference (`numbers.share_change` for shares).
    """
    shown = [row for row in rows if not row.is_hidden]
    size = canvas.text
    top = (2.6 if canvas.is_narrow else 3.8) * size
    ends = (top, top + max(_SHORTEST, GAP * len(shown)) * size)
    marks: list[Mark] = []
    if shown:
        left, right = _posts(shown, (before, after), axis, signed, canvas=canvas, ends=ends)
        marks.extend(draw_posts(left, right, axis, canvas, ends))
        # What is emphasised lies above the rest.
        for place, row in sorted(enumerate(shown), key=lambda pair: pair[1].is_clear):
            drawn = tuple(_draw(row, place, left, right, size))
            marks.append(Group(row_words(row, axis, signed), drawn))
    notes = (
        *_notes(shown, axis, canvas),
        hidden_note(len(rows) - len(shown), thing, threshold=threshold),
        axis.warning,
    )
    desc = sentences((listed(row_words(row, axis, signed) for row in shown) or nothing(),))
    table = behind.table_of(
        title, row_columns(axis, before, after), (row_data(row, axis, signed) for row in shown)
    )
    return Drawing(canvas.width, ends[1] + 0.8 * size if shown else 0, title, desc,
                   sentences(notes), tuple(marks), canvas.is_paper, table)  # fmt: skip


def _posts(
    rows: Sequence[SlopeRow],
    heads: tuple[str, str],
    axis: Axis,
    signed: Signed,
    *,
    canvas: Canvas,
    ends: tuple[float, float],
) -> tuple[Post, Post]:
    part = _NARROW_NAME_PART if canvas.is_narrow else _NAME_PART
    width = part * canvas.width
    names = Beside(
        "", tuple(wrap(row.label, canvas.text, width=width, max_lines=1)[0] for row in rows)
    )
    then = Beside("", tuple(axis.value(row.before) for row in rows))
    now = Beside("", tuple(axis.value(row.after) for row in rows))
    left: tuple[Beside, ...] = (then,)
    right: tuple[Beside, ...] = (now, names)
    if not canvas.is_narrow:
        changes = tuple("" if row.change is None else signed(row.change) for row in rows)
        left = (then, _counts([row.n_before for row in rows]), names)
        right = (now, Beside(say("change"), changes), _counts([row.n_after for row in rows]), names)
    return (
        make_post([row.before for row in rows], left, axis=axis, canvas=canvas, ends=ends,
                  head=heads[0], is_left=True),
        make_post([row.after for row in rows], right, axis=axis, canvas=canvas, ends=ends,
                  head=heads[1], is_left=False),
    )  # fmt: skip


def _counts(counts: Sequence[int | None]) -> Beside:
    return Beside(say("n"), tuple("" if n is None else numbers.whole(n) for n in counts))


def _draw(row: SlopeRow, place: int, left: Post, right: Post, size: float) -> Iterator[Mark]:
    role = row.side if row.is_clear else "soft"
    y1, y2 = left.dots[place], right.dots[place]
    if y1 is not None and y2 is not None:
        yield Line(left.x, y1, right.x, y2, role, (0.2 if row.is_clear else 0.08) * size)
    for post in (left, right):
        yield from draw_beside(post, place, size, role=role, is_bold=row.is_clear)


def _notes(rows: Sequence[SlopeRow], axis: Axis, canvas: Canvas) -> Iterator[str]:
    n_clear = sum(row.is_clear for row in rows)
    if n_clear:
        yield say("Bold with filled dots: the 95% interval of the change leaves out zero")
    if 0 < n_clear < len(rows):
        yield say("Grey with open dots: it does not, or no interval is known")
    if rows and not n_clear:
        yield say("All lines are grey: of no change does the 95% interval leave out zero")
    if rows:
        low, high = axis.tick(axis.low), axis.tick(axis.high)
        yield say("From the bottom to the top: %(low)s to %(high)s", low=low, high=high)
    if canvas.is_narrow:
        parts = listed(named(row.label, counts) for row in rows if (counts := _both_counts(row)))
        yield say("n then and now: %(parts)s", parts=parts) if parts else ""


def _both_counts(row: SlopeRow) -> str:
    return joined(*(numbers.whole(n) for n in (row.n_before, row.n_after) if n is not None))
