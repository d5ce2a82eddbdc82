"""The part of `flask work` that decides whom to ask."""

from __future__ import annotations

from datetime import datetime

from survey.commands.tools import Tools
from survey.operations import deciding


def decide_contacts(tools: Tools, *, now: datetime) -> bool:
    """Decide about one batch of contacts that came in, or have learnt something since."""
    settings = tools.settings
    return bool(
        deciding.decide_batch(now=now, secret_key=settings.secret_key, zone=settings.timezone)
    )
