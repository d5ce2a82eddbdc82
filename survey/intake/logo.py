"""The organisation's logo as it was uploaded: a PNG, JPEG or SVG made safe, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from survey.intake.logo_drawing import read_drawing
from survey.intake.problems import Unfit

LogoType = Literal["image/png", "image/jpeg", "image/svg+xml"]
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 5_000
LEAST_PIXELS = 16
# Sharp at 60 mm on paper, and no more than that.
KEPT_PIXELS = 1_200
MOST_STRETCHED = 20
JPEG_QUALITY = 90
_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
NO_PICTURE = "This file is no PNG, JPEG or SVG picture. Save the logo as one of these three."
EMPTY = "This file is empty. Choose a PNG, JPEG or SVG picture."
TOO_LARGE = (
    f"too large to be opened here. Save it with at most {MOST_PIXELS} on either side;"
    f" {KEPT_PIXELS} are enough to print it sharp."
)
DAMAGED = "This picture is damaged and cannot be read to its end. Save it anew from its source."


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that holds nothing but the picture: no metadata, no script, no addresses."""

    body: bytes
    type: LogoType


def read_logo(data: bytes) -> Logo:
    """The picture in the file, drawn anew from what could be read in it.

    PNG and JPEG come out at most 1,200 pixels wide and high; of an SVG only plain shapes stay.

    Raises:
        Unfit: the file is no such picture, or one that a report may not print.
    """
    if not data:
        raise Unfit(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unfit("This file is larger than 2 MB. Save the logo smaller, and choose it again.")
    for beginning, form in _BEGINNINGS:
        if data.startswith(beginning):
            return _read_pixels(data, form)
    if _looks_like_svg(data):
        drawing, width, height = read_drawing(data)
        require_proportions(width, height)
        return Logo(drawing.encode(), "image/svg+xml")
    raise Unfit(NO_PICTURE)


def require_proportions(width: float, height: float) -> None:
    """Refuse what is so long or so high that nothing could be seen of it.

    Raises:
        Unfit: one side is more than twenty times the other.
    """
    if max(width, height) > MOST_STRETCHED * min(width, height):
        raise Unfit(
            "One side of the picture is more than twenty times the other. Cut it to the logo."
        )


def _looks_like_svg(data: bytes) -> bool:
    """Whether it is a text that begins as XML does, in UTF-8 or UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return b"s\0v\0g" in data[:8192]
    head = data[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
    return (head.startswith(b"<") and b"<svg" in head.lower()) or head.startswith(b"<?xml")


def _read_pixels(data: bytes, form: str) -> Logo:
    # Few processes ever read a picture.
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    # Once loaded, the PDF engine lets every picture of the process be cut short.
    cut_short_is_fine = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        found = Image.open(BytesIO(data), formats=(form,))
        # The header tells the size; nothing is unpacked of a picture that is too large.
        _require_size(*found.size)
        upright = ImageOps.exif_transpose(found)
        picture = upright.convert("RGBA" if _is_see_through(upright) else "RGB")
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(f"The picture is {TOO_LARGE}") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit(DAMAGED) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = cut_short_is_fine
    picture.thumbnail((KEPT_PIXELS, KEPT_PIXELS), Image.Resampling.LANCZOS)
    # A fresh picture of the same pixels: what else stood in the file stays behind.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = BytesIO()
    if form == "JPEG":
        clean.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
        return Logo(out.getvalue(), "image/jpeg")
    clean.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), "image/png")


def _require_size(width: int, height: int) -> None:
    if max(width, height) > MOST_PIXELS:
        raise Unfit(f"The picture is {width} by {height} pixels, {TOO_LARGE}")
    if min(width, height) < LEAST_PIXELS:
        raise Unfit(
            f"The picture is {width} by {height} pixels, too small to print. Save it with at"
            f" least {LEAST_PIXELS} on either side."
        )
    require_proportions(width, height)


def _is_see_through(picture: Any) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info
