"""A figure as a PNG picture, by way of the PDF that a printer would get."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from survey.errors import Refusal
from survey.pdf import render_pdf
from survey.raster import pages_as_png
from survey.render.environment import make_environment
from survey.render.figures import PRINT, Drawing, Figure, HeatMap
from survey.render.speech import direction, spoken

Picture = Drawing | Figure | HeatMap
ROOT = Path(__file__).resolve().parents[2]
# CSS pixels in an inch.
_INCH = 96
_AIR = 16
_LINE = 16


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What `picture.html` shows, and the size of its only page in CSS pixels."""

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
    pdf = render_pdf(_document(picture, width, height), base=ROOT / "reports")
    (page, *_) = pages_as_png(pdf, dpi=round(_INCH * scale))
    kept = BytesIO()
    _trimmed(Image.open(BytesIO(page)), round(_AIR * scale)).save(kept, "PNG", compress_level=6)
    return kept.getvalue()


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
    environment = make_environment([ROOT / "templates", Path(__file__).parent])
    return environment.get_template("picture.html").render(page=page)


def _trimmed(image: Image.Image, air: int) -> Image.Image:
    """The image without the white below what is drawn, but for a margin."""
    blank = Image.new("RGB", image.size, "#ffffff")
    drawn = ImageChops.difference(image, blank).getbbox()
    if drawn is None:
        raise Refusal("There is nothing to draw: the picture would be blank.")
    return image.crop((0, 0, image.width, min(drawn[3] + air, image.height)))
