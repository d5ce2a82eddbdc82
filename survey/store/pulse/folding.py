"""Folding: the ballots of a wave become counts of the whole centre, and are forgotten.

Only `survey.operations.pulse` may import this module, because it reads and deletes single ballots.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds
from survey.store.pulse import ledger, vault

# A count of how often each value was given stands for at least so many people.
TALLIED_ANSWERS = 30


def due(*, closed_before: datetime) -> list[int]:
    """The numbers of waves that were closed before then and still have their ballots, by number."""
    sql = "SELECT number FROM wave WHERE closed_at < ? AND folded_at IS NULL ORDER BY number"
    return [number for (number,) in rows(sql, (to_seconds(closed_before),))]


def fold(wave_id: int, at: datetime) -> bool:
    """Whether this was the first to fold the wave; belongs into a transaction of its own.

    Counts per item and value are kept of all blocks in which enough people for a figure answered
    the item, so that they do not tell, less what is published, what few answered.
    """
    # Until its files are rewritten the wave counts as not scrubbed, as after its closing.
    marked = run(
        "UPDATE wave SET folded_at = ?, scrubbed_at = NULL"
        " WHERE id = ? AND folded_at IS NULL AND state = 'closed'",
        (to_seconds(at), wave_id),
    )
    if marked.rowcount != 1:
        return False
    ((threshold,),) = rows("SELECT threshold FROM wave WHERE id = ?", (wave_id,))
    counted = tallies(vault.counted_ballots(wave_id).values(), threshold=threshold)
    ledger.write(ledger.Tally, [(wave_id, *one) for one in counted])
    _forget(wave_id)
    return True


def to_scrub() -> list[int]:
    """The ids of folded waves after which the files are not rewritten yet."""
    sql = "SELECT id FROM wave WHERE folded_at IS NOT NULL AND scrubbed_at IS NULL"
    return [wave_id for (wave_id,) in rows(sql)]


def tallies(blocks: Iterable[list[str]], *, threshold: int) -> list[tuple[str, int, int]]:
    """Item, value and how often it was given, of the items that enough ballots answered.

    A block's answers to an item count from `threshold` of them on.
    """
    counts = Counter[tuple[str, int]]()
    for ballots in blocks:
        answers = [answer for text in ballots for answer in json.loads(text).items()]
        n_answers = Counter(item for item, _ in answers)
        counts.update(answer for answer in answers if n_answers[answer[0]] >= threshold)
    n_all = Counter[str]()
    for (item, _), n in counts.items():
        n_all[item] += n
    return [
        (item, value, n)
        for (item, value), n in sorted(counts.items())
        if n_all[item] >= TALLIED_ANSWERS
    ]


def _forget(wave_id: int) -> None:
    """Delete the wave's ballots; on PostgreSQL the others move to a new file without their traces.

    SQLite overwrites what is deleted, and its file is written anew afterwards.
    """
    if is_postgresql():
        for statement in _REWRITING:
            run(statement, (wave_id,) if "?" in statement else ())
    else:
        run(f"DELETE FROM counted_ballot WHERE {_OF_WAVE}", (wave_id,))


_OF_WAVE = "block_id IN (SELECT id FROM block WHERE wave_id = ?)"
_REWRITING = (
    "LOCK TABLE counted_ballot IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE ballot_to_keep ON COMMIT DROP AS"
    f" SELECT * FROM counted_ballot WHERE NOT {_OF_WAVE}",
    # As in closing: the old file goes at commit, whoever else is still reading.
    "TRUNCATE counted_ballot",
    "INSERT INTO counted_ballot SELECT * FROM ballot_to_keep ORDER BY block_id, position",
)
