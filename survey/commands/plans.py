"""`flask store-plan` and `flask show-plan`: the plan of the linkage in the shell."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.config import Settings
from survey.errors import NotFound
from survey.insight.linkage.covariates import covariates
from survey.insight.linkage.planned import StoredPlan, every_plan, waves_of, what_is_known
from survey.insight.words.plans import plan_facts, plan_line
from survey.intake.declared import mapping_text
from survey.intake.plan import parse_plan_file
from survey.operations import plans
from survey.privacy import gate


def install(app: Flask) -> None:
    """Put `store-plan` and `show-plan` on the command line."""
    app.cli.add_command(store_plan)
    app.cli.add_command(show_plan)


@click.command("store-plan")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@spoken
def store_plan(file: Path) -> None:
    """Store the plan of the linkage in FILE, a TOML file. Safe to repeat."""
    plan = parse_plan_file(mapping_text(file, "plan"), what_is_known())
    stored = plans.store_plan(plan, user_id=None, now=datetime.now(UTC))
    if not stored.is_new:
        click.echo(f"Plan {stored.number} says the same and is in force; nothing was stored.")
        return
    digest = _find(stored.number).digest
    click.echo(f"Plan {stored.number} is stored and in force. Its SHA-256 is {digest}.")


@click.command("show-plan")
@click.option("--number", type=int, help="Default: the newest.")
@click.option("--text", "as_text", is_flag=True, help="Only the text that is hashed.")
@with_appcontext
@spoken
def show_plan(number: int | None, *, as_text: bool) -> None:
    """Show a plan of the linkage. With `--text | sha256sum` its digest can be checked."""
    stored = _find(number)
    if as_text:
        # A line's end would be hashed with it.
        click.echo(stored.definition, nl=False)
        return
    settings: Settings = current_app.config["SURVEY"]
    labels = {one.code: one.label for one in covariates()}
    waves = waves_of(stored, gate.closed_waves())
    click.echo(plan_line(stored, waves, settings.timezone))
    for what, how in plan_facts(stored.plan, labels):
        click.echo(f"  {what}: {how}")
    click.echo(f"  SHA-256: {stored.digest}")


def _find(number: int | None) -> StoredPlan:
    stored = every_plan()
    if not stored:
        raise NotFound("No plan is stored yet. Store one with flask store-plan FILE.")
    for one in reversed(stored):
        if number in (None, one.number):
            return one
    raise NotFound(f"There is no plan {number}. The newest is plan {stored[-1].number}.")
