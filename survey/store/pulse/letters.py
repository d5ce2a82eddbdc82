"""The letters of a wave as queued work: one job per block, naming nobody. No answers here."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import rows, run
from survey.store.fields import to_seconds


def queue_letters(
    wave_id: int, number: int, *, job: str, kind: str, now: datetime, per_second: int, most: int
) -> int:
    """How many jobs were queued: one per block by link that has none of this kind waiting.

    A job names wave, block and kind. A block falls due when the blocks before it can have left,
    so many letters a second, so that other mail gets its turn.
    """
    subject, payload = f"{job}:{number}:{kind}:", f', "kind": "{kind}", "wave": {number}}}'
    cursor = run(_QUEUE, (job, subject, payload, to_seconds(now), per_second, most, wave_id))
    return int(cursor.rowcount)


def addresses_of(number: int, block_id: int) -> dict[int, str]:
    """Where letters go, by agent: to those invited in the wave's block whose mail is read here."""
    # Of several users of one agent the first, which comes last.
    return dict(rows(_ADDRESSES, (number, block_id)))


def drop_letters(number: int, *, job: str) -> int:
    """How many jobs of the wave were still waiting or given up; they are gone."""
    cursor = run("DELETE FROM job WHERE kind = ? AND subject LIKE ?", (job, f"{job}:{number}:%"))
    return int(cursor.rowcount)


# One for each block and not for each agent: a letter that waits or failed would else name who
# cannot have claimed yet, and the one left over who can. What was given up starts afresh.
_QUEUE = """
INSERT INTO job (kind, subject, payload, due_at, most_attempts)
SELECT CAST(? AS TEXT), CAST(? AS TEXT) || CAST(invited.block_id AS TEXT),
    '{"block": ' || CAST(invited.block_id AS TEXT) || CAST(? AS TEXT),
    ? + CAST(sum(n) OVER (ORDER BY invited.block_id) - n AS BIGINT) / ?, ?
FROM (
    SELECT block_id, count(*) AS n FROM roster JOIN block ON block.id = roster.block_id
    WHERE roster.wave_id = ? AND block.mode = 'link' GROUP BY block_id
) AS invited
WHERE true
ORDER BY invited.block_id
ON CONFLICT (subject) DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at,
    most_attempts = excluded.most_attempts, leased_until = NULL, attempts = 0, last_error = NULL
WHERE job.attempts >= job.most_attempts
    AND (job.leased_until IS NULL OR job.leased_until <= excluded.due_at)
"""
_ADDRESSES = """
SELECT roster.agent_id, app_user.email FROM wave
JOIN roster ON roster.wave_id = wave.id
JOIN app_user ON app_user.agent_id = roster.agent_id
WHERE wave.number = ? AND roster.block_id = ? AND app_user.deactivated_at IS NULL
ORDER BY app_user.id DESC
"""
