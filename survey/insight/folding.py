"""Long comments, cut so that a list stays a list; nothing is left out, the rest folds."""

from __future__ import annotations

from dataclasses import dataclass

BEGINNING = 240


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as its beginning and the rest, which is empty where the text is short."""

    beginning: str
    rest: str


def fold(text: str, *, beginning: int = BEGINNING) -> Folded:
    """The text, cut at a space where it is longer than its beginning by a third.

    >>> fold("Quick and kind.")
    Folded(beginning='Quick and kind.', rest='')
    """
    if 3 * len(text) <= 4 * beginning:
        return Folded(text, "")
    cut = text.rfind(" ", 0, beginning)
    cut = cut if cut > 0 else beginning
    return Folded(text[:cut], text[cut:].lstrip())
