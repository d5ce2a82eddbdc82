"""The organisation's look: as reports print it, and the page on which it is set."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from survey.intake.answers import Objection
from survey.intake.logo import KEPT_PIXELS
from survey.render import numbers
from survey.render.document import Look
from survey.render.palette import LIGHT
from survey.store import reads_of_look
from survey.store.reads_of_look import LookRow

_OWN_ACCENT = LIGHT["customers"]


@dataclass(frozen=True, slots=True)
class LookPage:
    """The look with its form; `accent` is what stands in the form."""

    look: Look
    accent: str
    own_accent: str
    kept_pixels: str
    objections: tuple[Objection, ...]

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Pairs of field and sentence."""
        return tuple((one.item, one.message) for one in self.objections)

    def error(self, field: str) -> str:
        """What is wrong with a field, or nothing."""
        return dict(self.errors).get(field, "")


def current_look() -> Look:
    """The look of reports made now."""
    return _as_printed(reads_of_look.look())


def look_page(typed: str | None = None, objections: tuple[Objection, ...] = ()) -> LookPage:
    """The page, with what was typed as the accent where something was."""
    found = reads_of_look.look()
    return LookPage(
        look=_as_printed(found),
        accent=(found.accent or "") if typed is None else typed,
        own_accent=_OWN_ACCENT,
        kept_pixels=numbers.whole(KEPT_PIXELS),
        objections=objections,
    )


def _as_printed(found: LookRow) -> Look:
    if found.logo is None:
        return Look(accent=found.accent or _OWN_ACCENT)
    body = base64.b64encode(found.logo).decode()
    return Look(accent=found.accent or _OWN_ACCENT, logo=f"data:{found.logo_type};base64,{body}")
