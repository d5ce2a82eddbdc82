"""A logo comes out as nothing but a picture, or is refused with one sentence."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from survey.intake.logo import EMPTY, NO_PICTURE, Logo, read_logo
from survey.intake.problems import Unfit

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50">{}</svg>'
SHAPE = '<rect x="1" y="2" width="30" height="20" fill="#00696f"/>'


def refusal(data: bytes) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(Unfit) as refused:
        read_logo(data)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def svg(inside: str) -> bytes:
    """An SVG with a shape and this beside it."""
    return SVG.format(inside + SHAPE).encode()


def pixels(width: int, height: int, form: str = "PNG", mode: str = "RGB", **how: object) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new(mode, (width, height)).save(out, form, **how)
    return out.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes whose header promises a picture of this size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    ends = chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + ends


def opened(logo: Logo) -> Image.Image:
    """The picture as it is kept."""
    return Image.open(BytesIO(logo.body))


def test_a_png_and_a_jpeg_are_kept_without_what_else_stood_in_them() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "a-person")
    png = read_logo(pixels(300, 100, mode="RGBA", pnginfo=told))
    assert (png.type, opened(png).size, opened(png).mode) == ("image/png", (300, 100), "RGBA")
    assert b"a-person" not in png.body
    exif = Image.Exif()
    exif[0x010E] = "a-person"
    jpeg = read_logo(pixels(300, 100, "JPEG", exif=exif))
    assert (jpeg.type, opened(jpeg).size) == ("image/jpeg", (300, 100))
    assert b"a-person" not in jpeg.body


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert read_logo(pixels(40, 40)) == read_logo(pixels(40, 40))
    assert read_logo(svg("")) == read_logo(svg(""))


def test_a_large_picture_is_kept_smaller() -> None:
    assert opened(read_logo(pixels(4000, 1000))).size == (1200, 300)
    assert opened(read_logo(pixels(1000, 4000))).size == (300, 1200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA"])
def test_every_kind_of_png_can_be_a_logo(mode: str) -> None:
    assert opened(read_logo(pixels(64, 64, mode=mode))).size == (64, 64)


def test_a_jpeg_for_print_can_be_a_logo() -> None:
    assert opened(read_logo(pixels(64, 64, "JPEG", mode="CMYK"))).mode == "RGB"


def test_a_picture_ten_thousand_pixels_wide_is_refused_before_it_is_unpacked() -> None:
    assert "10000 by 400 pixels" in refusal(png_that_says(10_000, 400))
    assert "at most 5000" in refusal(png_that_says(60_000, 60_000))


def test_what_is_too_small_or_too_long_is_refused() -> None:
    assert "too small" in refusal(pixels(15, 300))
    assert "twenty times" in refusal(pixels(2000, 50))
    long = SVG.replace("200 50", "2100 50").format(SHAPE)
    assert "twenty times" in refusal(long.encode())


def test_what_is_no_picture_is_refused() -> None:
    assert refusal(b"") == EMPTY
    for data in (b"PK\x03\x04", b"hello", b"%PDF-1.7", b"GIF89a", b"\0" * 99, b"<html></html>"):
        assert refusal(data) == NO_PICTURE
    assert "larger than 2 MB" in refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 2_100_000)


@pytest.mark.parametrize("is_engine_loaded", [False, True])
def test_a_damaged_picture_is_refused(
    is_engine_loaded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The PDF engine sets this for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_engine_loaded)
    whole = pixels(300, 300, "JPEG")
    for data in (whole[: len(whole) // 2], pixels(300, 300)[:90], b"\x89PNG\r\n\x1a\nxx"):
        assert "damaged" in refusal(data)
    assert "damaged" in refusal(png_that_says(400, 400))


def test_an_svg_of_shapes_is_drawn_anew() -> None:
    inside = (
        "<metadata><x>secret</x></metadata><title>secret</title><!-- secret -->"
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<g transform="translate(10 5)" class="secret" style="fill:url(#a); font-family: secret">'
        '<path d="M0 0h10v10z"/></g>'
    )
    logo = read_logo(svg(inside))
    assert logo.type == "image/svg+xml"
    text = logo.body.decode()
    assert "secret" not in text
    assert 'viewBox="0 0 200 50"' in text
    assert '<path d="M0 0h10v10z"></path>' in text
    assert 'fill="url(#a)"' in text
    assert read_logo(logo.body) == logo


def test_an_svg_in_sixteen_bits_and_one_with_sizes_only_can_be_read() -> None:
    text = SVG.replace('viewBox="0 0 200 50"', 'width="200px" height="50"').format(SHAPE)
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    assert b'viewBox="0 0 200 50"' in read_logo(wide).body


BOMB = """<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ((BOMB + SVG.format("<g>&c;</g>")).encode(), "DOCTYPE"),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg(""), "DOCTYPE"),
        (svg("<script>alert(1)</script>"), "no script"),
        (svg('<g onload="alert(1)"/>'), "script"),
        (svg("<foreignObject/>"), "no web page"),
        (svg('<image href="http://169.254.169.254/"/>'), "no other picture"),
        (svg('<image href="data:image/png;base64,AAAA"/>'), "no other picture"),
        (svg("<style>@import url(http://example.org/)</style>"), "presentation attributes"),
        (svg("<text>Larkfield</text>"), "letters into paths"),
        (svg('<g id="a"/><use href="#a"/>'), "stands for another"),
        (svg('<animate attributeName="x"/>'), "shapes only"),
        (svg('<a href="http://example.org/"/>'), "shapes only"),
        (svg('<g fill="url(http://example.org/a)"/>'), "outside of itself"),
        (svg('<g style="fill: url( http://example.org/a )"/>'), "outside of itself"),
        (svg('<g style="background: URL(file:///etc/passwd)"/>'), "outside of itself"),
        (svg('<g filter="url(http://example.org/a)"/>'), "outside of itself"),
        (svg('<linearGradient href="file:///etc/passwd"/>'), "outside of itself"),
        (svg('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'), "in a ring"),
        (svg('<path d="M0 0L1e99 5"/>'), "“d”"),
        (svg('<path d="M0 0 L123456789 5"/>'), "“d”"),
        (svg('<path d="javascript:alert"/>'), "“d”"),
        (svg('<g transform="expression(1)"/>'), "“transform”"),
        (svg('<rect width="1e400"/>'), "“width”"),
        (svg('<rect fill="expression(1)"/>'), "“fill”"),
        (svg("<g>" * 31 + "</g>" * 31), "deep"),
        (svg("<g/>" * 1001), "1000"),
        (svg("<metadata>" + "<a>" * 31 + "</a>" * 31 + "</metadata>"), "deep"),
        (svg(" " * 263_000), "256 KB"),
        (SVG.format("").encode(), "no shape"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">' + SHAPE.encode() + b"</svg>", "viewBox"),
        (svg("")[:-10], "no SVG that can be read"),
        (b"<svg><rect/></svg>", "no SVG that can be read"),
        (b'<?xml version="1.0"?><html/>', "no SVG that can be read"),
    ],
)
def test_an_svg_that_is_more_than_a_picture_is_refused(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_what_came_through_prints() -> None:
    from survey.pdf import render_pdf
    from survey.render.document import FOLDER

    for data in (svg('<clipPath id="a"><rect width="9" height="9"/></clipPath>'), pixels(99, 99)):
        logo = read_logo(data)
        address = f"data:{logo.type};base64,{base64.b64encode(logo.body).decode()}"
        html = f'<html lang="en"><title>A</title><img src="{address}" alt="Logo"></html>'
        assert render_pdf(html, base=FOLDER).startswith(b"%PDF")
