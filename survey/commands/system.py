"""`flask migrate` and `flask settings`."""

from __future__ import annotations

from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.config import SETTINGS, Settings
from survey.store import schema


def install(app: Flask) -> None:
    """Put the commands on the application's command line."""
    for command in (migrate, settings):
        app.cli.add_command(command)


@click.command()
@with_appcontext
@spoken
def migrate() -> None:
    """Bring the database to the schema this version needs. Safe to run again, and at once."""
    names = schema.migrate()
    for name in names:
        click.echo(f"Applied {name}.")
    if not names:
        click.echo("The database is up to date.")


@click.command()
@with_appcontext
def settings() -> None:
    """Print every setting: its variable, what it is for, its default and its value now."""
    current: Settings = current_app.config["SURVEY"]
    for setting in SETTINGS:
        click.echo(setting.variable)
        click.echo(f"    {setting.help}")
        click.echo(f"    default: {setting.default or 'none'}")
        click.echo(f"    now:     {_shown(setting.name, getattr(current, setting.name))}")


def _shown(name: str, value: object) -> str:
    """The value in words; of secrets only that they are set."""
    if name == "secret_key":
        return "set, not shown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _without_password(str(value))


def _without_password(value: str) -> str:
    """A URL without its password, and any other value as it is."""
    parts = urlsplit(value)
    if "@" not in parts.netloc:
        return value
    names, _, host = parts.netloc.rpartition("@")
    user, colon, _ = names.partition(":")
    return parts._replace(netloc=f"{user}{colon and ':…'}@{host}").geturl()
