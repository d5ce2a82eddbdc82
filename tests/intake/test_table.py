"""Rows of a file: a bad one is reported with its place and the next one is read."""

import io

import pytest

from survey.intake.mapping import CsvFormat
from survey.intake.problems import Rejected, UnreadableFile
from survey.intake.table import open_table


def rows(content: str | bytes, declared: CsvFormat | None = None):
    raw = content.encode() if isinstance(content, str) else content
    return list(open_table(io.BytesIO(raw), declared or CsvFormat(), needed=()).rows())


def refuse(content: str, *needed: str, declared: CsvFormat | None = None) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        open_table(io.BytesIO(content.encode()), declared or CsvFormat(), needed=needed)
    return refusal.value.message


def message(item) -> str:
    assert isinstance(item, Rejected)
    return item.problems[0].message


def test_rows_carry_their_number_and_their_line():
    assert rows('a,b\n1,"x\ny"\n3,4\n') == [(1, 3, ["1", "x\ny"]), (2, 4, ["3", "4"])]


def test_a_header_alone_is_a_file_with_no_rows():
    assert rows("a,b\n") == []


def test_a_file_of_blank_lines_is_refused():
    assert "no text" in refuse("\n\n\n")


def test_blank_lines_above_the_header_do_not_shift_the_line_numbers():
    assert rows("\n\na,b\n1,2\n") == [(1, 4, ["1", "2"])]


def test_empty_rows_of_spreadsheets_are_passed_over():
    assert rows("a,b\n1,2\n\n,\n3,4\n") == [(1, 2, ["1", "2"]), (2, 5, ["3", "4"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end):
    assert rows(end.join(("a,b", "1,2", ""))) == [(1, 2, ["1", "2"])]


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    raw = b"\xef\xbb\xbfa,b\r\n1,2\r\n"
    assert open_table(io.BytesIO(raw), CsvFormat(), needed=("a", "b")).header == ("a", "b")


def test_a_column_name_that_appears_twice_is_refused():
    assert "more than once: 'a'" in refuse("a,b,a\n1,2,3\n")


def test_columns_without_a_name_may_be_many():
    assert rows(",a,\n1,2,\n") == [(1, 2, ["1", "2", ""])]


def test_a_missing_column_is_refused_with_the_columns_found():
    said = refuse("id,team\n1,2\n", "id", "Supervisor")
    assert said == "The file has no column 'Supervisor'. It has 'id', 'team'. Correct the mapping."


@pytest.mark.parametrize(
    ("delimiter", "said"),
    [(";", 'delimiter = ";" under [csv]'), ("\t", 'delimiter = "\\t" under [csv]')],
)
def test_a_wrong_delimiter_is_recognised_and_the_right_one_named(delimiter, said):
    assert said in refuse(f'"id"{delimiter}team\n1{delimiter}2\n', "id", "team")
    assert said in refuse(f"id{delimiter}team\n1{delimiter}2\n", "id", "team")


def test_a_declared_delimiter_is_used():
    assert rows("a;b\n1,5;2\n", CsvFormat(delimiter=";")) == [(1, 2, ["1,5", "2"])]


def test_without_a_quote_quotation_marks_are_text():
    assert rows('a,b\n"1,2\n', CsvFormat(quote="")) == [(1, 2, ['"1', "2"])]


def test_a_truncated_last_row_is_a_problem_of_that_row():
    sound, cut = rows("a,b,c\n1,2,3\n4,5")
    assert sound == (1, 2, ["1", "2", "3"])
    assert (cut.row, cut.line) == (2, 3)
    assert "2 columns where the header has 3: it was cut off" in message(cut)


def test_a_file_cut_inside_a_quoted_text_is_a_problem_of_that_row():
    _, cut = rows('a,b\n1,2\n3,"begun and nev')
    assert "opened on line 3 is never closed" in message(cut)


def test_a_file_cut_inside_a_character_keeps_the_rows_before():
    first, cut = rows("a,b\nZoë,2\né".encode()[:-1])
    assert first == (1, 2, ["Zoë", "2"])
    assert "cut off" in message(cut)


def test_a_row_with_too_many_columns_does_not_stop_the_file():
    long, sound = rows("a,b\n1,2,3\n4,5\n")
    assert "a text that holds the delimiter" in message(long)
    assert sound == (2, 3, ["4", "5"])


def test_a_stray_quotation_mark_inside_quotes_is_reported_and_the_next_row_read():
    stray, sound = rows('a,b\n1,"a 5" pipe"\n3,4\n')
    assert "is not doubled" in message(stray)
    assert sound == (2, 3, ["3", "4"])


def test_a_runaway_quotation_mark_costs_a_million_characters_and_not_the_report():
    swallowed = "x,y\n" * 260_000
    sound, runaway, *rest = rows(f'a,b\n1,2\n3,"begun\n{swallowed}4,5\n')
    assert sound == (1, 2, ["1", "2"])
    assert "lines 3 to 250002 is over 1,000,000 characters long" in message(runaway)
    assert rest[-1][2] == ["4", "5"]


def test_a_huge_field_is_reported_with_its_line():
    huge, sound = rows(f"a,b\n1,{'x' * 1_000_001}\n3,4\n")
    assert "A text on line 2 is over 1,000,000 characters" in message(huge)
    assert sound[2] == ["3", "4"]


def test_a_header_that_cannot_be_read_is_refused():
    assert "row of column names cannot be read" in refuse('"a,b\n1,2\n')


@pytest.mark.parametrize("n_at_once", [1, 2, 3, 1_000])
def test_rows_are_numbered_the_same_however_many_are_read_at_once(n_at_once, monkeypatch):
    raw = b'a,b\n1,2\n"3\r\nx",4\n\n5\n6,7\n,\n8,9\n"1" 2,3\n4,5\n"6,7'
    monkeypatch.setattr("survey.intake.table.ROWS_AT_ONCE", n_at_once)
    found = [(item[0], item[1], isinstance(item, Rejected)) for item in rows(raw)]
    assert found == [
        (1, 2, False),
        (2, 4, False),
        (3, 6, True),
        (4, 7, False),
        (5, 9, False),
        (6, 10, True),
        (7, 11, False),
        (8, 12, True),
    ]
