"""Responses that come with a staged batch of contacts instead of through an invitation.

What a customer answered through an invitation is never touched by an import. A staged row whose
`value` or `comment` is not null has feedback to keep: as a new response or, where `response_id`
is set, as a revision of an imported one.
"""

from __future__ import annotations

from survey.store.database import rows, run


def compare(item: str) -> int:
    """Tell new from revised feedback among the contacts sent again, and drop what is known.

    Gives the number of scores that differ from what the customer answered through an invitation.
    """
    found = rows(_COUNT_CUSTOMERS_OWN, (item,))
    run(_FIND_STORED)
    run(_LEAVE_CUSTOMERS_OWN)
    run(_LEAVE_UNCHANGED, (item,))
    run(_MARK_CHANGED)
    return int(found[0][0])


def insert_new(item: str, *, instrument: str) -> None:
    """Keep new feedback as responses without an invitation; `instrument` is a digest."""
    run(_FIND_CONTACTS)
    run(_INSERT_RESPONSES, (instrument,))
    run(_INSERT_ANSWERS, (item,))


def revise(item: str) -> None:
    """Give imported responses the value and comment that their staged rows say.

    An agent who agreed to show a comment agreed to what it said.
    """
    run(_REVISE_COMMENTS)
    run(_HIDE_PRAISE)
    run(_REVISE_ANSWERS, (item,))


_HAS_FEEDBACK = "(staged_contact.value IS NOT NULL OR staged_contact.comment IS NOT NULL)"
_COUNT_CUSTOMERS_OWN = """
SELECT count(*) FROM staged_contact
JOIN response ON response.contact_id = staged_contact.contact_id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE response.invitation_id IS NOT NULL AND answer.value <> staged_contact.value
"""
_FIND_STORED = """
UPDATE staged_contact SET response_id = response.id FROM response
WHERE response.contact_id = staged_contact.contact_id
"""
_LEAVE_CUSTOMERS_OWN = """
UPDATE staged_contact SET value = NULL, comment = NULL FROM response
WHERE response.id = staged_contact.response_id AND response.invitation_id IS NOT NULL
"""
_LEAVE_UNCHANGED = """
UPDATE staged_contact SET
    value = CASE WHEN staged_contact.value = answer.value THEN NULL ELSE staged_contact.value END,
    comment = CASE WHEN staged_contact.comment = response.comment THEN NULL
        ELSE staged_contact.comment END
FROM response LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE response.id = staged_contact.response_id
"""
_MARK_CHANGED = f"""
UPDATE staged_contact SET is_changed = 1 WHERE is_new = 0 AND {_HAS_FEEDBACK}
"""
_FIND_CONTACTS = f"""
UPDATE staged_contact SET contact_id = contact.id
FROM contact
WHERE staged_contact.is_new = 1 AND {_HAS_FEEDBACK}
    AND contact.source = staged_contact.source AND contact.external_id = staged_contact.external_id
"""
_INSERT_RESPONSES = f"""
INSERT INTO response (contact_id, instrument_digest, comment, received_at)
SELECT contact_id, CAST(? AS TEXT), comment, received_at FROM staged_contact
WHERE response_id IS NULL AND {_HAS_FEEDBACK} ORDER BY row_number
"""
_INSERT_ANSWERS = """
INSERT INTO answer (response_id, item, value)
SELECT response.id, CAST(? AS TEXT), staged_contact.value
FROM staged_contact JOIN response ON response.contact_id = staged_contact.contact_id
WHERE staged_contact.response_id IS NULL AND staged_contact.value IS NOT NULL
ORDER BY staged_contact.row_number
"""
_REVISE_COMMENTS = """
UPDATE response SET comment = staged_contact.comment, is_read = 0
FROM staged_contact
WHERE response.id = staged_contact.response_id AND staged_contact.comment IS NOT NULL
"""
_HIDE_PRAISE = """
DELETE FROM praise WHERE response_id IN
    (SELECT response_id FROM staged_contact WHERE comment IS NOT NULL AND response_id IS NOT NULL)
"""
_REVISE_ANSWERS = """
INSERT INTO answer (response_id, item, value)
SELECT response_id, CAST(? AS TEXT), value FROM staged_contact
WHERE response_id IS NOT NULL AND value IS NOT NULL
ON CONFLICT (response_id, item) DO UPDATE SET value = excluded.value
"""
