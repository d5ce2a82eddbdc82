"""Printed pages as PNG pictures."""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from survey.errors import Refusal

if TYPE_CHECKING:
    from PIL import Image

_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 12_000
# PDFium may not be called from two threads at once.
ONE_AT_A_TIME = Lock()


def pages_as_png(pdf: bytes, *, dpi: int = 96) -> list[bytes]:
    """Each page of a PDF as PNG on white, in order.

    Raises:
        Refusal: a page would be too large, or this is no PDF.
    """
    with ONE_AT_A_TIME:
        return [_png(image) for image in _images(pdf, dpi / 72)]


def _check(width: float, height: float) -> None:
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
        raise Refusal(
            f"The picture would be {width:.0f} by {height:.0f} pixels. Take a smaller scale: no"
            f" side may be longer than {_LONGEST_SIDE} pixels."
        )
    if width * height > _MOST_PIXELS:
        raise Refusal(
            f"The picture would have {width * height:.0f} pixels. Take a smaller scale: at most"
            f" {_MOST_PIXELS} are drawn."
        )


def _images(pdf: bytes, scale: float) -> list[Image.Image]:
    import pypdfium2  # noqa: PLC0415 - most processes never draw

    try:
        document: Any = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Refusal("This is no PDF file that can be read.") from error
    try:
        for page in document:
            width, height = page.get_size()
            _check(width * scale, height * scale)
        return [_drawn(page, scale) for page in document]
    finally:
        document.close()


def _drawn(page: Any, scale: float) -> Image.Image:
    """The page twice as fine and made smaller, where memory allows: stems keep their weight."""
    width, height = page.get_size()
    fine = 2 if 4 * width * height * scale**2 <= _MOST_PIXELS else 1
    image: Image.Image = page.render(scale=fine * scale, fill_color=(255, 255, 255, 255)).to_pil()
    return image.convert("RGB").reduce(fine)


def _png(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "PNG", compress_level=6)
    return kept.getvalue()
