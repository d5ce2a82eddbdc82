"""Which encoding a file is in: detected in a fixed order, and said."""

import codecs
import io
import random

import pytest

from survey.intake import encoding
from survey.intake.encoding import detect_encoding
from survey.intake.problems import UnreadableFile
from tests.intake.writing import SHARED

TEXT = "name,remark\nJosé,très bien – merci\nJürgen,weiß nicht, schön wär’s\n"


def detect(content: bytes, declared: str | None = None) -> encoding.Detected:
    return detect_encoding(io.BytesIO(content), declared)


def refuse(content: bytes, declared: str | None = None) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        detect(content, declared)
    return refusal.value.message


def test_a_byte_order_mark_decides_and_is_not_part_of_the_text():
    found = detect(codecs.BOM_UTF8 + TEXT.encode())
    assert found.encoding == "utf-8-sig"
    assert found.sentence == "The file is UTF-8 with a byte order mark."
    assert found.n_bytes == len(codecs.BOM_UTF8 + TEXT.encode())


def test_the_unicode_text_that_spreadsheets_save_is_utf_16():
    assert detect(TEXT.encode("utf-16")).encoding == "utf-16"


def test_utf_8_is_checked_to_the_last_byte():
    assert detect(TEXT.encode()).encoding == "utf-8"
    far = b"a,b\n" * encoding.CHUNK_BYTES + "Zoë,é\n".encode("cp1252")
    assert detect(far).encoding == "cp1252"


def test_a_character_cut_by_the_edge_of_a_chunk_is_whole():
    assert detect(b"x" * (encoding.CHUNK_BYTES - 1) + "é\n".encode()).encoding == "utf-8"


def test_western_text_that_is_not_utf_8_is_windows_1252_and_the_sentence_says_how_we_know():
    found = detect(TEXT.encode("cp1252"))
    assert found.encoding == "cp1252"
    assert "it is not UTF-8 (byte 0xE9 on line 2)" in found.sentence


@pytest.mark.parametrize(
    ("text", "written_in"),
    [
        ("name\nIt isn’t José’s café, über all\n", "mac-roman"),
        ("имя\nочень хорошо, спасибо большое\n", "cp1251"),
        ("名前\nありがとうございました\n", "shift-jis"),
    ],
)
def test_other_encodings_have_to_be_declared(text, written_in):
    content = text.encode(written_in)
    assert "Declare its encoding in the mapping" in refuse(content)
    assert detect(content, written_in).encoding == codecs.lookup(written_in).name


def test_a_file_half_in_utf_8_is_not_taken_for_windows_1252():
    assert "byte 0xE9 on line 3" in refuse("a\nJosé\n".encode() + "Zoé\n".encode("cp1252"))


def test_a_declared_encoding_that_does_not_fit_is_refused_with_the_line():
    assert "byte 0xE9 on line 2 does not fit" in refuse(TEXT.encode("cp1252"), "utf-8")


def test_a_declared_utf_8_still_drops_the_mark():
    assert detect(codecs.BOM_UTF8 + b"a\n", "utf-8").encoding == "utf-8-sig"


def test_a_file_that_ends_inside_a_character_is_read_up_to_there():
    found = detect(("Zoë\n" + "é").encode()[:-1])
    assert (found.encoding, found.errors) == ("utf-8", "replace")
    assert "its end is missing" in found.sentence


def test_a_last_accented_letter_of_windows_1252_is_no_cut_character():
    assert detect("name\ncafé".encode("cp1252")).encoding == "cp1252"


def test_nul_bytes_are_refused():
    assert "holds a NUL byte" in refuse(b"a,b\n1,\x002\n")


def test_a_picture_is_no_text_whatever_is_declared():
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(7).randbytes(500)
    assert "line 3 holds a NUL byte" in refuse(picture)
    assert "line 3 holds a NUL byte" in refuse(picture, "utf-8")
    assert detect("a,b\n".encode("utf-16-le"), "utf-16-le").encoding == "utf-16-le"


def test_random_bytes_are_refused():
    assert "NUL byte" in refuse(random.Random(7).randbytes(5000))


@pytest.mark.parametrize("start", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"])
def test_a_workbook_or_a_pdf_is_named(start):
    assert "import that" in refuse(start)


def test_an_empty_file_is_refused():
    assert refuse(b"") == "The file is empty. Export it again, with a row of column names."


def test_a_file_without_line_breaks_is_refused_before_it_fills_the_memory():
    assert "longer than 4,000,000 bytes" in refuse(b"a" * 4_500_000)


def test_the_stream_stands_at_its_start_afterwards():
    stream = io.BytesIO(TEXT.encode())
    detect_encoding(stream)
    assert stream.tell() == 0


def test_a_real_mac_roman_file_is_refused_until_it_is_declared():
    path = SHARED / "linkage_schools" / "2014-15_Questions.csv"
    if not path.exists():
        pytest.skip("real data is not on this machine")
    assert "Declare its encoding" in refuse(path.read_bytes())
    assert detect(path.read_bytes(), "mac-roman").encoding == "mac-roman"
