"""What work is done with, and the shape of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from jinja2 import Environment

from survey import mail, sms
from survey.commands.rests import Rest, make_rests
from survey.config import Settings
from survey.operations.jobs import Job


@dataclass(frozen=True, slots=True)
class Tools:
    """What work is done with; `rests` are this process's own.

    `pauses`, in seconds, lie between the attempts to send a letter that must not stay queued.
    """

    settings: Settings
    mailer: mail.Mailer
    texter: sms.Texter
    templates: Environment
    rests: Mapping[str, Rest] = field(default_factory=make_rests)
    pauses: tuple[float, ...] = (1.0, 3.0, 6.0)


Handler = Callable[[Job, Tools, datetime], None]


class Phase(Protocol):
    """A kind of work that `flask work` goes round."""

    def __call__(self, tools: Tools, /, *, now: datetime) -> bool: ...
