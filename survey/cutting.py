"""The figures of a printed report, cut out of its PDF as pictures.

A figure is known by the structure that the PDF has for readers who do not see it: an element with
a caption that belongs to no table. So a picture shows what was printed, with its title, labels
and note, and nothing is drawn anew.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from survey.errors import Refusal
from survey.raster import ONE_AT_A_TIME

# Pixels per point: sharp on a slide.
SCALE = 3.0
# White around the figure, in points.
_AIR = 6.0
_CAPTION, _TABLE, _DRAWING = "Caption", "Table", "Figure"
_LONGEST_KIND = 128
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a figure stands: its page, from 0, and left, bottom, right and top in points."""

    page: int
    box: Box


def figures_in(pdf: bytes) -> tuple[Cut, ...]:
    """Every figure with a caption, in the order of the pages.

    Raises:
        Refusal: this is no PDF.
    """
    with ONE_AT_A_TIME:
        document = _opened(pdf)
        try:
            return tuple(
                Cut(number, box)
                for number in range(len(document))
                for box in _boxes(document[number])
            )
        finally:
            document.close()


def cut_png(pdf: bytes, cut: Cut) -> bytes:
    """The figure as PNG on white.

    Raises:
        Refusal: this is no PDF.
    """
    with ONE_AT_A_TIME:
        document = _opened(pdf)
        try:
            page = document[cut.page]
            width, height = page.get_size()
            left, bottom, right, top = cut.box
            crop = (left - _AIR, bottom - _AIR, width - right - _AIR, height - top - _AIR)
            image = page.render(scale=SCALE, crop=tuple(max(0.0, edge) for edge in crop))
            kept = BytesIO()
            image.to_pil().convert("RGB").save(kept, "PNG", compress_level=6)
            return kept.getvalue()
        finally:
            document.close()


def _opened(pdf: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415 - most processes never draw

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Refusal("This is no PDF file that can be read.") from error


def _boxes(page: Any) -> Iterator[Box]:
    """The rectangle around each figure of a page."""
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    marked: dict[int, list[Box]] = {}
    for one in page.get_objects(max_depth=1):
        marked.setdefault(raw.FPDFPageObj_GetMarkedContentID(one.raw), []).append(one.get_bounds())
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return
    try:
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            root = raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            for figure in _figures(raw, root):
                found = [box for mark in _marks(raw, figure) for box in marked.get(mark, ())]
                if found:
                    yield _around(found)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _figures(raw: Any, element: Any) -> Iterator[Any]:
    """The elements that hold a caption, and below it a drawing or a table."""
    kids = _kids(raw, element)
    kinds = [_kind(raw, kid) for kid in kids]
    if _kind(raw, element) != _TABLE and _CAPTION in kinds and _has_drawn(raw, element):
        yield element
        return
    for kid in kids:
        yield from _figures(raw, kid)


def _has_drawn(raw: Any, element: Any) -> bool:
    return _kind(raw, element) in (_DRAWING, _TABLE) or any(
        _has_drawn(raw, kid) for kid in _kids(raw, element)
    )


def _kids(raw: Any, element: Any) -> list[Any]:
    n = raw.FPDF_StructElement_CountChildren(element)
    kids = (raw.FPDF_StructElement_GetChildAtIndex(element, at) for at in range(n))
    return [kid for kid in kids if kid]


def _marks(raw: Any, element: Any) -> Iterator[int]:
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if mark >= 0:
            yield mark
    for kid in _kids(raw, element):
        yield from _marks(raw, kid)


def _kind(raw: Any, element: Any) -> str:
    letters = ctypes.create_string_buffer(_LONGEST_KIND)
    n = raw.FPDF_StructElement_GetType(element, letters, _LONGEST_KIND)
    return letters.raw[:n].decode("utf-16-le").rstrip("\0")


def _around(boxes: list[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
