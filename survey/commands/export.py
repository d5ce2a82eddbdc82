"""`flask export-responses`: contacts and answers as a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.insight.export import files
from survey.private_files import create
from survey.store.reads_of_units import unit_ids


def install(app: Flask) -> None:
    """Put `flask export-responses` on the application's command line."""
    app.cli.add_command(export_responses)


@click.command()
@click.option("--from", "first", help="First day of closing, as 2026-03-01. Default: 28 days ago.")
@click.option("--to", "last", help="Last day of closing.")
@click.option("--unit", help="Code of a unit, with everything below it.")
@click.option("--survey", help="Code of a survey.")
@click.option(
    "--format", "form", type=click.Choice(files.FORMATS), default="csv", show_default=True
)
@click.option("--codebook", is_flag=True, help="Write what the columns mean instead.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; else shown.")
@with_appcontext
@spoken
def export_responses(
    first: str | None,
    last: str | None,
    unit: str | None,
    survey: str | None,
    form: str,
    output: Path | None,
    *,
    codebook: bool,
) -> None:
    """Write one row per contact with attribution, decision, delivery and answers."""
    given = {"from": first, "to": last, "unit": unit, "survey": survey}
    query = {name: value for name, value in given.items() if value}
    today = datetime.now(current_app.config["SURVEY"].timezone).date()
    wanted = files.wanted_of(unit_ids(), query, today=today)
    with _opened(output) as out:
        for piece in (files.codebook(wanted),) if codebook else files.pieces(wanted, form):
            out.write(piece)


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    """Where to write: the shell, or a file only its owner can read, there once it is whole."""
    if path is None:
        yield sys.stdout
        return
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    create(draft).close()
    with draft.open("w", encoding="utf-8", newline="") as out:
        yield out
    draft.replace(path)
