"""What every mapping declares: how the file is written and where each value comes from."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from survey.intake.declared import Declared
from survey.intake.fields import check_name
from survey.intake.problems import Unfit


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How the file is written. An empty `quote` means that nothing is quoted."""

    delimiter: str = ","
    quote: str = '"'
    encoding: str | None = None
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: a column of the file, or one constant for all rows."""

    column: str | None = None
    constant: str | None = None


def take_csv_format(top: Declared) -> CsvFormat:
    """The [csv] table; a comma, double quotes and a decimal point where it is left out."""
    table = top.take_table("csv")
    delimiter = table.take_character("delimiter", ",")
    quote = table.take_character("quote", '"', may_be_empty=True)
    if quote == delimiter:
        table.note("quote", "must differ from the delimiter.")
    encoding = table.take_text("encoding", "") or None
    if encoding and not _is_encoding(encoding):
        table.note("encoding", f'{encoding!r} is not known. Examples: "utf-8", "mac-roman".')
    decimal = table.take_choice("decimal", (".", ","), ".")
    table.close()

    return CsvFormat(delimiter, quote, encoding, decimal)


def take_name(table: Declared, key: str) -> str:
    """A required name or code, checked as the names in the rows are."""
    text = table.take_text(key).strip()
    try:
        return check_name(text)
    except Unfit as reason:
        table.note(key, f"does not do. {reason}")
        return text


def take_missing(top: Declared) -> frozenset[str]:
    """The texts that stand for "no value"; an empty cell always does."""
    return frozenset(text.strip() for text in top.take_texts("missing", [])) | {""}


def take_origin(table: Declared, *, may_be_constant: bool) -> Origin:
    """Where one field comes from; exactly one of `column` and `constant`."""
    if not may_be_constant:
        return Origin(column=table.take_text("column"))
    column = table.take_text("column", "") or None
    constant = take_name(table, "constant") if "constant" in table else None
    if (column is None) == (constant is None):
        table.note("", "needs either a column or a constant, and not both.")

    return Origin(column, constant)


def _is_encoding(name: str) -> bool:
    try:
        return codecs.getincrementaldecoder(name)().decode(b"", final=True) == ""
    except (LookupError, ValueError):
        return False
