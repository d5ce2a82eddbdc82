"""`flask import-contacts`: closed contacts from a CSV file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.importing import (
    Progress,
    opened,
    patience,
    reads_a_file,
    refusing,
    tell,
    without_collector,
)
from survey.commands.rejects import Rejects
from survey.commands.speaking import spoken
from survey.intake.contact import read_contacts
from survey.intake.contact_mapping import load_contact_mapping
from survey.intake.table import open_table
from survey.operations.contacts import accept_contacts, require_scale
from survey.operations.import_report import ImportReport


def install(app: Flask) -> None:
    """Put `flask import-contacts` on the application's command line."""
    app.cli.add_command(import_contacts)


@click.command("import-contacts")
@reads_a_file
@click.option(
    "--correct",
    is_flag=True,
    help="Let contacts sent again change what froze when they closed; counts move with it.",
)
@with_appcontext
@spoken
def import_contacts(
    file: Path, mapping: Path, *, dry_run: bool, correct: bool, rejects: Path | None
) -> None:
    """Accept the closed contacts in FILE. Safe to repeat, and to run again after a stop."""
    progress, refused = Progress(), Rejects(rejects, source=file)
    with refusing(progress):
        report = _import(file, mapping, progress, dry_run=dry_run, correct=correct, rejects=refused)
    _tell_differing(report, correct=correct)
    tell(report, dry_run=dry_run, rejects=refused)


def _import(
    file: Path,
    mapping: Path,
    progress: Progress,
    *,
    dry_run: bool,
    correct: bool,
    rejects: Rejects,
) -> ImportReport:
    declared = load_contact_mapping(mapping)
    require_scale(declared.score)
    zone: ZoneInfo = current_app.config["SURVEY"].timezone
    if zone.key != declared.zone.key:
        click.echo(
            f"Times are read as {declared.zone.key}, days are those of {zone.key}.", err=True
        )
    with opened(file) as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        click.echo(table.detected.sentence, err=True)
        with rejects.taking() as on_rejected, without_collector():
            return accept_contacts(
                read_contacts(table, declared, zone=zone, now=datetime.now(UTC)),
                zone=zone,
                creation=declared.create,
                correct=correct,
                dry_run=dry_run,
                is_enough=patience(dry_run=dry_run),
                on_progress=progress,
                on_rejected=on_rejected,
            )


def _tell_differing(report: ImportReport, *, correct: bool) -> None:
    differing = dict(report.differing)
    n_scores = differing.pop("score", 0)
    n_contacts = differing.pop("any", 0)
    if n_contacts:
        parts = ", ".join(f"{part} {n:,}" for part, n in differing.items())
        outcome = "They were corrected." if correct else "They stay; --correct changes them."
        click.echo(
            "Contacts sent again that differ in what froze when they closed:"
            f" {n_contacts:,} ({parts}). {outcome}"
        )
    if n_scores:
        click.echo(
            f"Scores that differ from what the customers answered themselves: {n_scores:,}."
            " The customers' answers stand."
        )
