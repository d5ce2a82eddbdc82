"""What `flask work` does about comments: it reads new ones, groups them, and passes them on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from survey.commands.letters import write_letter
from survey.commands.tools import Tools
from survey.operations.comments import departments, reading, routing, themes
from survey.operations.jobs import Job
from survey.render import numbers


def read_comments(tools: Tools, *, now: datetime) -> bool:  # noqa: ARG001 - as every phase
    """Whether there were comments to look at: their language, and the rules in force."""
    return reading.read_batch(now=now)


def apply_rule(job: Job, _tools: Tools, now: datetime) -> None:
    """Hold a rule against the comments that were there before it."""
    routing.apply_rule(job.payload["rule"], now=now)


def find_themes(_job: Job, tools: Tools, now: datetime) -> None:
    """Group the comments of the last four weeks."""
    themes.read_themes(today=now.astimezone(tools.settings.timezone).date(), now=now)


def make_digests(job: Job, tools: Tools, now: datetime) -> None:
    """Make the departments' letters of the month that is over, and queue them."""
    departments.make_digests(
        job.payload["period"],
        secret_key=tools.settings.secret_key,
        zone=tools.settings.timezone,
        now=now,
    )


def send_digest(job: Job, tools: Tools, now: datetime) -> None:
    """Send one department's letter, with what of it may be read at this moment."""
    found = departments.write_digest(job.payload["digest"], secret_key=tools.settings.secret_key)
    if found is None:
        return
    month = numbers.month(date.fromisoformat(f"{found.values['month']}-01"))
    payload = {"template": "digest", "to": found.to, "values": {**found.values, "month": month}}
    letter = write_letter(
        replace(job, payload=payload),
        settings=tools.settings,
        templates=tools.templates,
        now=now,
    )
    tools.mailer.send(letter)
