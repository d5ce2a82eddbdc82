"""`flask invite`: a customer's link from the shell."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import spoken, warn_of_local_address
from survey.errors import NotFound
from survey.operations import satisfaction
from survey.store import reads_of_invitations

TOKEN_BYTES = 18


def install(app: Flask) -> None:
    """Put `flask invite` on the application's command line."""
    app.cli.add_command(invite)


@click.command()
@click.option("--source", required=True, help="The system the contact came from.")
@click.option("--external-id", required=True, help="The contact's id in that system.")
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=satisfaction.VALID_FOR.days,
    show_default=True,
    help="How long the link works.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Make a new link for an unanswered invitation; the old one dies.",
)
@with_appcontext
@spoken
def invite(source: str, external_id: str, days: int, *, replace: bool) -> None:
    """Invite the customer of one contact and print the link, this once."""
    contact_id = reads_of_invitations.contact_id_of(source, external_id)
    if contact_id is None:
        raise NotFound(f"There is no contact {external_id} from {source}. Import it first.")
    invitation = satisfaction.invite(
        contact_id,
        now=datetime.now(UTC),
        token=secrets.token_urlsafe(TOKEN_BYTES),
        valid_for=timedelta(days=days),
        replace=replace,
    )
    warn_of_local_address(current_app.config["SURVEY"].base_url)
    click.echo(current_app.config["SURVEY"].base_url + invitation.path)
