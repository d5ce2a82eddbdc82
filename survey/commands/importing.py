"""What both imports share in the shell: opening the file, progress, and what became of the rows."""

from __future__ import annotations

import csv
import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar

import click

from survey.errors import Refusal
from survey.intake.problems import Problem, Rejected
from survey.operations.import_report import ImportReport
from survey.store.database import DatabaseError

QUIET_SECONDS = 2.0
SECONDS_BETWEEN_LINES = 10.0
SECONDS_BETWEEN_UPDATES = 0.5
REJECTS_COLUMNS = ("row", "line", "field", "value", "reason")
# A spreadsheet takes a text that begins like this for a formula; the apostrophe keeps it a text.
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t")
Command = TypeVar("Command", bound=Callable[..., Any])


def reads_a_file(command: Command) -> Command:
    """The command with what every import is told: the file, its mapping, and what to do."""
    file = click.Path(path_type=Path)
    for told in (
        click.option("--rejects", type=file, help="CSV file for every rejected row's reasons."),
        click.option("--dry-run", is_flag=True, help="Report the same, but write nothing."),
        click.option(
            "--mapping",
            required=True,
            type=file,
            help="TOML file that says which column is what; see docs/examples.",
        ),
        click.argument("file", type=file),
    ):
        command = told(command)
    return command


class Progress:
    """Rows done and rows per second, on stderr, for an import of more than two seconds."""

    def __init__(self) -> None:
        self.n_rows = 0
        self._began = self._told = time.monotonic()
        self._is_terminal = sys.stderr.isatty()

    def __call__(self, n_rows: int) -> None:
        self.n_rows = n_rows
        at = time.monotonic()
        wait = SECONDS_BETWEEN_UPDATES if self._is_terminal else SECONDS_BETWEEN_LINES
        if at - self._began > QUIET_SECONDS and at - self._told > wait:
            self._told = at
            line = f"{n_rows:,} rows, {n_rows / (at - self._began):,.0f} rows/s"
            click.echo(
                f"\r{line}" if self._is_terminal else line, err=True, nl=not self._is_terminal
            )

    def end(self) -> None:
        """Leave the line of the progress, if one was written."""
        if self._is_terminal and self._told > self._began:
            click.echo(err=True)


@contextmanager
def refusing(progress: Progress) -> Iterator[None]:
    """Leave the line of the progress; a failure of the database becomes a refusal.

    Raises:
        Refusal: the database could not go on; it says how far the import came.
    """
    try:
        yield
    except DatabaseError as error:
        raise Refusal(
            f"The database could not go on: {str(error).strip()}.\n"
            f"Rows done: {progress.n_rows:,}; nothing is half written. Mend the cause, such as a"
            " full disk, and run the same command again: it takes up what is missing and counts"
            " nothing twice."
        ) from error
    finally:
        progress.end()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open in binary mode.

    Raises:
        Refusal: it cannot be opened, or is a pipe: its encoding is found by reading it twice.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise Refusal(f"The file {path} cannot be opened: {error.strerror}.") from error
    with stream:
        if not stream.seekable():
            raise Refusal(f"{path} is not a plain file. Save the data to a file and import that.")
        yield stream


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
                writer.writerow(REJECTS_COLUMNS)
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


@contextmanager
def without_collector() -> Iterator[None]:
    """No garbage collection of cycles meanwhile.

    A batch makes none, and the collector would go through its rows again and again: a sixth of
    the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def tell(report: ImportReport, *, dry_run: bool, rejects: Rejects) -> None:
    """Print what became of the rows, rejections to stderr; exit status 1 where one was rejected."""
    _tell_rejected(report, rejects)
    if report.n_rows:
        click.echo(_summary(report))
        if report.created:
            click.echo(f"Met for the first time: {_list(report.created)}.")
        if dry_run:
            click.echo("This was a dry run: nothing was written.")
    else:
        click.echo("The file has column names but no rows, so there was nothing to import.")
    is_empty = 0 < report.n_rows == report.n_without_value
    if is_empty:
        click.echo("No row has a value. Check the columns that the mapping names.", err=True)
    if report.n_rejected or rejects.failure or is_empty:
        sys.exit(1)


def _tell_rejected(report: ImportReport, rejects: Rejects) -> None:
    for rejected in report.rejected:
        for problem in rejected.problems:
            click.echo(_sentence(problem), err=True)
    n_more = report.n_rejected - len(report.rejected)
    if n_more:
        click.echo(f"More rejected rows: {n_more:,}.", err=True)
    if rejects.failure:
        click.echo(
            f"{rejects.path} does not hold every reason: {rejects.failure}. The import went on to"
            " its end. For the reasons make room and run the same command again: it counts nothing"
            " twice.",
            err=True,
        )
    elif report.n_rejected:
        where = f"{rejects.path} holds" if rejects.path else "With --rejects FILE a file holds"
        click.echo(f"{where} every reason.", err=True)


def _summary(report: ImportReport) -> str:
    n_without = report.n_without_value
    without = f", without a value {n_without:,}" if n_without else ""
    return (
        f"Rows: {report.n_rows:,}. Accepted {report.n_accepted:,}, updated {report.n_updated:,},"
        f" unchanged {report.n_unchanged:,}{without}, rejected {report.n_rejected:,}."
    )


def _list(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name}{'s' * (n != 1)}" for name, n in sorted(counts.items()))


def _cells(problem: Problem) -> tuple[object, ...]:
    value = problem.value
    shown = f"'{value}" if value.startswith(_LIKE_A_FORMULA) else value
    return (problem.row, problem.line or "", problem.field, shown, problem.message)


def _sentence(problem: Problem) -> str:
    line = f" (line {problem.line:,})" if problem.line else ""
    value = f" '{problem.value}'" if problem.value else ""
    return f"Row {problem.row:,}{line}, {problem.field}{value}: {problem.message}"
