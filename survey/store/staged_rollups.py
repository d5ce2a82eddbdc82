"""Keeps the rollups in step with a staged batch of contacts and its feedback.

Whatever moves is first taken out of the cells where it stands, then put into those where it goes:
so no count falls below zero on the way, and the constraints stay on guard. What an import brings or
revises was never an answer to an invitation.

On PostgreSQL a response holds its cells until its commit, taken in the order of their key. An
import touches the cells of one item, so it waits for a response or a response for it, never both;
one that corrects touches those of every item, and takes them all in that order first.
That holds for a batch without repeated contacts: with them, or in a dry run of several batches,
PostgreSQL may end one of two that wait for each other. It loses nothing and is run again.
"""

from __future__ import annotations

from survey.store.database import is_postgresql, run


def add_new_contacts() -> None:
    """Count the staged contacts that are new."""
    run(_add_contacts(_NEW_CONTACTS))


def hold_changed() -> None:
    """Take hold of the cells of all answers that move, where they stand and where they go.

    The months follow the days in the order of these first touches.
    """
    if is_postgresql():  # an SQLite transaction is the only one that writes anyway
        run(_HOLD_CHANGED)


def take_out_changed() -> None:
    """Uncount the changed contacts, their invitations and their answers, where they stand."""
    run(_TAKE_OUT_CONTACTS)
    run(_TAKE_OUT_ANSWERS.format(cells=_CHANGED_ANSWERS))


def put_back_changed() -> None:
    """Count the changed contacts, their invitations and their answers, where they now stand."""
    run(_add_contacts(_CHANGED_CONTACTS))
    run(_add_answers(_CHANGED_ANSWERS))


def take_out_revised(item: str) -> None:
    """Uncount the stored answers that the staged rows are about to revise."""
    run(_TAKE_OUT_ANSWERS.format(cells=_REVISED_ANSWERS), (item,))


def add_answers(item: str) -> None:
    """Count the staged answers that were just kept, new and revised."""
    run(_add_answers(_STAGED_ANSWERS), (item,))


def drop_empty_cells() -> None:
    """Forget cells that nothing counts in any more, as if they had never been."""
    run("DELETE FROM contact_rollup WHERE n_contacts = 0")
    run("DELETE FROM answer_rollup WHERE n = 0")


def _add_contacts(cells: str) -> str:
    return (
        "INSERT INTO contact_rollup (unit_id, day, channel, queue_id, n_contacts, n_invited)"
        f" {cells} ORDER BY 1, 2, 3, 4 ON CONFLICT (unit_id, day, channel, queue_id) DO UPDATE"
        " SET n_contacts = contact_rollup.n_contacts + excluded.n_contacts,"
        " n_invited = contact_rollup.n_invited + excluded.n_invited"
    )


def _add_answers(cells: str) -> str:
    return (
        "INSERT INTO answer_rollup (unit_id, day, channel, queue_id, item, value, is_invited, n)"
        f" {cells} ORDER BY 1, 5, 2, 3, 4, 6, 7"
        " ON CONFLICT (unit_id, item, day, channel, queue_id, value, is_invited)"
        " DO UPDATE SET n = answer_rollup.n + excluded.n"
    )


_NEW_CONTACTS = """
SELECT unit_id, closed_on AS day, channel, queue_id, count(*) AS n_contacts, 0 AS n_invited
FROM staged_contact WHERE is_new = 1
GROUP BY unit_id, closed_on, channel, queue_id
"""
_CHANGED_CONTACTS = """
SELECT contact.unit_id, contact.closed_on AS day, contact.channel, contact.queue_id,
    count(*) AS n_contacts, count(invitation.id) AS n_invited
FROM staged_contact
JOIN contact ON contact.id = staged_contact.contact_id
LEFT JOIN invitation ON invitation.contact_id = contact.id
WHERE staged_contact.is_changed = 1
GROUP BY contact.unit_id, contact.closed_on, contact.channel, contact.queue_id
"""
_CHANGED_ANSWERS = """
SELECT contact.unit_id, contact.closed_on AS day, contact.channel, contact.queue_id,
    answer.item, answer.value,
    CASE WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END AS is_invited, count(*) AS n
FROM staged_contact
JOIN contact ON contact.id = staged_contact.contact_id
JOIN response ON response.contact_id = contact.id
JOIN answer ON answer.response_id = response.id
WHERE staged_contact.is_changed = 1
GROUP BY contact.unit_id, contact.closed_on, contact.channel, contact.queue_id,
    answer.item, answer.value, is_invited
"""
_HOLD_CHANGED = """
INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value, is_invited, n)
SELECT place.unit_id, answer.item, place.closed_on, place.channel, place.queue_id, answer.value,
    CASE WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END AS is_invited, 0
FROM (
    SELECT contact_id, unit_id, closed_on, channel, queue_id FROM staged_contact
    WHERE is_changed = 1
    UNION SELECT contact.id, contact.unit_id, contact.closed_on, contact.channel, contact.queue_id
    FROM staged_contact JOIN contact ON contact.id = staged_contact.contact_id
    WHERE staged_contact.is_changed = 1
) AS place
JOIN response ON response.contact_id = place.contact_id
JOIN answer ON answer.response_id = response.id
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT (unit_id, item, day, channel, queue_id, value, is_invited)
DO UPDATE SET n = answer_rollup.n
"""
_REVISED_ANSWERS = """
SELECT staged_contact.unit_id, staged_contact.closed_on AS day, staged_contact.channel,
    staged_contact.queue_id, answer.item, answer.value, 0 AS is_invited, count(*) AS n
FROM staged_contact
JOIN answer ON answer.response_id = staged_contact.response_id AND answer.item = ?
WHERE staged_contact.value IS NOT NULL
GROUP BY staged_contact.unit_id, staged_contact.closed_on, staged_contact.channel,
    staged_contact.queue_id, answer.item, answer.value
"""
_STAGED_ANSWERS = """
SELECT unit_id, closed_on AS day, channel, queue_id, CAST(? AS TEXT) AS item, value,
    0 AS is_invited, count(*) AS n
FROM staged_contact
WHERE value IS NOT NULL
GROUP BY unit_id, closed_on, channel, queue_id, value
"""
_TAKE_OUT_CONTACTS = f"""
UPDATE contact_rollup SET n_contacts = contact_rollup.n_contacts - gone.n_contacts,
    n_invited = contact_rollup.n_invited - gone.n_invited
FROM ({_CHANGED_CONTACTS}) AS gone
WHERE contact_rollup.unit_id = gone.unit_id AND contact_rollup.day = gone.day
    AND contact_rollup.channel = gone.channel AND contact_rollup.queue_id = gone.queue_id
"""
_TAKE_OUT_ANSWERS = """
UPDATE answer_rollup SET n = answer_rollup.n - gone.n
FROM ({cells}) AS gone
WHERE answer_rollup.unit_id = gone.unit_id AND answer_rollup.item = gone.item
    AND answer_rollup.day = gone.day AND answer_rollup.channel = gone.channel
    AND answer_rollup.queue_id = gone.queue_id AND answer_rollup.value = gone.value
    AND answer_rollup.is_invited = gone.is_invited
"""
