"""Units, agents, leaders, users and keys from the shell."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.access import ROLES
from survey.commands.speaking import spoken, warn_of_local_address
from survey.config import Settings
from survey.operations import api_keys, people, sign_in
from survey.store.database import transaction

SECRET_BYTES = 32
Day = click.DateTime(formats=["%Y-%m-%d"])


def install(app: Flask) -> None:
    """Put the commands on the application's command line."""
    for command in (add_unit, move_unit, add_agent, add_leader, add_user, add_key, sign_in_link):
        app.cli.add_command(command)


@click.command()
@click.argument("code")
@click.argument("name")
@click.option("--parent", help="Code of the unit above; left out for the centre itself.")
@with_appcontext
@spoken
def add_unit(code: str, name: str, parent: str | None) -> None:
    """Add a unit to the tree."""
    people.add_unit(code, name, parent=parent)
    click.echo(f"{name} ({code}) is in the tree.")


@click.command()
@click.argument("code")
@click.option("--parent", required=True, help="Code of the unit it goes below.")
@with_appcontext
@spoken
def move_unit(code: str, parent: str) -> None:
    """Hang a unit, with everything below it, under another one."""
    people.move_unit(code, parent=parent)
    click.echo(f"{code} is below {parent}.")


@click.command()
@click.argument("code")
@click.argument("name")
@click.option("--unit", help="Code of the unit the agent belongs to.")
@click.option("--from", "from_on", type=Day, help="Since which day, as 2026-03-01; else today.")
@with_appcontext
@spoken
def add_agent(code: str, name: str, unit: str | None, from_on: datetime | None) -> None:
    """Add an agent, or put one into another unit from a day on."""
    with transaction():
        people.add_agent(code, name)
        if unit is not None:
            people.set_membership(code, unit, from_on=_day(from_on))
    click.echo(f"{name} ({code}) is an agent{f' of {unit}' if unit else ''}.")


@click.command()
@click.argument("code")
@click.argument("name")
@click.option("--unit", help="Code of the unit they lead.")
@click.option("--from", "from_on", type=Day, help="Since which day, as 2026-03-01; else today.")
@with_appcontext
@spoken
def add_leader(code: str, name: str, unit: str | None, from_on: datetime | None) -> None:
    """Add a leader, or give one a unit to lead from a day on."""
    with transaction():
        people.add_leader(code, name)
        if unit is not None:
            people.set_leadership(unit, code, from_on=_day(from_on))
    click.echo(f"{name} ({code}) is a leader{f' of {unit}' if unit else ''}.")


@click.command()
@click.argument("email")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--agent", help="Code of the agent they are, for the role agent.")
@click.option("--leader", help="Code of the leader they are, for the role leader.")
@with_appcontext
@spoken
def add_user(email: str, name: str, role: str, agent: str | None, leader: str | None) -> None:
    """Let someone sign in."""
    people.add_user(email, name, role=role, agent=agent, leader=leader)
    click.echo(f"{name} may sign in as {role}.")


@click.command()
@click.argument("name")
@with_appcontext
@spoken
def add_key(name: str) -> None:
    """Make an API key for another system and print it, this once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    click.echo(api_keys.create_api_key(name, secret=secret, now=datetime.now(UTC)))


@click.command()
@click.argument("email")
@with_appcontext
@spoken
def sign_in_link(email: str) -> None:
    """Print an address that signs a user in once, soon."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    sign_in.make_link(email, token=token, now=datetime.now(UTC))
    warn_of_local_address(_settings().base_url)
    click.echo(f"{_settings().base_url}/sign-in/{token}")


def _settings() -> Settings:
    settings: Settings = current_app.config["SURVEY"]
    return settings


def _day(given: datetime | None) -> date:
    """The day asked for, or today at the centre."""
    return given.date() if given else datetime.now(_settings().timezone).date()
