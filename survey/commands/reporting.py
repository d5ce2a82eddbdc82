"""One edition from data to PDF: used by workers, `flask report`, the gallery and the benchmark."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import date, datetime

from survey import pdf_engine
from survey.commands.tools import Tools
from survey.config import Settings
from survey.errors import Conflict, Refusal
from survey.insight.look import current_look
from survey.insight.report.data import data_bytes
from survey.insight.report.occasions import occasion_of, occasions
from survey.insight.report.report import ForumReport, build_report
from survey.intake.editions import Edition
from survey.operations.jobs import Job
from survey.operations.reports import archive, digests, orders, schedules
from survey.operations.reports.archive import Printing
from survey.operations.reports.orders import Cancelled, Stage
from survey.operations.reports.schedules import Ended
from survey.pdf import render_pdf
from survey.render.document import FOLDER, Stamp, document
from survey.render.speech import say, speaking
from survey.store import demo_mark

# From the page of the edition for screens back to the report's own.
WAY_BACK = "./"

log = logging.getLogger("survey")


def unobserved(_stage: Stage) -> None:
    """Whoever makes an edition without anybody waiting notes no stages."""


def make_edition(
    edition: Edition,
    *,
    settings: Settings,
    today: date,
    stage: Callable[[Stage], None] = unobserved,
) -> Printing:
    """The edition with everything its PDF is made of; printed only where the archive lacks it.

    `stage` is told before each step; what it raises ends the work.

    Raises:
        NotFound: there is no such occasion, unit or department, or the occasion is not over.
        Refusal: the PDF engine's libraries or a font are missing.
    """
    stage("reading")
    with speaking(edition.language):
        page = _build(edition, settings, today)
        data = data_bytes(page)
        stamp = Stamp(_sha(data), digests.template_digest(edition.language))
        title = say("%(title)s, %(occasion)s", title=page.title, occasion=page.occasion.name)
        stage("drawing")
        look = current_look()
        html = document(page, look=look, stamp=stamp)
        screen = document(page, look=look, stamp=stamp, for_screen=True, way_back=WAY_BACK)
    parts, engine = digests.read_parts(), pdf_engine.engine_versions()
    content_hash = digests.content_hash(html, digests.part_digests(parts), engine)
    dated_on = occasion_of(edition.occasion, today=today).judged_on
    pdf = archive.find_printed(content_hash)
    if pdf is None:
        stage("printing")
        pdf = render_pdf(html, base=FOLDER, created=dated_on)
    return Printing(
        edition=edition,
        title=title,
        dated_on=dated_on,
        document=html,
        screen=screen,
        data=data,
        data_digest=stamp.data_digest,
        template_digest=stamp.template_digest,
        content_hash=content_hash,
        parts=parts,
        engine=engine,
        quotes=page.baskets.quoted if page.baskets else (),
        pdf=pdf,
    )


def digest_of_data(edition: Edition, *, settings: Settings, today: date) -> str:
    """The digest of what the edition would say today.

    Raises:
        NotFound: there is no such occasion, unit or department any more.
    """
    with speaking(edition.language):
        return _sha(data_bytes(_build(edition, settings, today)))


def make_order(job: Job, tools: Tools, now: datetime) -> None:
    """Make one ordered edition, and keep it; nothing where it is made or not wanted any more."""
    order_id = job.payload["order"]
    edition = orders.take(order_id)
    if edition is None:
        return
    stage, today = orders.stages_of(order_id), _today(tools, now)
    try:
        made = make_edition(edition, settings=tools.settings, today=today, stage=stage)
        stage("keeping")
        orders.finish(order_id, made, today=today, now=now)
    except Cancelled:
        log.info("order %d was cancelled, or made by another worker", order_id)
    except Exception as error:
        # What cannot be made is not tried again; anything else may go well another time.
        is_final = isinstance(error, Refusal) and not isinstance(error, Conflict)
        if is_final or job.attempt >= orders.MOST_ATTEMPTS:
            orders.fail(order_id, _sentence(error), now=now)
        if not is_final:
            raise


def check_again(job: Job, _tools: Tools, now: datetime) -> None:
    """Print a report again, and keep whether the bytes are the same."""
    archive.check_report(job.payload["report"], now=now)


def order_due(_job: Job, tools: Tools, now: datetime) -> None:
    """Order what the schedules want of the occasions that are over, the oldest first."""
    ended = [
        Ended(one.key, one.every, one.name, one.judged_on)
        for one in reversed(occasions(today=_today(tools, now)))
    ]
    schedules.order_due(ended, now=now)
    orders.settle_abandoned(now=now)


def _build(edition: Edition, settings: Settings, today: date) -> ForumReport:
    return build_report(
        edition,
        organisation=settings.organisation,
        is_demo=demo_mark.is_made_up(),
        today=today,
        zone=settings.timezone,
    )


def _sentence(error: Exception) -> str:
    if isinstance(error, Refusal):
        return error.message
    # SQLite says it in the first words, the system and PostgreSQL in the second.
    if any(words in str(error) for words in ("disk is full", "No space left on device")):
        return "There was no room left on the disk. Make room, then have it tried again."
    return f"The program failed ({type(error).__name__}); its log says where."


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _today(tools: Tools, now: datetime) -> date:
    return now.astimezone(tools.settings.timezone).date()
