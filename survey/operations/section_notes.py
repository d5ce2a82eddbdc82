"""Editors' words on the sections of an occasion's reports, of the centre or of one unit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from survey.errors import Conflict
from survey.operations.keeping import kept
from survey.store import reads_of_notes, writes_of_notes


def write_notes(
    occasion: str,
    unit_id: int | None,
    words: Mapping[str, str],
    *,
    seen: str,
    user_id: int,
    now: datetime,
) -> None:
    """The notes are these, by section, if they still had the mark that was `seen`. Repeatable.

    Reports made before keep the notes they were printed with.

    Raises:
        Conflict: somebody else has changed them since.
    """
    with kept():
        before = reads_of_notes.section_notes(occasion, unit_id)
        if before == dict(words):
            return
        if mark_of(before) != seen:
            raise Conflict(
                "Someone else has changed these notes since you opened the page. Nothing was"
                " changed here. Copy what you wrote, open the page again and put both together."
            )
        for section in before.keys() - words.keys():
            writes_of_notes.delete_note(occasion, unit_id, section)
        for section, text in sorted(words.items()):
            if before.get(section) != text:
                writes_of_notes.keep_note(
                    occasion, unit_id, section, text, user_id=user_id, now=now
                )


def mark_of(words: Mapping[str, str]) -> str:
    """What tells these notes from others in a form."""
    return hashlib.sha256(json.dumps(sorted(words.items())).encode()).hexdigest()[:16]
