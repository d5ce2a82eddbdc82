"""The letters about reports that a schedule ordered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from survey.commands.letters import write_letter
from survey.commands.tools import Tools
from survey.mail import Attachment
from survey.operations.jobs import Job
from survey.operations.reports import telling

WHY_A_LINK = {
    "": "",
    "too large": "The file is too large to be sent by mail.",
    "not allowed": "Reports are not sent by mail here.",
}


def send_report_letter(job: Job, tools: Tools, now: datetime) -> None:
    """Send one letter about a finished report, as its reader may see it at this moment."""
    found = telling.write_letter(
        dict(job.payload),
        may_attach=tools.settings.report_attachments,
        today=now.astimezone(tools.settings.timezone).date(),
    )
    if found is None:
        return
    values = {
        "name": found.name,
        "title": found.report.title,
        "place": found.report.place,
        "title_language": found.report.language,
        "report_id": found.report.id,
        "is_attached": found.pdf is not None,
        "why_a_link": WHY_A_LINK[found.reason],
        "can_sign_in": found.can_sign_in,
    }
    letter = write_letter(
        replace(job, payload={"template": "report", "to": found.to, "values": values}),
        settings=tools.settings,
        templates=tools.templates,
        now=now,
    )
    if found.pdf is not None:
        name = f"report-{found.report.id}.pdf"
        letter = replace(letter, attachment=Attachment(name, found.pdf))
    tools.mailer.send(letter)
