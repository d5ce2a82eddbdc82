"""Keeps the counts that pages read in step with contacts, invitations and answers.

Every function here belongs into the transaction of its cause. Whoever records a response inserts
it first and counts it in a later statement: a correction of that contact waits for the response
or is waited for, and the count lands where the contact then is.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey.errors import Conflict
from survey.store.database import is_postgresql, run, transaction


def count_response(response_id: int) -> None:
    """One more answer per item of the response, in the cells of its contact."""
    run(_COUNT_RESPONSE, (response_id,))


def hold_cells(response_id: int, values: Mapping[str, int]) -> None:
    """Take hold of the cells in which a response is counted and of those where it goes.

    They are taken in the order of their key, as every response does; missing ones are made.
    """
    given = "".join(" UNION SELECT CAST(? AS TEXT), CAST(? AS INTEGER)" for _ in values)
    parameters = [one for pair in values.items() for one in pair]
    run(_HOLD_CELLS.format(given=given), (response_id, *parameters, response_id))


def take_out_response(response_id: int) -> None:
    """One answer less per item of the response, in the cells of its contact."""
    run(_MOVE_RESPONSE.format(step="- 1"), (response_id,))


def put_back_response(response_id: int) -> None:
    """One more answer per item of the response, in cells that are held; empty ones are dropped."""
    run(_MOVE_RESPONSE.format(step="+ 1"), (response_id,))
    run(_DROP_EMPTY, (response_id,))


def count_invitation(contact_id: int) -> None:
    """One more invited customer in the cell of the contact.

    Raises:
        Conflict: no contact was ever counted in this cell, so the rollups are out of step.
    """
    if run(_COUNT_INVITATION, (contact_id,)).rowcount != 1:
        raise Conflict("The counts do not fit the contacts. Run `flask rebuild-rollups`.")


def rebuild_rollups() -> None:
    """Every count worked out again from contacts, invitations and answers, in one transaction."""
    with transaction():
        if is_postgresql():
            # Counting comes last in every transaction, so whoever holds no lock here has either
            # committed its rows, which we see, or will count after us.
            run("LOCK TABLE contact_rollup, answer_rollup IN EXCLUSIVE MODE")
        # The triggers count the months up again from nothing, whatever stood there.
        run("DELETE FROM contact_month")
        run("DELETE FROM answer_month")
        run("DELETE FROM contact_rollup")
        run("DELETE FROM answer_rollup")
        run(_REBUILD_CONTACTS)
        run(_REBUILD_ANSWERS)


_COUNT_RESPONSE = """
INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value, is_invited, n)
SELECT contact.unit_id, answer.item, contact.closed_on, contact.channel, contact.queue_id,
    answer.value, CASE WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END, 1
FROM response
JOIN answer ON answer.response_id = response.id
JOIN contact ON contact.id = response.contact_id
WHERE response.id = ?
ORDER BY answer.item
ON CONFLICT (unit_id, item, day, channel, queue_id, value, is_invited)
DO UPDATE SET n = answer_rollup.n + 1
"""
_HOLD_CELLS = """
INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value, is_invited, n)
SELECT contact.unit_id, place.item, contact.closed_on, contact.channel, contact.queue_id,
    place.value, CASE WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END, 0
FROM response
JOIN contact ON contact.id = response.contact_id
JOIN (SELECT item, value FROM answer WHERE response_id = ?{given}) AS place ON 1 = 1
WHERE response.id = ?
ORDER BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT (unit_id, item, day, channel, queue_id, value, is_invited)
DO UPDATE SET n = answer_rollup.n
"""
_MOVE_RESPONSE = """
UPDATE answer_rollup SET n = answer_rollup.n {step}
FROM response
JOIN answer ON answer.response_id = response.id
JOIN contact ON contact.id = response.contact_id
WHERE response.id = ?
    AND answer_rollup.unit_id = contact.unit_id AND answer_rollup.item = answer.item
    AND answer_rollup.day = contact.closed_on AND answer_rollup.channel = contact.channel
    AND answer_rollup.queue_id = contact.queue_id AND answer_rollup.value = answer.value
    AND answer_rollup.is_invited = CASE WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END
"""
_DROP_EMPTY = """
DELETE FROM answer_rollup
WHERE n = 0 AND (unit_id, day, channel, queue_id) = (
    SELECT contact.unit_id, contact.closed_on, contact.channel, contact.queue_id
    FROM response JOIN contact ON contact.id = response.contact_id WHERE response.id = ?)
"""
_COUNT_INVITATION = """
UPDATE contact_rollup SET n_invited = n_invited + 1
WHERE (unit_id, day, channel, queue_id)
    = (SELECT unit_id, closed_on, channel, queue_id FROM contact WHERE id = ?)
"""
_REBUILD_CONTACTS = """
INSERT INTO contact_rollup (unit_id, day, channel, queue_id, n_contacts, n_invited)
SELECT contact.unit_id, contact.closed_on, contact.channel, contact.queue_id,
    count(*), count(invitation.id)
FROM contact LEFT JOIN invitation ON invitation.contact_id = contact.id
GROUP BY contact.unit_id, contact.closed_on, contact.channel, contact.queue_id
"""
_REBUILD_ANSWERS = """
INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value, is_invited, n)
SELECT contact.unit_id, answer.item, contact.closed_on, contact.channel, contact.queue_id,
    answer.value, CASE WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END AS is_invited,
    count(*)
FROM answer
JOIN response ON response.id = answer.response_id
JOIN contact ON contact.id = response.contact_id
GROUP BY contact.unit_id, answer.item, contact.closed_on, contact.channel, contact.queue_id,
    answer.value, is_invited
"""
