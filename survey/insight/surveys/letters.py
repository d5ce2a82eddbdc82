"""The messages of a survey before any customer gets one: from the draft, as they would be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jinja2 import Environment

from survey import sms
from survey.config import Settings
from survey.render.messages import Asking, Mail, write_mail, write_short_message
from survey.store import demo_mark
from survey.store.reads_of_surveys import Survey

# As long as a customer's own, and leading nowhere.
SAMPLE_TOKEN = "aLinkOfTheCustomersOwn24"  # noqa: S105  # opens nothing


@dataclass(frozen=True, slots=True)
class Messages:
    """What customers get in one language. The reminder is None where the rules send none."""

    invitation: Mail
    reminder: Mail | None
    short_message: str
    n_short_messages: int


def messages_of(
    survey: Survey, language: str, *, settings: Settings, templates: Environment, now: datetime
) -> Messages:
    """The messages about a contact that closes now, with a link that leads nowhere."""
    asking = trial(
        survey, language, f"{settings.base_url}/c/{SAMPLE_TOKEN}", settings=settings, now=now
    )
    short = write_short_message(asking)
    reminder = replace(asking, is_reminder=True)
    return Messages(
        invitation=write_mail(asking, templates),
        reminder=write_mail(reminder, templates) if survey.rules.reminder_days else None,
        short_message=short,
        n_short_messages=sms.n_segments(short),
    )


def letter_to_frame(
    survey: Survey,
    language: str,
    *,
    is_reminder: bool,
    settings: Settings,
    templates: Environment,
    now: datetime,
) -> str:
    """The mail as a mail program shows it; its links stay where they are."""
    asking = trial(survey, language, "#", settings=settings, now=now)
    return write_mail(replace(asking, is_reminder=is_reminder), templates).html


def trial(survey: Survey, language: str, link: str, *, settings: Settings, now: datetime) -> Asking:
    """What a message from the draft asks; all its links are this one. There is no invitation."""
    return Asking(
        instrument=survey.draft,
        language=language,
        is_reminder=False,
        link=link,
        unsubscribe=link,
        organisation=settings.organisation,
        expires_at=now + timedelta(days=survey.rules.expires_days),
        zone=settings.timezone,
        is_demo=demo_mark.is_made_up(),
    )
