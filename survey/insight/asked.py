"""One question as a page shows it: what can be chosen, what stands chosen, what must be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from survey.instruments.items import Item, Row, Scale
from survey.instruments.measures import CSAT
from survey.instruments.model import Instrument
from survey.intake.answers import OTHER, Objection, Typed

FACES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Asked:
    """One item as the page shows it; `typed` is the form it stands in, as it was filled in."""

    item: Item
    typed: Typed
    error: str
    is_headline: bool
    is_required: bool

    @property
    def first_id(self) -> str:
        """The id of the field to go to: fields bear their names."""
        return f"{self.item.code}.{self.item.rows[0].code}" if self.item.rows else self.item.code

    @property
    def points(self) -> list[tuple[int, str]]:
        """Values and labels of the scale, worst first; none for an item without one."""
        scale = self.item.scale
        return [] if scale is None else [(point, scale.label(point)) for point in scale.points]

    @property
    def look(self) -> Literal["faces", "words", "numbers"]:
        """How the points of the scale are shown."""
        scale = self.item.scale
        if scale is None:
            return "words"
        # A face says how content somebody is, so it would lie on any other question.
        if self.item.code == CSAT and scale.points == FACES and _has_words(scale):
            return "faces"
        # Six words and more are no row any more, and numbers between words at the ends are.
        return "words" if len(scale.points) < FACES.stop and _has_words(scale) else "numbers"

    @property
    def ends(self) -> tuple[str, str]:
        """The words at the two ends of a numbered scale; empty where the ends are numbers too."""
        points = self.points
        low, high = points[0], points[-1]
        return ("" if low[1] == str(low[0]) else low[1], "" if high[1] == str(high[0]) else high[1])

    @property
    def text(self) -> str:
        """The words that stand in the field."""
        return "".join(self.typed.get(self.item.code, ())[:1])

    @property
    def other(self) -> str:
        """The words beside an open option."""
        return "".join(self.typed.get(f"{self.item.code}.{OTHER}", ())[:1])

    @property
    def open_option(self) -> int | None:
        """The value of the option that asks for words of one's own."""
        return next((one.value for one in self.item.options if one.is_open), None)

    def is_chosen(self, value: int, row: Row | None = None) -> bool:
        """Whether this value stands chosen, in the row where there are rows."""
        name = f"{self.item.code}.{row.code}" if row else self.item.code
        return str(value) in self.typed.get(name, ())


def ask(
    instrument: Instrument, typed: Typed, objections: Sequence[Objection] = ()
) -> tuple[Asked, ...]:
    """Every item of the instrument with what was typed and what is wrong with it."""
    errors = {objection.item: objection.message for objection in objections}
    return tuple(
        Asked(
            item,
            typed,
            errors.get(item.code, ""),
            is_headline=item.code == instrument.headline,
            is_required=instrument.is_required(item),
        )
        for item in instrument.items
    )


def _has_words(scale: Scale) -> bool:
    """Whether some point between the ends, or each of two, has a word."""
    inner = list(scale.points)[1:-1] or list(scale.points)
    return any(scale.label(point) != str(point) for point in inner)
