"""`flask find-signals`, the same once a day, and the letters about what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands import letters
from survey.commands.speaking import spoken
from survey.commands.tools import Tools
from survey.config import Settings
from survey.insight.words import signals as words
from survey.operations import signals
from survey.operations.jobs import Job
from survey.render import numbers
from survey.store import reads_of_units
from survey.store.reads_of_signals import SignalRow


def install(app: Flask) -> None:
    """Put `flask find-signals` on the application's command line."""
    app.cli.add_command(find_signals)


def find(_job: Job, tools: Tools, now: datetime) -> None:
    """Look for signals in the days and weeks whose answers have mostly come in."""
    today = now.astimezone(tools.settings.timezone).date()
    signals.find_signals(until_on=signals.last_settled_day(today), today=today, now=now)


def send_letter(job: Job, tools: Tools, now: datetime) -> None:
    """Send one letter about new signals, with those that its reader may see at this moment."""
    today = now.astimezone(tools.settings.timezone).date()
    found = signals.write_letter(job.payload["user"], job.payload["signals"], today=today)
    if found is None:
        return
    codes = {unit.id: unit.code for unit in reads_of_units.units(reads_of_units.unit_ids())}
    values = {
        "name": found.name,
        "often": words.how_often(),
        "signals": [_in_letter(one, codes) for one in found.signals],
    }
    payload = {"template": "signals", "to": found.to, "values": values}
    letter = letters.write_letter(
        replace(job, payload=payload),
        settings=tools.settings,
        templates=tools.templates,
        now=now,
    )
    tools.mailer.send(letter)


def _in_letter(one: SignalRow, codes: dict[int, str]) -> dict[str, Any]:
    place = {"queue": one.queue_id} if one.unit_id is None else {"unit": codes[one.unit_id]}
    return {
        "whose": words.whose(one),
        "head": words.head(one),
        "when": words.when(one),
        "sentence": words.sentence(one),
        "query": urlencode(place),
    }


@click.command("find-signals")
@click.option(
    "--from",
    "from_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day to judge; six weeks before the last unless given.",
)
@click.option(
    "--until",
    "until_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day to judge; three days ago unless given.",
)
@with_appcontext
@spoken
def find_signals(*, from_on: datetime | None, until_on: datetime | None) -> None:
    """Look for unusual days and weeks now; letters go out with the next `flask work`.

    Of what ended more than six weeks ago signals are kept, but no letter tells.
    """
    settings: Settings = current_app.config["SURVEY"]
    now = datetime.now(UTC)
    today = now.astimezone(settings.timezone).date()
    last = _day(until_on) or signals.last_settled_day(today)
    first = _day(from_on)
    if last > today:
        raise click.UsageError("--until lies ahead. Give a day that is over.")
    if first is not None and first > last:
        raise click.UsageError("--from is after the last day to judge. Give an earlier day.")
    n = signals.find_signals(until_on=last, today=today, now=now, from_on=first)
    click.echo(f"{numbers.counted(n, 'new signal')} up to {numbers.day(last)}.")


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None
