"""`flask invite`: a customer's link from the shell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import spoken, warn_of_local_address
from survey.errors import NotFound
from survey.operations import links
from survey.operations.satisfaction import VALID_FOR
from survey.store import reads_of_invitations


def install(app: Flask) -> None:
    """Put `flask invite` on the application's command line."""
    app.cli.add_command(invite)


@click.command()
@click.option("--source", required=True, help="The system the contact came from.")
@click.option("--external-id", required=True, help="The contact's id in that system.")
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=VALID_FOR.days,
    show_default=True,
    help="How long the link works.",
)
@with_appcontext
@spoken
def invite(source: str, external_id: str, days: int) -> None:
    """Invite the customer of one contact and print the link; again, the same link."""
    contact_id = reads_of_invitations.contact_id_of(source, external_id)
    if contact_id is None:
        raise NotFound(f"There is no contact {external_id} from {source}. Import it first.")
    settings = current_app.config["SURVEY"]
    link = links.make_link(
        contact_id,
        now=datetime.now(UTC),
        secret_key=settings.secret_key,
        valid_for=timedelta(days=days),
    )
    warn_of_local_address(settings.base_url)
    click.echo(settings.base_url + link.path)
