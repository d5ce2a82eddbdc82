"""`flask rebuild-rollups`: the counts that pages read, worked out again."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from survey.operations import rollups


def install(app: Flask) -> None:
    """Put `flask rebuild-rollups` on the application's command line."""
    app.cli.add_command(rebuild_rollups)


@click.command("rebuild-rollups")
@with_appcontext
def rebuild_rollups() -> None:
    """Count contacts, invitations and answers again. Safe at any time."""
    click.echo("Counting every contact and answer again; a million take some seconds.", err=True)
    rollups.rebuild()
    click.echo("The counts are rebuilt.")
