"""What `flask work` does about waves: they open, remind and close; their letters leave."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from survey import mail
from survey.commands.letters import write_letter
from survey.commands.tools import Tools
from survey.errors import InvalidInput
from survey.operations.jobs import Job
from survey.operations.pulse import calendar
from survey.operations.pulse.drawing import KeySource
from survey.operations.pulse.letters import PulseLetter, find_letters

NOTHING_TAKEN = "The mail server took no letter of the block just now."


def send_pulse_letters(job: Job, tools: Tools, now: datetime) -> None:
    """Send the letters of a block; see `send_block`."""
    send_block(job, tools, now)


def send_block(job: Job, tools: Tools, now: datetime) -> int:
    """How many letters of a block were taken; none where the wave is over.

    Once one was taken the job is done for all. Who was put off is tried again a few times, and
    then left out like those who were refused for good, because whoever is left would be named.

    Raises:
        NotSent: none was taken, and not all were refused for good.
    """
    found = find_letters(
        job.payload,
        attempt=job.attempt,
        today=now.astimezone(tools.settings.timezone).date(),
        secret_key=tools.settings.secret_key,
    )
    n_taken, waiting = _send_round(found, job, tools, now)
    if waiting and not n_taken:
        raise mail.NotSent(NOTHING_TAKEN)
    for pause in tools.pauses:
        if not waiting:
            break
        time.sleep(pause)
        n_more, waiting = _send_round(waiting, job, tools, now)
        n_taken += n_more
    return n_taken


def _send_round(
    letters: Sequence[PulseLetter], job: Job, tools: Tools, now: datetime
) -> tuple[int, list[PulseLetter]]:
    """How many were taken, and the letters that were put off: last the one that met no server."""
    n_taken = 0
    put_off: list[PulseLetter] = []
    for at, one in enumerate(letters):
        try:
            _send(one, job, tools, now)
            n_taken += 1
        except (mail.Undeliverable, InvalidInput):
            continue
        except mail.Unreachable:
            return n_taken, [*letters[at + 1 :], *put_off, one]
        except mail.NotSent:
            put_off.append(one)
    return n_taken, put_off


def _send(one: PulseLetter, job: Job, tools: Tools, now: datetime) -> None:
    payload = {"template": one.template, "to": one.to, "values": one.values}
    letter = write_letter(
        replace(job, payload=payload), settings=tools.settings, templates=tools.templates, now=now
    )
    tools.mailer.send(letter)


def turn_calendar(tools: Tools, *, now: datetime) -> bool:
    """Whether a wave was opened, reminded of or closed on its day."""
    keys = KeySource(tools.settings.secret_key, secrets.token_bytes)
    return calendar.turn(now=now, zone=tools.settings.timezone, keys=keys)
