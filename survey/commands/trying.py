"""The invitation as a test: to whoever makes a survey, from its draft, and to nobody else."""

from __future__ import annotations

from datetime import datetime

from survey.commands.tools import Tools
from survey.insight.surveys.letters import trial
from survey.mail import Letter
from survey.operations.jobs import Job
from survey.render.messages import write_mail
from survey.store import reads_of_surveys


def send_test(job: Job, tools: Tools, now: datetime) -> None:
    """Mail the invitation of a survey, as its draft stands; its links lead to the preview.

    Where the survey is gone or has no question to lead with any more, nothing is sent.
    """
    survey = reads_of_surveys.find_survey(job.payload["survey"])
    if survey is None or not survey.draft.headline:
        return
    settings, language = tools.settings, job.payload["language"]
    link = f"{settings.base_url}/surveys/{survey.code}/preview"
    asking = trial(survey, language, link, settings=settings, now=now)
    written = write_mail(asking, tools.templates)
    letter = Letter(
        key=f"test-{job.id}",
        to=job.payload["to"],
        subject=f"Test: {written.subject}",
        text=written.text,
        html=written.html,
        written_at=now,
    )
    tools.mailer.send(letter)
