"""The organisation's look in reports: one accent colour and a logo."""

from __future__ import annotations

import re
from datetime import datetime

from survey.errors import Refusal
from survey.intake.answers import Objection
from survey.intake.logo import Logo, read_logo
from survey.intake.problems import Unfit
from survey.operations.keeping import kept
from survey.render.palette import contrast
from survey.store import reads_of_look, writes_of_look

WHITE = "#ffffff"
# WCAG 2.2, 1.4.3: the accent also colours letters.
LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class InvalidLook(Refusal):
    """An accent or a logo that cannot be used; `objections` names everything wrong with both."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        self.objections = objections
        super().__init__("\n".join(one.message for one in objections))


def set_look(accent: str, logo: bytes | None, *, removes_logo: bool = False, now: datetime) -> None:
    """Reports from now on have this accent, or the product's own where it is empty, and this logo.

    Without a new logo the one there is stays, unless it is removed. Safe to repeat.

    Raises:
        InvalidLook: naming everything that is wrong; nothing is kept then.
    """
    objections: list[Objection] = []
    colour = _accent(accent, objections)
    picture = _logo(logo, objections)
    if objections:
        raise InvalidLook(tuple(objections))
    with kept():
        if picture is None and not removes_logo:
            before = reads_of_look.look()
            if before.logo is not None and before.logo_type is not None:
                picture = Logo(before.logo, before.logo_type)
        writes_of_look.keep_look(
            colour,
            picture.body if picture else None,
            picture.type if picture else None,
            now=now,
        )


def find_darker(accent: str) -> str:
    """The lightest colour of the same hue that letters on white may have.

    >>> find_darker("#00c8d2")
    '#00838a'
    """
    channels = [int(accent[at : at + 2], 16) for at in (1, 3, 5)]
    for part in range(1000, -1, -1):
        colour = "#" + "".join(f"{channel * part // 1000:02x}" for channel in channels)
        if contrast(colour, WHITE) >= LEAST_CONTRAST:
            return colour
    raise AssertionError("black can be read on white")


def _accent(text: str, objections: list[Objection]) -> str | None:
    colour = text.strip().lower()
    if not colour:
        return None
    if not _COLOUR.fullmatch(colour):
        message = "Write the colour as # and six digits or letters from a to f, such as #00696f."
        objections.append(Objection("accent", message))
    elif contrast(colour, WHITE) < LEAST_CONTRAST:
        ratio = int(contrast(colour, WHITE) * 10) / 10
        message = (
            f"Letters in {colour} are too pale on white: their contrast is {ratio:.1f} to 1, and"
            f" {LEAST_CONTRAST} are needed. The nearest darker colour that will do is"
            f" {find_darker(colour)}."
        )
        objections.append(Objection("accent", message))
    return colour


def _logo(data: bytes | None, objections: list[Objection]) -> Logo | None:
    if data is None:
        return None
    try:
        return read_logo(data)
    except Unfit as unfit:
        objections.append(Objection("logo", str(unfit)))
        return None
