"""`flask import-survey` and `flask export-survey`: surveys as files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.commands.writing import write_whole
from survey.errors import NotFound, Refusal
from survey.intake.instrument_file import read_instrument, write_instrument
from survey.operations.survey_copies import import_survey as keep_survey
from survey.store import reads_of_surveys


def install(app: Flask) -> None:
    """Put both commands on the application's command line."""
    app.cli.add_command(import_survey)
    app.cli.add_command(export_survey)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--code", help="Code of the survey. Default: made of its name.")
@click.option("--replace", is_flag=True, help="Replace the draft of the survey that has the code.")
@with_appcontext
@spoken
def import_survey(file: Path, code: str | None, *, replace: bool) -> None:
    """Make a draft of the survey in FILE. Nothing is published."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is not text in UTF-8. Save it as UTF-8.") from error
    draft = read_instrument(text)
    made = keep_survey(draft, now=datetime.now(UTC), code=code, replace=replace)
    click.echo(f"The draft of {made} holds what {file} says. Publish it on its page.")


@click.command()
@click.argument("code")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")
@with_appcontext
@spoken
def export_survey(code: str, output: Path | None) -> None:
    """Write the draft of the survey with this CODE as a file, or print it."""
    survey = reads_of_surveys.find_survey(code)
    if survey is None:
        raise NotFound(f"No survey has the code {code}.")
    text = write_instrument(survey.draft)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text.encode())
