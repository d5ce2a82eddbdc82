"""Long comments, cut so that a list stays a list; nothing is left out, the rest folds."""

from __future__ import annotations

from dataclasses import dataclass

SHORT_ENOUGH = 320
BEGINNING = 240


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as its beginning and the rest, which is empty where the text is short."""

    beginning: str
    rest: str


def fold(text: str) -> Folded:
    """The text, cut at a space where it is long.

    >>> fold("Quick and kind.")
    Folded(beginning='Quick and kind.', rest='')
    """
    if len(text) <= SHORT_ENOUGH:
        return Folded(text, "")
    cut = text.rfind(" ", 0, BEGINNING)
    cut = cut if cut > 0 else BEGINNING
    return Folded(text[:cut], text[cut:].lstrip())
