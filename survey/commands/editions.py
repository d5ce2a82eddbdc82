"""`flask report`: editions of the forum report as PDF files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.reporting import make_edition
from survey.commands.speaking import spoken
from survey.commands.writing import write_whole
from survey.config import Settings
from survey.errors import NotFound
from survey.insight.report.occasions import occasions
from survey.insight.units import read_scope
from survey.intake.editions import KINDS, Edition, Kind, Paper
from survey.operations.reports.archive import keep_report
from survey.pdf import load_engine
from survey.render.languages import ENGLISH
from survey.render.speech import report_languages
from survey.store import reads_of_departments, reads_of_units


def install(app: Flask) -> None:
    """Put `flask report` on the application's command line."""
    app.cli.add_command(report)


@click.command()
@click.option(
    "--edition",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    default=("centre",),
    show_default=True,
    help="For whom; give it several times for several.",
)
@click.option("--occasion", help="wave:4, month:2026-10 or quarter:2026-3. Default: the newest.")
@click.option(
    "--unit", "codes", multiple=True, help="Code of the site or team of a unit's edition."
)
@click.option("--department", "names", multiple=True, help="Name of a department's edition.")
@click.option("--language", "languages", multiple=True, default=(ENGLISH,), show_default=True)
@click.option("--paper", type=click.Choice(get_args(Paper)), default="a4", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="A file, or a folder where several editions are asked for.",
)
@with_appcontext
@spoken
def report(
    kinds: tuple[Kind, ...],
    occasion: str | None,
    codes: tuple[str, ...],
    names: tuple[str, ...],
    languages: tuple[str, ...],
    paper: Paper,
    output: Path,
) -> None:
    """Write editions of the forum report as PDF files."""
    settings: Settings = current_app.config["SURVEY"]
    today = datetime.now(UTC).astimezone(settings.timezone).date()
    known = report_languages()
    if unknown := [one for one in languages if one not in known]:
        raise NotFound(f"There is no report in ‘{unknown[0]}’. Choose from {', '.join(known)}.")
    for given, kind in ((codes, "unit"), (names, "department")):
        if given and kind not in kinds:
            raise NotFound(f"--{kind} is for --edition {kind}; add that, or leave --{kind} out.")
    about = occasion or newest_occasion(today)
    editions = [
        Edition(kind, about, unit_id, department_id, language, paper)
        for kind in kinds
        for unit_id, department_id in _whom(kind, codes, names)
        for language in languages
    ]
    click.echo("Starting the PDF engine …", err=True)
    load_engine()
    for edition in editions:
        path = output if len(editions) == 1 else output / file_name(edition)
        click.echo(f"Printing {path.name} …", err=True)
        write_whole(path, make_edition(edition, settings=settings, today=today).pdf)
        click.echo(f"The report is in {path}.")


def newest_occasion(today: date) -> str:
    """The key of the newest closed wave whose days are over, before the first that of the newest
    month or quarter."""
    known = occasions(today=today)
    return next((one.key for one in known if one.every == "wave"), known[0].key)


def file_name(edition: Edition) -> str:
    """A name that tells the edition from all others: "unit-12-month-2026-10-de-a4.pdf"."""
    whom = [str(one) for one in (edition.unit_id, edition.department_id) if one is not None]
    about = edition.occasion.replace(":", "-")
    return "-".join([edition.kind, *whom, about, edition.language, edition.paper]) + ".pdf"


def keep_newest_report(path: Path, *, settings: Settings, now: datetime) -> None:
    """Make the centre's newest report, keep it, and bring the file at `path` up to date.

    It is printed only where its content has changed since; the file is whole or not there.

    Raises:
        Refusal: the engine's libraries are missing, or `path` cannot be written.
    """
    today = now.astimezone(settings.timezone).date()
    made = make_edition(Edition("centre", newest_occasion(today)), settings=settings, today=today)
    keep_report(made, now=now)
    if not path.exists() or path.read_bytes() != made.pdf:
        write_whole(path, made.pdf)


def _whom(
    kind: Kind, codes: tuple[str, ...], names: tuple[str, ...]
) -> list[tuple[int | None, int | None]]:
    """Unit and department of each edition of a kind.

    Raises:
        NotFound: none was named, or one that is not there.
    """
    if kind == "unit":
        tree = read_scope(reads_of_units.unit_ids())
        if not codes:
            raise NotFound("Name the site or team with --unit CODE.")
        return [(tree.find(code).id, None) for code in codes]
    if kind == "department":
        known = {one.name: one.id for one in reads_of_departments.departments()}
        missing = [name for name in names if name not in known]
        if missing or not names:
            raise NotFound(
                f"Name a department with --department; there are {', '.join(known) or 'none yet'}."
            )
        return [(None, known[name]) for name in names]
    return [(None, None)]
