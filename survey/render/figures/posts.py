"""The two uprights of a slope: where dots stand on them, and the columns of words beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.render.figures.axes import Axis
from survey.render.figures.labels import spread
from survey.render.figures.marks import Anchor, Canvas, Dot, Line, Mark, Text
from survey.render.metrics import text_width, wrap

GAP = 1.35
_TO_WORDS = 1.6
_BETWEEN = 0.8


@dataclass(frozen=True, slots=True)
class Beside:
    """A column of words, one per row, next to an upright."""

    head: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """An upright: its place, its head, the heights of its dots and of the words beside them.

    `edges` are where its columns begin (on the right) or end (on the left).
    """

    x: float
    head: str
    is_left: bool
    dots: tuple[float | None, ...]
    words: tuple[float, ...]
    columns: tuple[Beside, ...]
    edges: tuple[float, ...]

    @property
    def anchor(self) -> Anchor:
        """Give the end at which its words are aligned: the one that looks at the upright."""
        return "end" if self.is_left else "start"


def make_post(
    values: Sequence[float | None],
    columns: Sequence[Beside],
    *,
    axis: Axis,
    canvas: Canvas,
    ends: tuple[float, float],
    head: str,
    is_left: bool,
) -> Post:
    """Give the upright; its columns stand in the order given, from it to the edge of the sheet."""
    size, (top, bottom) = canvas.text, ends
    dots = tuple(None if v is None else axis.at(v, bottom, top) for v in values)
    placed = iter(spread([d for d in dots if d is not None], gap=GAP * size, low=top, high=bottom))
    words = tuple(0.0 if dot is None else next(placed) for dot in dots)
    steps, out = [], _TO_WORDS * size
    for column in columns:
        steps.append(out)
        texts = (column.head, *column.texts)
        out += max(text_width(text, size) for text in texts) + _BETWEEN * size
    reach = out - _BETWEEN * size
    x = reach if is_left else canvas.width - reach
    edges = tuple(x - step if is_left else x + step for step in steps)
    return Post(x, head, is_left, dots, words, tuple(columns), edges)


def draw_posts(
    left: Post, right: Post, axis: Axis, canvas: Canvas, ends: tuple[float, float]
) -> Iterator[Mark]:
    """Give the uprights, their heads, and level lines at the axis' ticks between them.

    The heads of the uprights stand above those of the columns, each on its own half of the sheet.
    """
    size, (top, bottom) = canvas.text, ends
    for tick in axis.ticks:
        y = axis.at(tick, bottom, top)
        yield Line(left.x, y, right.x, y, "grid")
    for post in (left, right):
        yield Line(post.x, top - 0.4 * size, post.x, bottom + 0.4 * size, "rule")
        yield _head(post, canvas)
        for edge, column in zip(post.edges, post.columns, strict=True):
            if column.head:
                yield Text(edge, top - size, column.head, size, "soft", post.anchor)


def _head(post: Post, canvas: Canvas) -> Text:
    """The head above its upright, or as near as its half of the sheet allows."""
    size, half = canvas.text, 0.49 * canvas.width
    text = wrap(post.head, size, width=half, max_lines=1)[0]
    wide = text_width(text, size)
    low = 0.0 if post.is_left else canvas.width - half
    x = min(max(post.x - wide / 2, low), low + half - wide)
    return Text(x, size, text, size, "ink")


def draw_beside(post: Post, place: int, size: float, *, role: str, is_bold: bool) -> Iterator[Mark]:
    """Give the dot of a row, its words, and a thin line to them where they had to move."""
    y, beside = post.dots[place], post.words[place]
    if y is None:
        return
    if abs(beside - y) > 0.15 * size:
        end = post.x + (-1.3 if post.is_left else 1.3) * size
        yield Line(post.x, y, end, beside, "soft", 0.6)
    yield Dot(post.x, y, 0.26 * size, role, is_open=not is_bold)
    for edge, column in zip(post.edges, post.columns, strict=True):
        text = column.texts[place]
        if text:
            ink = "ink" if is_bold else "soft"
            yield Text(edge, beside + 0.35 * size, text, size, ink, post.anchor, is_bold)
