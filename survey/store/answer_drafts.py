"""What customers have chosen so far, until they send it or leave it; rows go either way.

Each statement belongs into its operation's transaction, after those that touch the response and
the invitation: so that no two wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from survey.store.database import rows, run
from survey.store.fields import from_seconds, to_seconds


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was left before it was sent, and the invitation it belongs to.

    `rules` are those of the survey that asks, as they are stored, or None.
    """

    invitation_id: int
    token: bytes
    instrument: str
    typed: Mapping[str, Sequence[str]]
    saved_at: datetime
    rules: str | None


def keep(
    token: bytes, typed: Mapping[str, Sequence[str]], *, has_headline: bool, now: datetime
) -> bool:
    """Whether the draft was kept, in place of an older one.

    Nothing is kept where no open invitation without a response has this token digest, nor from a
    page that has no answer to the headline where another page had one.
    """
    at = to_seconds(now)
    text = json.dumps(typed, separators=(",", ":"))
    return bool(run(_KEEP, (text, int(has_headline), at, token, at)).rowcount)


def drop(invitation_id: int) -> None:
    """Throw a draft away, if there is one."""
    run("DELETE FROM answer_draft WHERE invitation_id = ?", (invitation_id,))


def drop_as_it_was(draft: Draft) -> bool:
    """Whether the draft was thrown away; it stays where something was saved since."""
    gone = run(
        "DELETE FROM answer_draft WHERE invitation_id = ? AND saved_at = ?",
        (draft.invitation_id, to_seconds(draft.saved_at)),
    )
    return bool(gone.rowcount)


def left(*, before: datetime, now: datetime, most: int) -> list[Draft]:
    """Drafts that can be counted and were saved before then, and all whose time is over."""
    found = rows(_LEFT, (to_seconds(before), to_seconds(now), most))
    return [
        Draft(id_, bytes(token), instrument, json.loads(typed), from_seconds(saved_at), rules)
        for id_, token, instrument, typed, saved_at, rules in found
    ]


_KEEP = """
INSERT INTO answer_draft (invitation_id, typed, has_headline, saved_at)
SELECT invitation.id, CAST(? AS TEXT), CAST(? AS INTEGER), CAST(? AS BIGINT)
FROM invitation LEFT JOIN response ON response.contact_id = invitation.contact_id
WHERE invitation.token_digest = ? AND invitation.expires_at > ?
    AND invitation.withdrawn_at IS NULL AND response.id IS NULL
ON CONFLICT (invitation_id) DO UPDATE SET typed = excluded.typed,
    has_headline = excluded.has_headline, saved_at = excluded.saved_at
WHERE excluded.has_headline >= answer_draft.has_headline
"""
_LEFT = """
SELECT invitation.id, invitation.token_digest, invitation.instrument_digest,
    answer_draft.typed, answer_draft.saved_at,
    (SELECT rules FROM survey WHERE survey.id = invitation.survey_id)
FROM answer_draft JOIN invitation ON invitation.id = answer_draft.invitation_id
WHERE (answer_draft.has_headline = 1 AND answer_draft.saved_at <= ?)
    OR invitation.expires_at <= ?
ORDER BY answer_draft.saved_at LIMIT ?
"""
