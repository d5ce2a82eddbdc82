"""The file that names every reason against every row that an import did not take."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from survey.errors import Refusal
from survey.intake.problems import Problem, Rejected

COLUMNS = ("row", "line", "field", "value", "reason")
# A spreadsheet takes a text that begins like this for a formula; the apostrophe keeps it a text.
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t")


class Rejects:
    """The CSV file of rejected rows, one line for each reason; nothing without a path.

    A file that cannot take all of them does not stop the import: `failure` says why, at the end.
    """

    def __init__(self, path: Path | None, *, source: Path) -> None:
        self.path = path
        self.failure: str | None = None
        self._source = source

    @contextmanager
    def taking(self) -> Iterator[Callable[[Rejected], None]]:
        """What writes a rejected row.

        Raises:
            Refusal: the file cannot be opened, or is the one that is read.
        """
        if self.path is None:
            yield lambda _: None
            return
        stream = self._open(self.path)
        writer = csv.writer(stream)

        def write(rejected: Rejected) -> None:
            if self.failure is None:
                with self._noting():
                    writer.writerows(_cells(problem) for problem in rejected.problems)

        try:
            with self._noting():
                writer.writerow(COLUMNS)
            yield write
        finally:
            with self._noting():
                stream.close()

    def _open(self, path: Path) -> TextIO:
        if path.exists() and self._source.exists() and path.samefile(self._source):
            raise Refusal(f"{path} is the file to import. Name another file for the rejected rows.")
        try:
            return path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise Refusal(f"The file {path} cannot be written: {error.strerror}.") from error

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.failure = error.strerror or type(error).__name__


def _cells(problem: Problem) -> tuple[object, ...]:
    value = problem.value
    shown = f"'{value}" if value.startswith(_LIKE_A_FORMULA) else value
    return (problem.row, problem.line or "", problem.field, shown, problem.message)
