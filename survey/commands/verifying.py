"""`flask verify-report`: whether a PDF is a report of ours, and from which data."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.reporting import digest_of_data
from survey.commands.speaking import spoken
from survey.commands.writing import write_whole
from survey.config import Settings
from survey.errors import NotFound
from survey.intake.editions import Edition
from survey.operations.reports import archive, verification
from survey.render.moments import instant
from survey.store.reads_of_reports import ReportRow

GENUINE, NOT_GENUINE, NOTHING_TO_JUDGE = 0, 1, 2


def install(app: Flask) -> None:
    """Put `flask verify-report` and `flask regenerate-report` on the command line."""
    app.cli.add_command(verify_report)
    app.cli.add_command(regenerate_report)


@click.command("verify-report")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@spoken
def verify_report(file: Path) -> None:
    """Say whether a PDF is genuine, and from which data.

    The exit status is 0 if it is, 1 if it is not, 2 if the file cannot be read.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(verification.LARGEST + 1)
    except OSError as error:
        click.echo(f"{file} cannot be read: {error.strerror}.", err=True)
        sys.exit(NOTHING_TO_JUDGE)
    if len(content) > verification.LARGEST:
        click.echo(f"Not genuine: {file} is larger than any report.")
        sys.exit(NOT_GENUINE)
    found = verification.verify(content)
    click.echo(_sentence(found, file))
    if found.verdict == "genuine" and found.report is not None:
        click.echo(_details(found.report, current_app.config["SURVEY"]))
    sys.exit(GENUINE if found.verdict == "genuine" else NOT_GENUINE)


@click.command("regenerate-report")
@click.argument("report_id", type=int)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
@spoken
def regenerate_report(report_id: int, output: Path) -> None:
    """Print an archived report again from what was kept, and write it if the bytes are the same."""
    write_whole(output, archive.regenerate(report_id))
    click.echo(f"{output} is the same to the last byte as report {report_id} when it was made.")


def _sentence(found: verification.Verified, file: Path) -> str:
    row = found.report
    if found.verdict == "not a PDF":
        return f"Not genuine: {file} is not a PDF."
    if row is None:
        return f"Not genuine: {file} is no report of this archive, and does not say it is one."
    if found.verdict == "withdrawn":
        return (
            f"Withdrawn: {file} was report {row.id} ({row.title}). It quoted a customer whose words"
            " were taken back, and must not be used any more."
        )
    if found.verdict == "altered":
        return (
            f"Altered: {file} names the data and template of report {row.id} ({row.title}), but its"
            " bytes are not those that were printed."
        )
    return f"Genuine: {file} is report {row.id}, {row.title}."


def _details(row: ReportRow, settings: Settings) -> str:
    today = datetime.now(UTC).astimezone(settings.timezone).date()
    edition = Edition(
        row.kind,
        row.occasion,
        row.unit_id,
        row.department_id,
        row.language,
        row.paper,
    )
    try:
        same = digest_of_data(edition, settings=settings, today=today) == row.data_digest
        data_now = "the same" if same else "others; what the report says has changed since"
    except NotFound:
        data_now = "no longer there for this edition"
    whose = f"{row.kind}, {row.place}" if row.place else row.kind
    return "\n".join(
        (
            f"Edition          {whose} ({row.language}, {row.paper})",
            f"About            {row.occasion}",
            f"Made             {instant(row.made_at, settings.timezone)}",
            f"Data digest      {row.data_digest or 'not kept'}",
            f"Template digest  {row.template_digest or 'not kept'}",
            f"Data today       {data_now}",
        )
    )
