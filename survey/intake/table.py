"""The rows of a CSV file, one at a time: a bad row is reported and the next one is read."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from operator import itemgetter
from typing import TYPE_CHECKING, BinaryIO

from survey.intake.encoding import Detected, detect_encoding
from survey.intake.mapping import CsvFormat
from survey.intake.problems import Problem, Rejected, UnreadableFile, shorten

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

LONGEST_FIELD = 1_000_000
SHOWN_COLUMNS = 40
ROWS_AT_ONCE = 1_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a vertical bar"}

# A sound row: its number among the data rows from 1, its last line in the file, its cells.
Row = tuple[int, int, list[str]]


@dataclass(slots=True)
class Table:
    """A file whose header fits its mapping, read once from top to bottom by `rows`.

    It takes over the stream it was opened on, and closes it when it is itself forgotten.
    """

    header: tuple[str, ...]
    detected: Detected
    _lines: io.TextIOWrapper = field(repr=False)
    _format: CsvFormat = field(repr=False)
    _header_line: int = field(repr=False)

    def rows(self) -> Iterator[Row | Rejected]:
        """Every data row as `Row`, or as `Rejected` where its columns cannot be told apart.

        Empty rows, which spreadsheets leave at the end, are passed over and not counted.
        """
        for chunk in self.chunks():
            yield from chunk

    def chunks(self) -> Iterator[list[Row | Rejected]]:
        """The same rows, up to a thousand at a time."""
        reader = _make_reader(self._lines, self._format)
        row, above = 0, self._header_line
        while True:
            found: list[list[str]] = []
            line, error = above + reader.line_num, None
            try:
                # Rows before an error are in the list when it is raised.
                found.extend(islice(reader, ROWS_AT_ONCE))
            except csv.Error as caught:
                error = caught
            n_lines = above + reader.line_num - line
            chunk = self._number(found, row, line, is_even=not error and n_lines == len(found))
            row += len(chunk)
            if error:
                row += 1
                first = (line if not found else line + sum(map(_count_lines, found))) + 1
                last = above + reader.line_num
                chunk.append(_reject(row, last, "", _explain_error(error, first, last)))
            elif not found:
                return
            yield chunk

    def _number(
        self, found: list[list[str]], row: int, line: int, *, is_even: bool
    ) -> list[Row | Rejected]:
        """The rows with their numbers; `is_even` where each of them stands on one line."""
        width = len(self.header)
        if is_even and set(map(len, found)) == {width} and all(map(itemgetter(0), found)):
            return list(zip(count(row + 1), count(line + 1), found))
        chunk: list[Row | Rejected] = []
        for cells in found:
            line += _count_lines(cells)
            if not any(cells):
                continue
            row += 1
            if len(cells) == width:
                chunk.append((row, line, cells))
            else:
                chunk.append(_reject(row, line, cells[0], _explain_width(len(cells), width)))

        return chunk


def open_table(stream: BinaryIO, declared: CsvFormat, *, needed: Sequence[str]) -> Table:
    """The table in a seekable file open in binary mode, its header read and checked.

    Raises UnreadableFile with a sentence where the file is empty, binary or undecodable, a header
    name appears twice, or one of the `needed` columns is absent.
    """
    detected = detect_encoding(stream, declared.encoding)
    lines = io.TextIOWrapper(stream, encoding=detected.encoding, errors=detected.errors, newline="")
    # The limit belongs to the whole process; every table sets the same one.
    csv.field_size_limit(LONGEST_FIELD)
    try:
        header, header_line = _read_header(lines, declared)
        _check_header(header, needed)
    except UnreadableFile:
        _suggest_delimiter(lines, declared, needed)
        raise

    return Table(header, detected, lines, declared, header_line)


def _make_reader(lines: io.TextIOWrapper, declared: CsvFormat) -> CsvReader:
    return csv.reader(
        lines,
        delimiter=declared.delimiter,
        quotechar=declared.quote or None,
        quoting=csv.QUOTE_MINIMAL if declared.quote else csv.QUOTE_NONE,
        strict=True,
    )


def _read_header(lines: io.TextIOWrapper, declared: CsvFormat) -> tuple[tuple[str, ...], int]:
    reader = _make_reader(lines, declared)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                return tuple(cell.strip() for cell in cells), reader.line_num
    except csv.Error as error:
        reason = _explain_error(error, 1, reader.line_num)
        raise UnreadableFile(f"The row of column names cannot be read. {reason}") from error
    raise UnreadableFile("The file holds no text. Export it again, with a row of column names.")


def _check_header(header: Sequence[str], needed: Sequence[str]) -> None:
    absent = [name for name in needed if name.strip() not in header]
    if absent:
        names = ", ".join(f"'{name}'" for name in absent)
        found = ", ".join(f"'{shorten(name)}'" for name in header[:SHOWN_COLUMNS] if name)
        more = f" and {len(header) - SHOWN_COLUMNS} more" if len(header) > SHOWN_COLUMNS else ""
        raise UnreadableFile(
            f"The file has no column {names}. It has {found}{more}. Correct the mapping."
        )
    # Columns without a name can be many: an index, a delimiter at the end of each line.
    twice = [name for name, n_times in Counter(header).items() if name and n_times > 1]
    if twice:
        names = ", ".join(f"'{shorten(name)}'" for name in twice)
        raise UnreadableFile(f"Column names appear more than once: {names}. Rename or remove them.")


def _suggest_delimiter(lines: io.TextIOWrapper, declared: CsvFormat, needed: Sequence[str]) -> None:
    """Raises a better refusal where another delimiter finds more of the needed columns."""
    lines.seek(0)
    first = next((line for line in lines if line.strip()), "").strip()
    n_found = {
        delimiter: len(set(needed) & {name.strip(' "') for name in first.split(delimiter)})
        for delimiter in (declared.delimiter, *_DELIMITERS)
    }
    best = max(n_found, key=lambda delimiter: n_found[delimiter])
    if n_found[best] > n_found[declared.delimiter]:
        written = "\\t" if best == "\t" else best
        raise UnreadableFile(
            f"The columns are separated by {_DELIMITERS[best]}, not by what the mapping says:"
            f' declare delimiter = "{written}" under [csv].'
        )


def _count_lines(cells: list[str]) -> int:
    """How many lines of the file a row stands on."""
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in cells if not cell.isprintable())


def _reject(row: int, line: int, value: str, message: str) -> Rejected:
    return Rejected(row, line, (Problem(row, line, "row", shorten(value), message),))


def _explain_width(found: int, width: int) -> str:
    if found < width:
        return (
            f"The row has {found} columns where the header has {width}: it was cut off, or a line"
            " break inside a text is not within quotes."
        )

    return (
        f"The row has {found} columns where the header has {width}: a text that holds the delimiter"
        " is not within quotes."
    )


def _explain_error(error: csv.Error, first: int, last: int) -> str:
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    reason = str(error)
    if "field limit" in reason:
        return (
            f"A text on {lines} is over {LONGEST_FIELD:,} characters long, most likely because a"
            " quotation mark is never closed. Nothing on these lines was read."
        )
    if "end of data" in reason:
        return (
            f"A quotation mark opened on line {first} is never closed: the file was cut off, or the"
            f" mark is a stray one. Nothing on {lines} was read."
        )
    if "expected after" in reason:
        return (
            f"A quotation mark inside a quoted text on {lines} is not doubled, so where the text"
            " ends cannot be told."
        )

    return f"The row on {lines} cannot be read: {reason}."
