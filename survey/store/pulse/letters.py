"""The letters of a wave as queued work: for everybody invited by link alike. No answers here."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import rows, run
from survey.store.fields import to_seconds


def queue_letters(
    wave_id: int, number: int, *, job: str, kind: str, now: datetime, per_second: int, most: int
) -> int:
    """How many jobs were queued: one per agent invited by link who has none of this kind waiting.

    A job names wave, agent and kind and is the same for all. They fall due one after the other,
    so many a second, so that other mail gets its turn.
    """
    subject, payload = f"{job}:{number}:{kind}:", f', "kind": "{kind}", "wave": {number}}}'
    cursor = run(_QUEUE, (job, subject, payload, to_seconds(now), per_second, most, wave_id))
    return int(cursor.rowcount)


def address_of(number: int, agent_id: int) -> str | None:
    """Where letters to an agent go who was invited to the wave; None where nobody reads them."""
    found = rows(_ADDRESS, (number, agent_id))
    return found[0][0] if found else None


def drop_letters(number: int, *, job: str) -> int:
    """How many letters of the wave were still waiting or given up; they are gone."""
    cursor = run("DELETE FROM job WHERE kind = ? AND subject LIKE ?", (job, f"{job}:{number}:%"))
    return int(cursor.rowcount)


# Block by block: whoever claims before the block's last letter has left is one of fewer.
# Letters that were given up start afresh, as all work does.
_QUEUE = """
INSERT INTO job (kind, subject, payload, due_at, most_attempts)
SELECT CAST(? AS TEXT), CAST(? AS TEXT) || CAST(agent_id AS TEXT),
    '{"agent": ' || CAST(agent_id AS TEXT) || CAST(? AS TEXT),
    ? + (row_number() OVER (ORDER BY roster.block_id, agent_id) - 1) / ?, ?
FROM roster JOIN block ON block.id = roster.block_id
WHERE roster.wave_id = ? AND block.mode = 'link'
ORDER BY roster.block_id, agent_id
ON CONFLICT (subject) DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at,
    most_attempts = excluded.most_attempts, leased_until = NULL, attempts = 0, last_error = NULL
WHERE job.attempts >= job.most_attempts
    AND (job.leased_until IS NULL OR job.leased_until <= excluded.due_at)
"""
_ADDRESS = """
SELECT app_user.email FROM wave
JOIN roster ON roster.wave_id = wave.id
JOIN app_user ON app_user.agent_id = roster.agent_id
WHERE wave.number = ? AND roster.agent_id = ? AND app_user.deactivated_at IS NULL
ORDER BY app_user.id LIMIT 1
"""
