"""`flask erase-customer` and `flask export-customer`: a customer's rights from the shell."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.commands.writing import replacing
from survey.errors import Refusal
from survey.insight.rights import customer_data
from survey.operations import rights

OWNERS_ONLY = 0o600


def install(app: Flask) -> None:
    """Put the commands on the application's command line."""
    for command in (erase_customer, export_customer):
        app.cli.add_command(command)


@click.command()
@click.argument("who")
@click.option("--stop", is_flag=True, help="Never ask at the customer's addresses again.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@with_appcontext
@spoken
def erase_customer(who: str, *, stop: bool, yes: bool) -> None:
    """Erase everything personal about the customer with this reference or address."""
    person = rights.find_customer(who)
    known = ", ".join((*person.references, *person.addresses))
    click.echo(f"{len(person.contact_ids)} contacts, known by {known}.")
    if not yes and click.prompt("Write the reference or address again to erase them") != who:
        raise Refusal("That was not the same, so nothing was erased.")
    erased = rights.erase_customer(who, now=datetime.now(UTC), is_stopped=stop)
    for kind, n in erased.counts.items():
        if n:
            click.echo(f"{kind.replace('_', ' ')}: {n}")
    if not erased.is_log_empty:
        click.echo(
            "Another process was reading, so SQLite's log may hold it until it is next emptied.",
            err=True,
        )


@click.command()
@click.argument("who")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; else shown.")
@with_appcontext
@spoken
def export_customer(who: str, output: Path | None) -> None:
    """Write everything kept about a customer as JSON, to hand over to them."""
    text = customer_data(rights.find_customer(who))
    if output is None:
        click.echo(text, nl=False)
        return
    with replacing(output, text.encode(), mode=OWNERS_ONLY):
        pass
    click.echo(f"{output} is written; only you can read it.")
