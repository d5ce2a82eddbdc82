"""What `flask work` does about waves: they open, remind and close; their letters leave."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from survey.commands.letters import write_letter
from survey.commands.tools import Tools
from survey.operations.jobs import Job
from survey.operations.pulse import calendar
from survey.operations.pulse.drawing import KeySource
from survey.operations.pulse.letters import find_letter


def send_pulse_letter(job: Job, tools: Tools, now: datetime) -> None:
    """Send one invitation or reminder, unless the wave or the agent's time here is over."""
    found = find_letter(
        job.payload,
        today=now.astimezone(tools.settings.timezone).date(),
        secret_key=tools.settings.secret_key,
    )
    if found is None:
        return
    payload = {"template": found.template, "to": found.to, "values": found.values}
    letter = write_letter(
        replace(job, payload=payload), settings=tools.settings, templates=tools.templates, now=now
    )
    tools.mailer.send(letter)


def turn_calendar(tools: Tools, *, now: datetime) -> bool:
    """Whether a wave was opened, reminded of or closed on its day."""
    keys = KeySource(tools.settings.secret_key, secrets.token_bytes)
    return calendar.turn(now=now, zone=tools.settings.timezone, keys=keys)
