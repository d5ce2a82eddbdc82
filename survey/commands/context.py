"""`flask import-context`: absence, leavers, service level and the like, unit by unit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.importing import (
    Progress,
    opened,
    reads_a_file,
    refusing,
    tell,
)
from survey.commands.rejects import Rejects
from survey.commands.speaking import spoken
from survey.config import Settings
from survey.intake.context import read_context
from survey.intake.context_mapping import load_context_mapping
from survey.intake.table import open_table
from survey.operations.context import accept_context
from survey.operations.import_report import ImportReport


def install(app: Flask) -> None:
    """Put `flask import-context` on the application's command line."""
    app.cli.add_command(import_context)


@click.command("import-context")
@reads_a_file
@with_appcontext
@spoken
def import_context(file: Path, mapping: Path, *, dry_run: bool, rejects: Path | None) -> None:
    """Keep the values in FILE as one series beside the linkage. Safe to repeat."""
    refused = Rejects(rejects, source=file)
    with refusing(Progress()):
        report = _import(file, mapping, dry_run=dry_run, rejects=refused)
    tell(report, dry_run=dry_run, rejects=refused)


def _import(file: Path, mapping: Path, *, dry_run: bool, rejects: Rejects) -> ImportReport:
    declared = load_context_mapping(mapping)
    settings: Settings = current_app.config["SURVEY"]
    today = datetime.now(UTC).astimezone(settings.timezone).date()
    with opened(file) as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        click.echo(table.detected.sentence, err=True)
        with rejects.taking() as on_rejected:
            return accept_context(
                read_context(table, declared, today=today),
                declared,
                dry_run=dry_run,
                on_rejected=on_rejected,
            )
