"""The daily chore that forgets what has been kept long enough."""

from __future__ import annotations

from datetime import datetime

from survey.commands.tools import Tools
from survey.operations import jobs, retention
from survey.operations.jobs import Job

# So many batches take well under a job's lease; what is left is queued anew.
MOST_BATCHES = 50


def forget(job: Job, tools: Tools, now: datetime) -> None:
    """Forget what is over its days; killed half way, it goes on where it stopped."""
    settings = tools.settings
    retention.erase_again(now=now)
    for _ in range(MOST_BATCHES):
        if not retention.forget_batch(settings.keep_days, now=now, zone=settings.timezone):
            return
    jobs.enqueue(retention.KIND, job.payload, due_at=now)
