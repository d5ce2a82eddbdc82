"""What a customer's link shows: the question as it was asked, or why there is none to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from survey.instruments.model import Instrument, Item
from survey.intake.answers import Typed, find_objections
from survey.store import reads_of_invitations


@dataclass(frozen=True, slots=True)
class Asked:
    """One item as the page shows it; `typed` is what stands chosen or written in it."""

    item: Item
    typed: str
    error: str

    @property
    def points(self) -> list[tuple[int, str]]:
        """Values and labels, worst first; none for a text item."""
        scale = self.item.scale
        return [] if scale is None else [(point, scale.label(point)) for point in scale.points]

    @property
    def has_faces(self) -> bool:
        """Whether the five faces fit the scale."""
        return self.item.scale is not None and self.item.scale.points == range(1, 6)


@dataclass(frozen=True, slots=True)
class Question:
    """An invitation that waits for its answer."""

    token: str
    instrument: Instrument
    asked: tuple[Asked, ...]

    @property
    def headline(self) -> str:
        """The question the page leads with."""
        return self.instrument.item(self.instrument.headline).text

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What must be mended: the item's code and a sentence."""
        return [(one.item.code, one.error) for one in self.asked if one.error]


@dataclass(frozen=True, slots=True)
class Closed:
    """A link that has no question (any more)."""

    reason: Literal["answered", "expired", "unknown"]


def question(token: str, *, now: datetime, score: str | None = None) -> Question | Closed:
    """What the link shows now; `score` is chosen beforehand where it is a point of the scale."""
    invited = reads_of_invitations.find(token)
    if invited is None:
        return Closed("unknown")
    if invited.is_answered:
        return Closed("answered")
    if invited.expires_at <= now:
        return Closed("expired")
    instrument = invited.instrument
    return Question(
        token,
        instrument,
        tuple(
            Asked(item, score or "" if item.code == instrument.headline else "", "")
            for item in instrument.items
        ),
    )


def with_typed(page: Question, typed: Typed, *, is_checked: bool) -> Question:
    """The same question as it was filled in and, if `is_checked`, with what must be mended."""
    objections = find_objections(page.instrument, typed) if is_checked else ()
    errors = {objection.item: objection.message for objection in objections}
    asked = tuple(
        Asked(
            one.item,
            typed="".join(typed.get(one.item.code, ())[:1]),
            error=errors.get(one.item.code, ""),
        )
        for one in page.asked
    )
    return Question(page.token, page.instrument, asked)
