"""The few marks every figure is made of, and the sheet they are put on.

Figures are computed into these frozen marks and printed by one template, so that whatever holds
for one figure (literal colours, escaping, rounding, the text alternative) holds for all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from survey.render.bidi import label
from survey.render.metrics import text_width
from survey.render.tables import Table

Anchor = Literal["start", "middle", "end"]
Side = Literal["customers", "agents"]
Point = tuple[float, float]

# How far the letters reach above and below their baseline, in ems.
ASCENT = 0.75
DESCENT = 0.22


@dataclass(frozen=True, slots=True)
class Canvas:
    """The width a figure may use and the size of its text, both in CSS pixels.

    `is_paper` leaves out what only a pointer can reach and puts the data into the SVG's title,
    the one place the PDF engine takes its alternative text from.
    """

    width: float
    text: float
    is_paper: bool = False

    @property
    def is_narrow(self) -> bool:
        """Give whether labels must stand above their marks instead of beside them."""
        return self.width < 40 * self.text


SCREEN = Canvas(720, 13)
PHONE = Canvas(340, 13)
PRINT = Canvas(642.52, 10.67, is_paper=True)
PRINT_HALF = Canvas(311.81, 10.67, is_paper=True)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from its left top to its right bottom corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Give whether the two rectangles share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is the baseline."""

    kind: ClassVar[str] = "text"
    x: float
    y: float
    text: str
    size: float
    role: str = "ink"
    anchor: Anchor = "start"
    is_bold: bool = False

    @property
    def shown(self) -> str:
        """Give the words as they are printed, those that run from right to left set apart.

        Figures run from left to right in every language; only what is inside a label may not.
        """
        return label(self.text)

    @property
    def box(self) -> Box:
        """Give the rectangle the letters may fill."""
        width = text_width(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash` as in SVG."""

    kind: ClassVar[str] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "ink"
    width: float = 1
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A round point, filled, or open where the evidence is thin."""

    kind: ClassVar[str] = "dot"
    x: float
    y: float
    r: float
    role: str = "ink"
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through several points."""

    kind: ClassVar[str] = "stroke"
    points: tuple[Point, ...]
    role: str = "ink"
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape, closed from its last point to its first."""

    kind: ClassVar[str] = "area"
    points: tuple[Point, ...]
    role: str = "grid"


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong to one datum; `title` is what a pointer resting on them is told.

    With `href` they are a link on screens, which answers all over `area`.
    """

    kind: ClassVar[str] = "group"
    title: str
    marks: tuple["Mark", ...]
    href: str = ""
    area: Box | None = None


Mark = Text | Line | Dot | Stroke | Area | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished figure: size, the finding, the data in words, a note below, and its marks.

    `table` holds the same data as a table; it says no more than `desc`.
    """

    width: float
    height: float
    title: str
    desc: str
    note: str
    marks: tuple[Mark, ...]
    is_paper: bool = False
    table: Table | None = None

    @property
    def has_links(self) -> bool:
        """Give whether the drawing can be used, not only looked at."""
        return any(isinstance(mark, Group) and mark.href for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its subtitle, and on screens a second drawing for narrow ones."""

    wide: Drawing
    narrow: Drawing | None
    subtitle: str


def on_screen(build: Callable[..., Drawing], *, subtitle: str = "") -> Figure:
    """Give the figure for desk and phone; `build` is called with `canvas=` once for each."""
    return Figure(build(canvas=SCREEN), build(canvas=PHONE), subtitle)


def on_paper(
    build: Callable[..., Drawing], *, subtitle: str = "", canvas: Canvas = PRINT
) -> Figure:
    """Give the figure for the printed page; `build` is called with `canvas=`."""
    return Figure(build(canvas=canvas), None, subtitle)


def flat(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Give every mark that is no group, in drawing order."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from flat(mark.marks)
        else:
            yield mark


def xy(value: float) -> str:
    """Give a coordinate with at most two decimals, the same on every machine.

    >>> xy(12.0), xy(3.14159), xy(-0.001)
    ('12', '3.14', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path(points: Sequence[Point]) -> str:
    """Give the points as the value of an SVG `points` attribute."""
    return " ".join(f"{xy(x)},{xy(y)}" for x, y in points)
