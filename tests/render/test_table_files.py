"""Tables as files: CSV by RFC 4180 in a ZIP, typed cells in an XLSX, a codebook in both."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl

from survey.render.table_files import MARK, as_csv, as_xlsx, as_zip
from survey.render.tables import Column, Datum, Raw, Table

HOSTILE = '=HYPERLINK("http://example.org")'


def table(*rows: tuple[Raw, ...], title: str = "By team") -> Table:
    """A table of a name, a share, a count and a day."""
    columns = (
        Column("name", "Team", "What the row is about."),
        Column("share", "Satisfied", "Share of 4 and 5, from 0 to 1."),
        Column("n", "n", "How many answers."),
        Column("day", "Day", "The first day."),
    )
    return Table(title, columns, tuple(tuple(Datum(v, str(v)) for v in row) for row in rows))


ROWS = (
    ("North, “Billing”", 0.7123, 41, date(2026, 1, 31)),
    ('a "quoted"\nname', None, 0, None),
    (HOSTILE, -0.5, None, None),
    ("الشمال", 1.0, 7, None),
)


def read(text: str) -> list[list[str]]:
    """The rows of a CSV, without the mark before it."""
    return list(csv.reader(StringIO(text.removeprefix(MARK), newline="")))


def test_a_csv_has_keys_values_and_empty_cells_for_what_is_hidden() -> None:
    text = as_csv(table(*ROWS))
    assert text.startswith(MARK)
    assert text.count("\r\n") == 5
    assert read(text) == [
        ["name", "share", "n", "day"],
        ["North, “Billing”", "0.7123", "41", "2026-01-31"],
        ['a "quoted"\nname', "", "0", ""],
        [f"'{HOSTILE}", "-0.5", "", ""],
        ["الشمال", "1.0", "7", ""],
    ]


def test_a_csv_of_no_row_has_its_keys() -> None:
    assert read(as_csv(table())) == [["name", "share", "n", "day"]]


def test_the_zip_has_every_table_and_a_codebook_and_the_same_bytes_twice() -> None:
    tables = {"customers-teams": table(*ROWS), "people-blocks": table(title="=Blocks")}
    packed = as_zip(tables)
    assert packed == as_zip(tables)
    files = zipfile.ZipFile(BytesIO(packed))
    assert files.testzip() is None
    assert files.namelist() == ["customers-teams.csv", "people-blocks.csv", "codebook.csv"]
    assert {one.date_time for one in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    codebook = read(files.read("codebook.csv").decode())
    assert codebook[0] == ["table", "title", "column", "label", "meaning"]
    assert codebook[2] == [
        *("customers-teams", "By team", "share", "Satisfied", "Share of 4 and 5, from 0 to 1.")
    ]
    assert codebook[5][1] == "'=Blocks"


def test_no_table_at_all_gives_a_codebook_of_nothing() -> None:
    assert zipfile.ZipFile(BytesIO(as_zip({}))).namelist() == ["codebook.csv"]
    book = openpyxl.load_workbook(BytesIO(as_xlsx({}, title="Empty")))
    assert book.sheetnames == ["codebook"]


def test_a_workbook_has_a_sheet_per_table_with_typed_cells_and_no_formula() -> None:
    tables = {"customers-teams": table(*ROWS)}
    packed = as_xlsx(tables, title="Forum report")
    assert packed == as_xlsx(tables, title="Forum report")
    book = openpyxl.load_workbook(BytesIO(packed))
    assert book.sheetnames == ["customers-teams", "codebook"]
    assert book.properties.title == "Forum report"
    assert book.properties.modified == book.properties.created
    sheet = book["customers-teams"]
    assert [cell.value for cell in sheet[1]] == ["Team", "Satisfied", "n", "Day"]
    name, share, n, day = sheet[2]
    assert (name.value, share.value, n.value) == ("North, “Billing”", 0.7123, 41)
    assert (day.value, day.is_date) == (datetime(2026, 1, 31), True)  # noqa: DTZ001 - a sheet has none
    assert [cell.value for cell in sheet[3]][1:] == [None, 0, None]
    assert (sheet["A4"].value, sheet["A4"].data_type) == (f"'{HOSTILE}", "s")
    assert not [c for one in book for row in one.iter_rows() for c in row if c.data_type == "f"]


def test_names_too_long_for_a_sheet_and_letters_no_file_can_hold() -> None:
    long = "customers-by-month-and-channel-and-"
    tables = {f"{long}queue": table(("a\x00\ud800b",)), f"{long}team": table()}
    book = openpyxl.load_workbook(BytesIO(as_xlsx(tables, title="\x07")))
    assert book.sheetnames[0] == long[:31]
    assert book.sheetnames[1] == f"{long[:29]}-2"
    assert book.worksheets[0]["A2"].value == "a\ufffd\ufffdb"
    assert as_zip(tables)
