"""Putting labels where none covers another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot

from survey.render.figures.marks import Anchor, Box, Point, Text
from survey.render.metrics import text_width


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> tuple[float, ...]:
    """Give places at least `gap` apart, as near to the wanted ones as that allows, same order.

    Neighbours that would collide form a cluster that is centred on the mean of its wishes. Where
    `low` to `high` is too short for all, the places run evenly past `high`.

    >>> spread([10, 11, 50], gap=10, low=0, high=100)
    (5.5, 15.5, 50.0)
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    clusters: list[tuple[float, int]] = []
    for place in order:
        start, size = wanted[place], 1
        start = max(low, min(start, high))
        while clusters and start < clusters[-1][0] + clusters[-1][1] * gap:
            before, many = clusters.pop()
            start = _joined(before, many, start, size, gap=gap)
            size += many
            start = max(low, min(start, high - (size - 1) * gap))
        clusters.append((start, size))
    settled = [start + step * gap for start, size in clusters for step in range(size)]
    places = dict(zip(order, settled, strict=True))
    return tuple(float(places[place]) for place in range(len(wanted)))


def _joined(before: float, many: int, start: float, size: int, *, gap: float) -> float:
    """Give where two clusters start as one: the mean of where each would put the first."""
    return (before * many + (start - many * gap) * size) / (many + size)


def thinned(labels: Sequence[str], places: Sequence[float], size: float) -> tuple[int, ...]:
    """Give the indices of the labels that fit side by side, evenly thinned, the last always in."""
    for step in range(1, len(labels) + 1):
        kept = tuple(sorted(range(len(labels) - 1, -1, -step)))
        if _fit([labels[i] for i in kept], [places[i] for i in kept], size):
            return kept
    return ()


def _fit(labels: Sequence[str], places: Sequence[float], size: float) -> bool:
    halves = [text_width(label, size) / 2 + 0.3 * size for label in labels]
    return all(
        places[i] + halves[i] <= places[i + 1] - halves[i + 1] for i in range(len(labels) - 1)
    )


def place_beside(
    points: Sequence[tuple[Point, str]],
    *,
    size: float,
    bounds: Box,
    taken: Iterable[Box] = (),
    avoided: Sequence[Box] = (),
    is_far: bool = False,
) -> tuple[Text | None, ...]:
    """Give a label near each point that meets no other label and nothing taken, or None.

    No label stands nearer to another point than to its own. Of the free places it takes one that
    belongs to its point at a glance, and of these the one that crosses the fewest `avoided` things,
    such as lines; a label elsewhere needs a `leader`. `is_far` looks further above and below.
    Points in crowded places choose first, so that the ones with room yield to them.
    """
    occupied = list(taken)
    chosen: list[Text | None] = [None] * len(points)
    for place in sorted(range(len(points)), key=lambda i: -_crowding(points, i, 4 * size)):
        (x, y), label = points[place]
        free = [
            candidate
            for candidate in (*_around(x, y, label, size), *_off(x, y, label, size, is_far))
            if _inside(candidate.box, bounds)
            and not any(map(candidate.box.meets, occupied))
            and _is_nearest(candidate.box, points, place)
        ]
        if free:
            others = [point for at, (point, _) in enumerate(points) if at != place]
            best = min(
                free,
                key=lambda text: (
                    sum(map(text.box.meets, avoided)) + (8 if leader(text, (x, y), others) else 0)
                ),
            )
            occupied.append(best.box)
            chosen[place] = best
    return tuple(chosen)


def leader(text: Text, own: Point, others: Iterable[Point]) -> tuple[Point, Point] | None:
    """Give a line from the point to its label, or None where one sees whose label it is.

    One sees it where the label stands close by, and every other point at least twice as far off.
    """
    gap = _gap(text.box, own)
    if gap < text.size and all(_gap(text.box, other) >= 2 * gap for other in others):
        return None
    x, y = own
    end = (min(max(x, text.box.left), text.box.right), min(max(y, text.box.top), text.box.bottom))
    return own, end


def _crowding(points: Sequence[tuple[Point, str]], place: int, reach: float) -> int:
    (x, y), _ = points[place]
    return sum(abs(x - px) < 2 * reach and abs(y - py) < reach for (px, py), _ in points)


def _around(x: float, y: float, label: str, size: float) -> Iterable[Text]:
    sides: tuple[tuple[float, float, Anchor], ...] = (
        (0.7, 0.27, "start"), (-0.7, 0.27, "end"),
        (0.0, -0.8, "middle"), (0.0, 1.4, "middle"),
        (0.5, -0.45, "start"), (0.5, 1.05, "start"),
        (-0.5, -0.45, "end"), (-0.5, 1.05, "end"),
        (0.5, -1.5, "start"), (0.5, 2.1, "start"),
        (-0.5, -1.5, "end"), (-0.5, 2.1, "end"),
        (0.0, -1.9, "middle"), (0.0, 2.5, "middle"),
    )  # fmt: skip
    for dx, dy, anchor in sides:
        yield Text(x + dx * size, y + dy * size, label, size, "ink", anchor)


def _off(x: float, y: float, label: str, size: float, is_far: bool) -> Iterator[Text]:
    """Places well above and below the point, to whichever side."""
    anchors: tuple[tuple[float, Anchor], ...] = ((0, "middle"), (-0.5, "end"), (0.5, "start"))
    for step in (3.2, 4.6, 6.0, 7.4, 8.8) if is_far else ():
        for dx, anchor in anchors:
            yield Text(x + dx * size, y + step * size, label, size, "ink", anchor)
            yield Text(x + dx * size, y - (step - 0.5) * size, label, size, "ink", anchor)


def _is_nearest(box: Box, points: Sequence[tuple[Point, str]], own: int) -> bool:
    gaps = [_gap(box, point) for point, _ in points]
    return gaps[own] <= min(gaps)


def _gap(box: Box, point: Point) -> float:
    x, y = point
    return hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))


def _inside(box: Box, bounds: Box) -> bool:
    return (
        box.left >= bounds.left
        and box.right <= bounds.right
        and box.top >= bounds.top
        and box.bottom <= bounds.bottom
    )


def along(points: Sequence[Point], *, step: float) -> Iterator[Box]:
    """Give small boxes along a line, as something for labels to avoid."""
    for (x1, y1), (x2, y2) in pairwise(points):
        many = max(int(hypot(x2 - x1, y2 - y1) / step), 1)
        for part in range(many + 1):
            x, y = x1 + (x2 - x1) * part / many, y1 + (y2 - y1) * part / many
            yield Box(x - 1, y - 1, x + 1, y + 1)
