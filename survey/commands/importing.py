"""What both imports share in the shell: opening the file, progress, and what became of the rows."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

from survey.commands.rejects import Rejects
from survey.errors import Refusal
from survey.intake.problems import Problem
from survey.operations.import_report import ImportReport
from survey.store.database import DatabaseError, is_postgresql

QUIET_SECONDS = 2.0
SECONDS_BETWEEN_LINES = 10.0
SECONDS_BETWEEN_UPDATES = 0.5
# A batch may follow, and a customer's answer is refused when it has waited for 30.
SECONDS_OF_A_DRY_RUN = 10.0
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


def patience(*, dry_run: bool) -> Callable[[], bool]:
    """Whether a dry run that begins now has kept customers waiting long enough.

    On SQLite it holds the only place for a writer until its end.
    """
    ends_at = time.monotonic() + SECONDS_OF_A_DRY_RUN
    holds = dry_run and not is_postgresql()
    return lambda: holds and time.monotonic() >= ends_at


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
        if report.is_cut:
            click.echo(
                f"It looked at the first {report.n_rows:,} rows only: on SQLite customers who"
                " answer wait for a dry run, and nobody shall wait longer."
            )
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


def _sentence(problem: Problem) -> str:
    line = f" (line {problem.line:,})" if problem.line else ""
    value = f" '{problem.value}'" if problem.value else ""
    return f"Row {problem.row:,}{line}, {problem.field}{value}: {problem.message}"
