"""Chores of the night that look after the pulse: the audit, and the forgetting of old ballots."""

from __future__ import annotations

import logging
from datetime import datetime

from survey.commands.tools import Tools
from survey.operations.jobs import Job
from survey.operations.pulse import auditing, folding

log = logging.getLogger("survey")


def audit(job: Job, _tools: Tools, now: datetime) -> None:
    """Check the anonymity promises and keep the result; what is wrong is logged as well."""
    is_second_look = bool(job.payload.get("again"))
    problems = auditing.run_audit(now=now, is_second_look=is_second_look)
    if problems and is_second_look:
        log.error("the audit of anonymity found %d: run flask audit-anonymity", len(problems))


def fold(_job: Job, tools: Tools, now: datetime) -> None:
    """Fold the ballots of waves that were closed long enough ago."""
    folding.fold_waves(tools.settings.keep_ballots_days, now=now)
