"""Mail in words: a queued mail and its three templates make one letter."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import partial

from jinja2 import Environment

from survey.config import Settings
from survey.mail import Letter
from survey.operations.jobs import Job
from survey.render.languages import ENGLISH, LANGUAGES, gettext, pick_language
from survey.store import demo_mark


def write_letter(job: Job, *, settings: Settings, templates: Environment, now: datetime) -> Letter:
    """The letter of a job of the kind `mail`; the same job always makes a letter of the same key.

    The job's payload names the template, the address (`to`) and the template's `values`. The
    templates `mail/<name>.subject.txt`, `.txt` and `.html` also know `organisation` and `base_url`.
    A customer's letter has a `language`, into which `_()` translates, and may have a `reply_to`.
    """
    payload = job.payload
    language = pick_language([payload.get("language", ENGLISH)])
    values = {
        **payload["values"],
        "organisation": settings.organisation,
        "base_url": settings.base_url,
        "is_demo": demo_mark.is_made_up(),
        "language": language,
        "direction": LANGUAGES[language].direction,
        "_": partial(gettext, language),
    }

    def written(ending: str) -> str:
        return templates.get_template(f"mail/{payload['template']}.{ending}").render(values)

    identity = json.dumps([job.id, payload], sort_keys=True)
    return Letter(
        key=hashlib.sha256(identity.encode()).hexdigest()[:24],
        to=payload["to"],
        subject=" ".join(written("subject.txt").split()),
        text=written("txt"),
        html=written("html"),
        written_at=now,
        reply_to=payload.get("reply_to", ""),
        is_for_screen=payload["template"] == "sign_in",
    )
