"""The ring: stations that lead into each other, each arrow in one of three states.

A state has a line of its own (solid, dashed, dotted) and a word; there is no colour to tell it by.
On a narrow canvas the ring is a list from top to bottom that ends where it began.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Literal

from survey.render.figures import behind
from survey.render.figures.marks import (
    SCREEN,
    Anchor,
    Area,
    Canvas,
    Dot,
    Drawing,
    Group,
    Line,
    Mark,
    Point,
    Side,
    Stroke,
    Text,
)
from survey.render.figures.wording import listed, named, sentences
from survey.render.metrics import wrap
from survey.render.speech import say
from survey.render.tables import Column, Table

ArrowState = Literal["goes with", "no evidence here", "cannot tell yet"]
# Dashes in widths of the line, so that they look the same on screen and paper.
_DASHES: dict[ArrowState, tuple[float, ...]] = {
    "goes with": (),
    "no evidence here": (7, 4),
    "cannot tell yet": (1, 5),
}
_WIDTHS: dict[ArrowState, float] = {
    "goes with": 0.2,
    "no evidence here": 0.1,
    "cannot tell yet": 0.1,
}
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class RingStation:
    """A station and the end at which it is measured."""

    label: str
    side: Side


@dataclass(frozen=True, slots=True)
class RingArrow:
    """The arrow to the next station: its state, the word for it, short lines below the word."""

    state: ArrowState
    word: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Leg:
    """An arrow with the ends of its line, and where its words stand."""

    start: Point
    end: Point
    words: Point
    anchor: Anchor


def ring(
    stations: Sequence[RingStation],
    arrows: Sequence[RingArrow],
    *,
    title: str,
    canvas: Canvas = SCREEN,
) -> Drawing:
    """Give the ring of stations; `arrows[i]` leads from `stations[i]` to the one after it."""
    marks, height = _list(stations, arrows, canvas) if canvas.is_narrow else _round(
        stations, arrows, canvas
    )  # fmt: skip
    desc = sentences(_title(*leg) for leg in _legs_of(stations, arrows))
    note = say(
        "Solid with a filled head: goes together. Dashed: no evidence here."
        " Dotted: cannot tell yet."
    )
    return Drawing(canvas.width, height, title, desc, note, tuple(marks), canvas.is_paper,
                   _table(stations, arrows, title))  # fmt: skip


def _legs_of(
    stations: Sequence[RingStation], arrows: Sequence[RingArrow]
) -> Iterator[tuple[RingStation, RingStation, RingArrow]]:
    return zip(stations, (*stations[1:], stations[0]), arrows, strict=True)


def _round(
    stations: Sequence[RingStation], arrows: Sequence[RingArrow], canvas: Canvas
) -> tuple[list[Mark], float]:
    size, width = canvas.text, canvas.width
    across, down = 0.29 * width, 12.5 * size
    middle = (width / 2, down * sin(radians(60)) + 2.6 * size)
    angles = [-120 + 360 * at / len(stations) for at in range(len(stations))]
    places = [
        (middle[0] + across * cos(radians(a)), middle[1] + down * sin(radians(a))) for a in angles
    ]
    marks: list[Mark] = []
    for at, (one, other, arrow) in enumerate(_legs_of(stations, arrows)):
        leg = _leg(places[at], places[(at + 1) % len(places)], middle, size, n=1 + len(arrow.lines))
        marks.append(_draw(leg, arrow, size, width, title=_title(one, other, arrow)))
    for station, place in zip(stations, places, strict=True):
        marks.extend(_station(station, place, middle, size))
    return marks, 2 * middle[1]


def _leg(start: Point, end: Point, middle: Point, size: float, *, n: int) -> _Leg:
    """The line between two stations; level lines have their words inside, others outside."""
    gap = 1.1 * size / hypot(end[0] - start[0], end[1] - start[1])
    ends = [
        (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
        for part in (gap, 1 - gap)
    ]
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    tall = (n - 1) * _LEADING * size
    if abs(start[1] - end[1]) < size:
        first = y + 1.5 * size if y < middle[1] else y - 0.8 * size - tall
        return _Leg(ends[0], ends[1], (x, first), "middle")
    first = y - tall / 2 + 0.35 * size
    if x > middle[0]:
        return _Leg(ends[0], ends[1], (x + 2.2 * size, first), "start")
    return _Leg(ends[0], ends[1], (x - 2.2 * size, first), "end")


def _station(station: RingStation, place: Point, middle: Point, size: float) -> Iterator[Mark]:
    x, y = place
    yield Dot(x, y, 0.55 * size, station.side)
    if abs(y - middle[1]) < size:
        anchor: Anchor = "start" if x > middle[0] else "end"
        shift = 1.1 * size if x > middle[0] else -1.1 * size
        yield Text(
            x + shift, y + 0.35 * size, station.label, size, station.side, anchor, is_bold=True
        )
        return
    above = y < middle[1]
    baseline = y - 1.1 * size if above else y + 1.8 * size
    yield Text(x, baseline, station.label, size, station.side, "middle", is_bold=True)


def _list(
    stations: Sequence[RingStation], arrows: Sequence[RingArrow], canvas: Canvas
) -> tuple[list[Mark], float]:
    size, x = canvas.text, canvas.text
    y = 0.8 * size
    marks: list[Mark] = []
    for one, other, arrow in _legs_of(stations, arrows):
        marks.extend(_row(one.label, one.side, (x, y), size))
        tall = (2.4 + _LEADING * (1 + len(arrow.lines))) * size
        leg = _Leg(
            (x, y + 0.9 * size), (x, y + tall - 0.9 * size), (2.4 * size, y + 2.2 * size), "start"
        )
        marks.append(_draw(leg, arrow, size, canvas.width, title=_title(one, other, arrow)))
        y += tall
    first = stations[0]
    back = say("back to %(station)s", station=first.label)
    marks.extend(_row(back, first.side, (x, y), size, is_open=True))
    return marks, y + 0.8 * size


def _row(
    label: str, side: Side, place: Point, size: float, *, is_open: bool = False
) -> Iterator[Mark]:
    x, y = place
    yield Dot(x, y, 0.5 * size, side, is_open=is_open)
    yield Text(2.4 * size, y + 0.35 * size, label, size, side, is_bold=not is_open)


def _draw(leg: _Leg, arrow: RingArrow, size: float, width: float, *, title: str) -> Group:
    weight = _WIDTHS[arrow.state] * size
    dash = " ".join(f"{part * max(weight, 1):g}" for part in _DASHES[arrow.state])
    is_firm = arrow.state == "goes with"
    role = "ink" if is_firm else "soft"
    (x1, y1), (x2, y2) = leg.start, leg.end
    marks: list[Mark] = [Line(x1, y1, x2, y2, role, weight, dash), *_head(leg, role, size, is_firm)]
    x, y = leg.words
    room = {"start": width - x, "end": x, "middle": 2 * min(x, width - x)}[leg.anchor]
    for at, line in enumerate((arrow.word, *arrow.lines)):
        text = wrap(line, size, width=room, max_lines=1)[0]
        is_word = at == 0
        words = Text(
            x,
            y + at * _LEADING * size,
            text,
            size,
            "ink" if is_word and is_firm else "soft",
            leg.anchor,
            is_bold=is_word and is_firm,
        )
        marks.append(words)
    return Group(title, tuple(marks))


def _head(leg: _Leg, role: str, size: float, is_firm: bool) -> Iterator[Mark]:
    (x1, y1), (x2, y2) = leg.start, leg.end
    long = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / long, (y2 - y1) / long
    back, half = 0.9 * size, 0.45 * size
    left = (x2 - back * ux - half * uy, y2 - back * uy + half * ux)
    right = (x2 - back * ux + half * uy, y2 - back * uy - half * ux)
    if is_firm:
        yield Area((left, (x2, y2), right), role)
    else:
        yield Stroke((left, (x2, y2), right), role, 0.1 * size)


def _title(one: RingStation, other: RingStation, arrow: RingArrow) -> str:
    ends = say("%(start)s to %(end)s", start=one.label, end=other.label)
    return named(ends, listed((arrow.word, *arrow.lines)))


def _table(stations: Sequence[RingStation], arrows: Sequence[RingArrow], title: str) -> Table:
    states = say("In files: goes with, no evidence here or cannot tell yet.")
    return behind.table_of(
        title,
        (
            Column("start", say("From"), say("Where the arrow begins.")),
            Column("end", say("To"), say("Where the arrow ends.")),
            Column("state", say("What is seen"), states),
            Column("details", say("Details"), say("The numbers behind the state, in words.")),
        ),
        (
            (
                behind.words(one.label),
                behind.words(other.label),
                behind.words(arrow.word, code=arrow.state),
                behind.words(listed(arrow.lines)),
            )
            for one, other, arrow in _legs_of(stations, arrows)
        ),
    )
