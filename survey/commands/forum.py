"""`flask report`: the forum report of a closed wave as a PDF."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from jinja2 import Environment

from survey.commands.speaking import spoken
from survey.commands.writing import write_whole
from survey.config import Settings
from survey.errors import NotFound
from survey.insight.forum.board import newest_pdf
from survey.insight.report.report import forum_report
from survey.operations.reports import FOLDER, make_report
from survey.pdf import load_engine, render_pdf
from survey.privacy import gate
from survey.render.environment import make_environment
from survey.store import demo_mark


def install(app: Flask) -> None:
    """Put `flask report` on the application's command line."""
    app.cli.add_command(report)


@click.command()
@click.option("--wave", "number", type=int, help="Default: the newest closed wave.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
@spoken
def report(number: int | None, output: Path) -> None:
    """Write the forum report of a closed wave as a PDF."""
    settings: Settings = current_app.config["SURVEY"]
    click.echo("Starting the PDF engine …", err=True)
    load_engine()
    wave = newest_wave() if number is None else number
    click.echo(f"Printing the report on wave {wave} …", err=True)
    write_report(wave, output, organisation=settings.organisation, is_demo=demo_mark.is_made_up())
    click.echo(f"The report on wave {wave} is in {output}.")


def newest_wave() -> int:
    """The number of the newest closed wave.

    Raises:
        NotFound: no wave has closed yet.
    """
    closed = gate.closed_waves()
    if not closed:
        raise NotFound("No wave has closed yet. The first report can be made when one has.")
    return closed[-1].number


def keep_newest_report(path: Path, *, organisation: str, now: datetime) -> None:
    """Make the report on the newest closed wave, keep it, and bring the file at `path` up to date.

    Kept, it is the one that the page on the wave's report opens. It is printed only where its
    content has changed since; the file is whole or not there.

    Raises:
        Refusal: no wave has closed yet, the engine's libraries are missing, or `path` cannot be
            written.
    """
    number = newest_wave()
    html = report_html(number, organisation=organisation, is_demo=demo_mark.is_made_up())
    make_report(number, html, now=now)
    pdf = newest_pdf(number)
    if not path.exists() or path.read_bytes() != pdf:
        write_whole(path, pdf)


def write_report(number: int, path: Path, *, organisation: str, is_demo: bool) -> None:
    """Write the report on one wave to `path`, whole or not at all.

    Raises:
        Refusal: the wave is unknown or open, the engine's libraries are missing, or `path` cannot
            be written.
    """
    html = report_html(number, organisation=organisation, is_demo=is_demo)
    pdf = render_pdf(html, base=FOLDER, created=gate.wave(number).closes_on)
    write_whole(path, pdf)


def report_html(number: int, *, organisation: str, is_demo: bool) -> str:
    """The document that is printed.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    page = forum_report(number, organisation=organisation, is_demo=is_demo)
    return _templates().get_template("forum.html").render(page=page)


@cache
def _templates() -> Environment:
    return make_environment([FOLDER.parent / "templates", FOLDER])
