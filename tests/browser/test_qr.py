"""The QR mark that the browser draws: module by module the one that segno makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import segno

from tests.browser.modules import module_page

LINK = "https://pulse.example.org/pulse/answer/7/hillcrest%2Bnight#"
MATRIX = "async ([text, options]) => (await import('/pulse/qr.js')).qrMatrix(text, options)"
DRAWN = """async text => {
  const svg = (await import('/pulse/qr.js')).drawQr(text);
  document.body.replaceChildren(svg);
  return [svg.getAttribute('role'), svg.querySelector('title').textContent, svg.outerHTML];
}"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with module_page(browser) as opened:
        yield opened


# Bytes that each version holds at level L. Only full marks are compared: segno puts a word of
# zeros before its fillers, which the standard does not have and every reader skips.
ROOM = (
    *(17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792),
    *(858, 929, 1003, 1091, 1171, 1273, 1367, 1465, 1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303),
    *(2431, 2563, 2699, 2809, 2953),
)


def segno_rows(text: str, version: int, mask: int) -> list[list[int]]:
    made = segno.make(
        text,
        mode="byte",
        encoding="utf-8",
        error="l",
        boost_error=False,
        version=version,
        mask=mask,
        micro=False,
    )
    return [list(row) for row in made.matrix]


def as_long_as(length: int) -> str:
    """A link of that many characters, none of which repeats in a way that hides a mistake."""
    return (LINK + "".join(chr(33 + (7 * at + at // 5) % 90) for at in range(length)))[:length]


@pytest.mark.parametrize("version", range(1, 41))
def test_a_full_mark_of_every_version_is_that_of_segno(page: Any, version: int) -> None:
    text = as_long_as(ROOM[version - 1])
    rows = page.evaluate(MATRIX, [text, {"mask": version % 8}])
    assert rows == segno_rows(text, version, version % 8)
    if version < 40:
        assert len(page.evaluate(MATRIX, [f"{text}.", {"mask": 0}])) == 21 + 4 * version


@pytest.mark.parametrize("version", [1, 7, 15, 17, 25])
def test_every_mask_is_that_of_segno(page: Any, version: int) -> None:
    text = as_long_as(ROOM[version - 1])
    for mask in range(8):
        assert page.evaluate(MATRIX, [text, {"mask": mask}]) == segno_rows(text, version, mask)


def test_letters_beyond_ascii_travel_as_they_are(page: Any) -> None:
    text = "Čtvrtá směna, الليل, 夜勤, 🙂"
    text += "." * (53 - len(text.encode()))
    assert page.evaluate(MATRIX, [text, {"mask": 3}]) == segno_rows(text, 3, 3)


@pytest.mark.parametrize("text", ["", "h", "both ends", "x" * 16])
def test_what_is_left_of_the_room_is_filled_as_the_standard_says(page: Any, text: str) -> None:
    words = words_of_version_1(page.evaluate(MATRIX, [text, {"mask": 0}]))
    bits = f"0100{len(text):08b}" + "".join(f"{byte:08b}" for byte in text.encode()) + "0000"
    filled = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    assert words[:19] == (filled + [0xEC, 0x11] * 10)[:19]


def words_of_version_1(rows: list[list[int]]) -> list[int]:
    """The codewords of a mark of 21 modules under mask 0, read as a camera's program reads them."""
    bits = ""
    for pair, right in enumerate((20, 18, 16, 14, 12, 10, 8, 5, 3, 1)):
        for y in range(21) if pair % 2 else reversed(range(21)):
            for x in (right, right - 1):
                is_corner = (x < 9 and (y < 9 or y > 12)) or (x > 12 and y < 9)
                if not is_corner and y != 6:
                    bits += str(rows[y][x] ^ ((x + y) % 2 == 0))
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]


@pytest.mark.parametrize("length", [20, 180, 520, 600])
def test_the_mask_is_one_with_the_fewest_points(page: Any, length: int) -> None:
    text = as_long_as(length)
    chosen = page.evaluate(MATRIX, [text, {}])
    every = [page.evaluate(MATRIX, [text, {"mask": mask}]) for mask in range(8)]
    assert chosen in every
    assert points(chosen) == min(points(rows) for rows in every)


def points(rows: list[list[int]]) -> int:
    """The penalty of section 7.8.3, written down a second time."""
    size = len(rows)
    total = 0
    for lines in (rows, [list(column) for column in zip(*rows, strict=True)]):
        for line in lines:
            run = 1
            for at in range(1, size + 1):
                if at < size and line[at] == line[at - 1]:
                    run += 1
                    continue
                total += run - 2 if run >= 5 else 0
                run = 1
            for look in ([1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1]):
                total += 40 * sum(line[at : at + 11] == look for at in range(size - 10))
    for y in range(size - 1):
        for x in range(size - 1):
            square = {rows[y][x], rows[y][x + 1], rows[y + 1][x], rows[y + 1][x + 1]}
            total += 3 * (len(square) == 1)
    share = sum(map(sum, rows)) * 100 / size**2
    return total + 10 * int(abs(share - 50) / 5)


def test_what_is_too_long_is_refused(page: Any) -> None:
    assert len(page.evaluate(MATRIX, ["x" * 2953, {"mask": 0}])) == 177
    said = page.evaluate(
        "async text => { const { qrMatrix } = await import('/pulse/qr.js');"
        " try { qrMatrix(text); } catch (error) { return [error.name, error.message]; } }",
        "x" * 2954,
    )
    assert said == ["RangeError", "The text is too long for a QR mark."]


def test_the_drawing_is_named_and_holds_what_the_matrix_says(page: Any) -> None:
    text = as_long_as(560)
    role, title, html = page.evaluate(DRAWN, text)
    assert (role, title) == ("img", "QR mark with the link for another device")
    size = len(page.evaluate(MATRIX, [text, {}])) + 8
    assert f'viewBox="0 0 {size} {size}"' in html
    box = page.locator("svg").bounding_box()
    assert box["width"] == box["height"] <= 360
    seen = page.evaluate(
        "size => { const [, , dark] = document.querySelectorAll('svg > *');"
        " const at = new DOMPoint(); const found = [];"
        " for (let y = 4; y < size - 4; y += 1) { found.push([]);"
        "  for (let x = 4; x < size - 4; x += 1) { at.x = x + 0.5; at.y = y + 0.5;"
        "   found.at(-1).push(Number(dark.isPointInFill(at))); } } return found; }",
        size,
    )
    assert seen == page.evaluate(MATRIX, [text, {}])
