"""QR marks: the drawn path covers exactly the dark modules, inside a quiet border."""

from __future__ import annotations

import re

import segno

from survey.render.qr import qr_mark

TEXT = "https://feedback.example.org/pulse/ballot/7Q2MX0D9KTAAAAABBBBB"


def test_the_path_covers_the_dark_modules_and_no_other() -> None:
    mark = qr_mark(TEXT)
    modules = segno.make(TEXT, error="m", micro=False).matrix
    dark = {
        (x + 4, y + 4) for y, row in enumerate(modules) for x, is_dark in enumerate(row) if is_dark
    }
    drawn = [
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)v1h-\3z", mark.path)
        for step in range(int(length))
    ]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == dark
    assert mark.size == len(modules) + 8


def test_the_path_holds_nothing_else() -> None:
    assert re.fullmatch(r"(M\d+,\d+h\d+v1h-\d+z)+", qr_mark(TEXT).path)


def test_two_texts_have_two_marks() -> None:
    assert qr_mark(TEXT) == qr_mark(TEXT) != qr_mark(TEXT[:-1] + "C")
