"""An SVG drawn anew from its plain shapes: whatever is not one of them does not come through.

The file is read once, event by event, and stopped at the first thing a logo may not have. Entities
are never expanded, because the type declaration that could hold any ends the reading.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from survey.intake.logo_attributes import clean_attributes, is_loop_free
from survey.intake.problems import Unfit

SVG = "http://www.w3.org/2000/svg"
MOST_BYTES = 256 * 1024
MOST_ELEMENTS = 1_000
DEEPEST = 30
SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
HOLDERS = frozenset("g defs clipPath linearGradient radialGradient stop".split())
# Editors add these; nobody sees them.
UNSEEN = frozenset(("metadata", "title", "desc"))
WHAT_TO_DO = {
    "script": "A logo may hold no script.",
    "foreignObject": "A logo may hold no web page.",
    "image": "A logo may hold no other picture: save that one as PNG or JPEG instead.",
    "text": "Turn its letters into paths in your drawing program, and save it again.",
    "style": "Save it with presentation attributes instead of a style sheet.",
    "use": "Save it as plain SVG, in which no shape stands for another.",
}
NO_SVG = "This file is no SVG that can be read. Save it as plain SVG, or as PNG."
_NUMBER = r"[-+]?(?:\d{1,7}(?:\.\d*)?|\.\d+)"
_SIZE = re.compile(rf"\s*({_NUMBER})\s*(?:px)?\s*")
_VIEW = re.compile(rf"\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")


def read_drawing(data: bytes) -> tuple[str, float, float]:
    """The drawing as SVG text, and how wide and high it is in its own units.

    Raises:
        Unfit: it is no SVG, holds more than shapes, or more of them than a logo needs.
    """
    if len(data) > MOST_BYTES:
        raise Unfit("This SVG is larger than 256 KB. Save it simpler, or as PNG.")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(NO_SVG) from error
    return reader.drawing()


class _Reader:
    """What was read so far: the shapes as text, and how deep the reading is in them."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._open: list[str] = []
        self._unseen = 0
        self._n = 0
        self._n_shapes = 0
        self._size = (0.0, 0.0)
        self._from: dict[str, str] = {}

    def refuse_doctype(self, *_: Any) -> None:
        raise Unfit(
            "This SVG begins with a type declaration (DOCTYPE), which a logo may not have. Delete"
            " that line, or save the logo as plain SVG."
        )

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._n += 1
        if self._n > MOST_ELEMENTS or len(self._open) + self._unseen >= DEEPEST:
            raise Unfit(
                f"This SVG has more than {MOST_ELEMENTS} shapes, or shapes in shapes more than"
                f" {DEEPEST} deep. Save it simpler, or as PNG."
            )
        space, _, local = name.rpartition(" ")
        if not self._open and (space, local) != (SVG, "svg"):
            raise Unfit(NO_SVG)
        if self._unseen or space != SVG or local in UNSEEN:
            self._unseen += 1
            return
        self._write(local, attributes)
        self._open.append(local)

    def end(self, _: str) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        self._written.append(f"</{self._open.pop()}>")

    def drawing(self) -> tuple[str, float, float]:
        if not self._n_shapes:
            raise Unfit("There is no shape in this SVG. Save the logo again, or as PNG.")
        if not is_loop_free(self._from):
            raise Unfit("Colour gradients of this SVG refer to each other in a ring. Save it anew.")
        return ("".join(self._written), *self._size)

    def _write(self, name: str, attributes: dict[str, str]) -> None:
        if name == "svg" and not self._open:
            kept = self._frame(attributes)
        elif name in SHAPES or name in HOLDERS:
            kept = clean_attributes(attributes, is_inside_clip="clipPath" in self._open)
        else:
            advice = WHAT_TO_DO.get(name, "Save it as plain SVG of shapes only, or as PNG.")
            raise Unfit(f"This SVG holds an element “{name[:40]}”. {advice}")
        self._n_shapes += name in SHAPES
        if name.endswith("Gradient") and "href" in kept:
            self._from[kept.get("id", "")] = kept["href"].removeprefix("#")
        told = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self._written.append(f"<{name}{told}>")

    def _frame(self, attributes: dict[str, str]) -> dict[str, str]:
        """The root's attributes: it is as large as its view, whatever it said of its own size."""
        clean = clean_attributes(attributes, is_inside_clip=False)
        for size in ("width", "height", "x", "y", "id"):
            clean.pop(size, None)
        left, top, width, height = _view(attributes)
        self._size = (width, height)
        view = " ".join(f"{number:g}" for number in (left, top, width, height))
        shown = {"width": f"{width:g}", "height": f"{height:g}", "viewBox": view}
        return {"xmlns": SVG} | shown | clean


def _view(attributes: dict[str, str]) -> tuple[float, float, float, float]:
    found = _VIEW.fullmatch(attributes.get("viewBox", ""))
    if found:
        left, top, width, height = (float(text) for text in found.groups())
    else:
        sizes = [_SIZE.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
        width, height = (float(one.group(1)) if one else 0.0 for one in sizes)
        left = top = 0.0
    if width <= 0 or height <= 0:
        raise Unfit("This SVG does not say how large it is (viewBox). Save it as plain SVG.")
    return left, top, width, height
