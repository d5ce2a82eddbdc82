"""`flask import-scores`: unit-level engagement or satisfaction from another system."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
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
from survey.intake.score import read_scores
from survey.intake.score_mapping import load_score_mapping
from survey.intake.table import open_table
from survey.operations.import_report import ImportReport
from survey.operations.scores import accept_scores


def install(app: Flask) -> None:
    """Put `flask import-scores` on the application's command line."""
    app.cli.add_command(import_scores)


@click.command("import-scores")
@reads_a_file
@with_appcontext
@spoken
def import_scores(file: Path, mapping: Path, *, dry_run: bool, rejects: Path | None) -> None:
    """Keep the unit scores in FILE as one series. Safe to repeat."""
    refused = Rejects(rejects, source=file)
    with refusing(Progress()):
        report = _import(file, mapping, dry_run=dry_run, rejects=refused)
    tell(report, dry_run=dry_run, rejects=refused)


def _import(file: Path, mapping: Path, *, dry_run: bool, rejects: Rejects) -> ImportReport:
    declared = load_score_mapping(mapping)
    with opened(file) as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        click.echo(table.detected.sentence, err=True)
        with rejects.taking() as on_rejected:
            return accept_scores(
                read_scores(table, declared), declared, dry_run=dry_run, on_rejected=on_rejected
            )
