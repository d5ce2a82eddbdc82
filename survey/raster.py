"""Figures and printed pages as PNG pictures, by way of the PDF that a printer would get.

The PDF engine shapes the letters with the fonts of `reports/fonts`, so that a picture looks like
the page; PDFium only turns its one page into pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from PIL import Image, ImageChops

from survey.errors import Refusal
from survey.pdf import render_pdf
from survey.render.environment import make_environment
from survey.render.figures import PRINT, Drawing, Figure, HeatMap
from survey.render.speech import direction, spoken

Picture = Drawing | Figure | HeatMap
ROOT = Path(__file__).resolve().parents[1]
# A CSS pixel is three quarters of a point.
_POINTS = 0.75
_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 12_000
_AIR = 16
_LINE = 16
# PDFium may not be called from two threads at once.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What `reports/picture.html` shows, and the size of its only page in CSS pixels."""

    kind: str
    it: Picture
    title: str
    language: str
    direction: str
    width: float
    height: float
    air: int


def png_of(picture: Picture, *, scale: float = 2) -> bytes:
    """The picture as PNG on white; a figure with its title, subtitle and notes.

    `scale` is pixels of the picture per CSS pixel. Identical bytes for identical input.

    Raises:
        Refusal: the picture would be too large, or there is nothing to draw.
    """
    width, height = _sheet(picture)
    _check(width * scale, height * scale)
    pdf = render_pdf(_document(picture, width, height), base=ROOT / "reports")
    with ONE_AT_A_TIME:
        (image, *_) = _images(pdf, scale / _POINTS)
    return _png(_trimmed(image, round(_AIR * scale)))


def pages_as_png(pdf: bytes, *, dpi: int = 96) -> list[bytes]:
    """Each page of a PDF as PNG on white, in order.

    Raises:
        Refusal: a page would be too large, or this is no PDF.
    """
    with ONE_AT_A_TIME:
        return [_png(image) for image in _images(pdf, dpi / 72)]


def _sheet(picture: Picture) -> tuple[float, float]:
    """The size of the page to draw on, in CSS pixels, larger than needed where text is around."""
    tall: float
    if isinstance(picture, HeatMap):
        # A label or a head may take three lines, and no cell more.
        tall, width = 3 * _LINE * (len(picture.rows) + 2), PRINT.width
        words = picture.title, picture.note
    elif isinstance(picture, Figure):
        tall, width = picture.wide.height, picture.wide.width
        words = 2 * picture.wide.title, picture.subtitle + picture.wide.note + picture.wide.desc
    elif picture.height:
        tall, width, words = picture.height, picture.width, ("", "")
    else:
        raise Refusal("There is nothing to draw: the figure shows no data.")
    lines = sum(2 + 8 * len(text) / width for text in words if text)
    return width + 2 * _AIR, tall + 2 * _AIR + _LINE * lines


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


def _document(picture: Picture, width: float, height: float) -> str:
    kinds: dict[type, str] = {Drawing: "drawing", Figure: "figure", HeatMap: "heat"}
    page = _Sheet(
        kind=kinds[type(picture)],
        it=picture,
        title=picture.wide.title if isinstance(picture, Figure) else picture.title,
        language=spoken(),
        direction=direction(),
        width=round(width, 2),
        height=round(height, 2),
        air=_AIR,
    )
    environment = make_environment([ROOT / "templates", ROOT / "reports"])
    return environment.get_template("picture.html").render(page=page)


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


def _trimmed(image: Image.Image, air: int) -> Image.Image:
    """The image without the white below what is drawn, but for a margin."""
    blank = Image.new("RGB", image.size, "#ffffff")
    drawn = ImageChops.difference(image, blank).getbbox()
    if drawn is None:
        raise Refusal("There is nothing to draw: the picture would be blank.")
    return image.crop((0, 0, image.width, min(drawn[3] + air, image.height)))


def _png(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "PNG", compress_level=6)
    return kept.getvalue()
