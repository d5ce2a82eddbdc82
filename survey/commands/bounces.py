"""`flask accept-bounce`: bounces from a mail server's pipe, or from files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import database_sentence, spoken
from survey.intake.bounce import NoBounce
from survey.operations import bounces
from survey.store.database import DatabaseError

LARGEST = 4 * 1024 * 1024
# EX_TEMPFAIL of sysexits.h.
TRY_AGAIN = 75


def install(app: Flask) -> None:
    """Put the command on the application's command line."""
    app.cli.add_command(accept_bounce)


@click.command()
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.option("--recipient", default="", help="The address the message came to.")
@with_appcontext
@spoken
def accept_bounce(files: Sequence[BinaryIO], recipient: str) -> None:
    """Take in bounces, one message from stdin or one per file, and say what was done.

    What is no bounce is ignored with a sentence and exit status 0, so that no mail server tries it
    again or answers it. Where the database cannot be used the exit status is 75, upon which a mail
    server keeps the message and tries again.
    """
    for file in files or [sys.stdin.buffer]:
        try:
            done = bounces.accept_bounce(
                file.read(LARGEST),
                recipient=recipient,
                secret_key=current_app.config["SURVEY"].secret_key,
                now=datetime.now(UTC),
            )
        except NoBounce as ignored:
            done = ignored.message
        except DatabaseError as error:
            click.echo(database_sentence(error), err=True)
            sys.exit(TRY_AGAIN)
        click.echo(done)
