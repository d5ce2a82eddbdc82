"""`flask work`: does what waits in the outbox. Run as many at once as you like."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey import mail, sms
from survey.commands import asking, casework, commenting, forgetting, nightly, reporting
from survey.commands import signals as signalling
from survey.commands.letters import write_letter
from survey.commands.pulse_letters import send_pulse_letters, turn_calendar
from survey.commands.report_letters import send_report_letter
from survey.commands.sending import send_some
from survey.commands.speaking import database_sentence, spoken
from survey.commands.tools import Handler, Phase, Tools
from survey.commands.trying import send_test
from survey.config import Settings
from survey.errors import Refusal
from survey.operations import (
    cases,
    chores,
    drafts,
    jobs,
    retention,
    sign_in,
    signals,
    survey_copies,
    webhooks,
)
from survey.operations.chores import Chore
from survey.operations.comments import departments, routing, themes
from survey.operations.jobs import Job
from survey.operations.pulse import auditing, folding
from survey.operations.pulse import letters as pulse_letters
from survey.operations.reports import archive, orders, telling
from survey.operations.reports import schedules as report_schedules
from survey.render.environment import make_environment
from survey.store import database

PAUSE_SECONDS = 1.0
TOKEN_BYTES = 32

log = logging.getLogger("survey")


def send_mail(job: Job, tools: Tools, now: datetime) -> None:
    """Send one queued mail."""
    letter = write_letter(job, settings=tools.settings, templates=tools.templates, now=now)
    tools.mailer.send(letter)


def mail_sign_in_link(job: Job, _tools: Tools, now: datetime) -> None:
    """Queue a mail with a link for whoever asked, if a user has the address."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    sign_in.mail_link(job.payload["email"], token=token, now=now)


# Every kind of work there is. A handler may be run twice for the same job, never not at all.
HANDLERS: dict[str, Handler] = {
    "mail": send_mail,
    sign_in.ASKED: mail_sign_in_link,
    survey_copies.TEST: send_test,
    orders.KIND: reporting.make_order,
    archive.CHECK: reporting.check_again,
    report_schedules.KIND: reporting.order_due,
    telling.LETTER: send_report_letter,
    cases.OPENED: casework.prepare_case,
    cases.AGAIN: casework.tell_again,
    cases.REOPENED: casework.prepare_case_again,
    webhooks.KIND: casework.post_message,
    routing.APPLY: commenting.apply_rule,
    themes.KIND: commenting.find_themes,
    departments.MONTHLY: commenting.make_digests,
    departments.LETTER: commenting.send_digest,
    retention.KIND: forgetting.forget,
    auditing.KIND: nightly.audit,
    folding.KIND: nightly.fold,
    pulse_letters.KIND: send_pulse_letters,
    signals.KIND: signalling.find,
    signals.LETTER: signalling.send_letter,
}


def install(app: Flask) -> None:
    """Put `flask work` on the application's command line."""
    app.cli.add_command(work)


def tools_of(app: Flask, *, print_mail: bool = False) -> Tools:
    """The tools the application's settings name; `print_mail` shows a folder's mail as well.

    Raises:
        InvalidInput: the settings name no mail server, provider or folder.
    """
    settings: Settings = app.config["SURVEY"]
    return Tools(
        settings=settings,
        mailer=mail.from_url(
            settings.mail_url,
            sender=settings.mail_from,
            echo=sys.stdout if print_mail else None,
        ),
        texter=sms.from_url(settings.sms_url, echo=sys.stdout if print_mail else None),
        templates=make_environment([Path(app.root_path) / "templates"]),
    )


def do_one(tools: Tools, *, now: datetime) -> bool:
    """Whether there was a job to do; done or put off, its outcome is kept."""
    job = jobs.claim(list(HANDLERS), now=now)
    if job is None:
        return False
    try:
        HANDLERS[job.kind](job, tools, now)
    except mail.Undeliverable as refusal:
        jobs.fail(job, refusal.message, now=now, for_good=True)
    except Refusal as refusal:
        jobs.fail(job, refusal.message, now=now)
    except Exception as error:  # whatever it is, the job has to be kept and the next one done
        log.exception("a job of the kind %s failed", job.kind)
        jobs.fail(job, f"The program failed ({type(error).__name__}); see its log.", now=now)
    else:
        jobs.complete(job)
    return True


# Work by the calendar: each queues a job of a kind that stands among the handlers.
CHORES: tuple[Chore, ...] = (
    Chore("themes", "day", themes.KIND),
    Chore("digests", "month", departments.MONTHLY),
    Chore("forget", "day", retention.KIND),
    Chore("audit", "day", auditing.KIND),
    Chore("fold", "day", folding.KIND),
    Chore("signals", "day", signals.KIND),
    Chore("reports", "day", report_schedules.KIND),
)


def queue_chores(tools: Tools, *, now: datetime) -> bool:
    """Whether a chore was queued for the hour, day or month that has begun."""
    return chores.queue_due(CHORES, now=now, zone=tools.settings.timezone)


def settle_drafts(_tools: Tools, *, now: datetime) -> bool:
    """Count the answers of customers who left the page half way."""
    return drafts.settle_drafts(now=now)


# Each does one piece of work, or one batch, and says whether there was any.
PHASES: tuple[Phase, ...] = (
    do_one,
    queue_chores,
    casework.escalate_cases,
    asking.decide_contacts,
    send_some,
    settle_drafts,
    commenting.read_comments,
    turn_calendar,
)


class Stop:
    """Remembers that the process was asked to end, so that the job at hand is finished first."""

    def __init__(self) -> None:
        self.is_asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option(
    "--print-mail",
    is_flag=True,
    help="Tell of mail that goes to an outbox folder, with the links to sign in.",
)
@with_appcontext
@spoken
def work(*, once: bool, print_mail: bool) -> None:
    """Do what waits to be done: mail, reports."""
    tools = tools_of(current_app, print_mail=print_mail)
    stop = Stop()
    while not stop.is_asked:
        if _do_one_or_wait(tools, may_wait=not once):
            continue
        if once:
            return
        time.sleep(PAUSE_SECONDS)


def _do_one_or_wait(tools: Tools, *, may_wait: bool) -> bool:
    """Whether anything was done; a database that fails is waited for where that is allowed."""
    try:
        # All of them in turn, so that much work of one kind does not keep the others waiting.
        done = [phase(tools, now=datetime.now(UTC)) for phase in PHASES]
        return any(done)
    except database.DatabaseError as error:
        if not may_wait:
            raise
        log.error("%s", database_sentence(error))
        database.heal()
        return False
