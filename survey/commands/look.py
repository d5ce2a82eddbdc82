"""`flask set-look`: the organisation's accent and logo in reports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.operations.look import set_look
from survey.store import reads_of_look


def install(app: Flask) -> None:
    """Put `flask set-look` on the application's command line."""
    app.cli.add_command(set_look_)


@click.command("set-look")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accent", help="As #rrggbb; empty for the product's own.")
@click.option("--no-logo", is_flag=True, help="Take the logo away.")
@with_appcontext
@spoken
def set_look_(logo: Path | None, accent: str | None, no_logo: bool) -> None:
    """Set the accent and the logo of reports; what is not named stays."""
    kept = reads_of_look.look().accent or "" if accent is None else accent
    picture = logo.read_bytes() if logo else None
    set_look(kept, picture, removes_logo=no_logo, now=datetime.now(UTC))
    click.echo("Reports made from now on have this look.")
