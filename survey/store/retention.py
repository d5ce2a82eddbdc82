"""What is forgotten when its days are over: a batch of the oldest at a time, counts left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from survey.store import rights
from survey.store.database import rows, run
from survey.store.fields import to_seconds
from survey.store.parts import marks, parts
from survey.store.rights import Person


def forget(kind: str, *, before: datetime, on_before: date, n: int, now: datetime) -> int:
    """How many things of this kind were forgotten, `n` at most; 0 means that nothing is left.

    What is kept by the day goes where its day was before `on_before`, the rest where its instant
    was before `before`.
    """
    limit = str(on_before) if kind in _BY_DAY else to_seconds(before)
    chosen = tuple(row[0] for row in rows(_OLD[kind], (limit, n)))
    for part in parts(chosen):
        for sql in _FORGETTING[kind]:
            text = sql.format(ids=marks(part), now=to_seconds(now))
            run(text, part * sql.count("{ids}"))
    return len(chosen)


def erase_again(*, since: datetime, now: datetime) -> None:
    """Erase once more whoever was erased lately: what came in at that very moment goes as well.

    That is also what waits about their cases. Their addresses are not known any more: a letter to
    one of these that belongs to no case is found by erasing only.
    """
    found = rows("SELECT contact_id FROM erased_contact WHERE erased_at >= ?", (to_seconds(since),))
    rights.erase(Person(tuple(row[0] for row in found), (), ()), now=now)


_BY_DAY = ("addresses", "references")
# While a case is open, its customer has to be reached and known.
_NO_OPEN_CASE = (
    "NOT EXISTS (SELECT 1 FROM customer_case WHERE customer_case.contact_id = contact.id"
    " AND state = 'open') AND NOT EXISTS (SELECT 1 FROM case_entry JOIN customer_case"
    " ON customer_case.id = case_id WHERE case_entry.contact_id = contact.id"
    " AND case_entry.kind = 'again' AND state = 'open')"
)
_OLD: Mapping[str, str] = {
    "addresses": "SELECT contact.id FROM contact_identity"
    " JOIN contact ON contact.id = contact_identity.contact_id"
    f" WHERE closed_on < ? AND {_NO_OPEN_CASE} AND NOT EXISTS (SELECT 1 FROM invitation"
    " JOIN delivery ON delivery.invitation_id = invitation.id"
    " WHERE invitation.contact_id = contact.id AND delivery.state = 'waiting') LIMIT ?",
    "references": "SELECT contact.id FROM contact WHERE closed_on < ?"
    f" AND customer_ref IS NOT NULL AND {_NO_OPEN_CASE} LIMIT ?",
    "comments": "SELECT response.id FROM response WHERE received_at < ? AND (comment IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM answer_text WHERE response_id = response.id)) LIMIT ?",
    "drafts": "SELECT invitation_id FROM answer_draft WHERE saved_at < ? LIMIT ?",
    "askings": "SELECT DISTINCT contact_id FROM asking WHERE asked_at < ? LIMIT ?",
    "deliveries": "SELECT id FROM delivery WHERE coalesce(ended_at, handed_over_at) < ?"
    " AND note IS NOT NULL LIMIT ?",
    "cases": "SELECT id FROM customer_case WHERE closed_at < ? AND (customer_ref IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM case_entry WHERE case_id = customer_case.id"
    f" AND text IS NOT NULL AND NOT {rights.OF_COLLEAGUES})) LIMIT ?",
    # Letters hold addresses and words; other work names ids, and its page says that it failed.
    "jobs": "SELECT id FROM job WHERE coalesce(leased_until, due_at) < ?"
    " AND attempts >= most_attempts AND kind IN ('mail', 'sign_in') LIMIT ?",
    # A message waits as long as work on it does; that of a stopped webhook is never sent.
    "webhook_log": "SELECT id FROM webhook_message WHERE created_at < ? AND (delivered_at"
    " IS NOT NULL OR failed_at IS NOT NULL OR webhook_id IN (SELECT id FROM webhook"
    " WHERE revoked_at IS NOT NULL) OR NOT EXISTS (SELECT 1 FROM job WHERE subject = 'webhook:'"
    " || webhook_message.id AND attempts < most_attempts)) LIMIT ?",
}
_FORGETTING: Mapping[str, tuple[str, ...]] = {
    "addresses": ("DELETE FROM contact_identity WHERE contact_id IN ({ids})",),
    "references": ("UPDATE contact SET customer_ref = NULL WHERE id IN ({ids})",),
    "comments": (
        *(
            f"DELETE FROM {table} WHERE response_id IN ({{ids}})"
            for table in (
                *("answer_text", "comment_language", "comment_basket", "theme_comment"),
                "testimonial_consent",
            )
        ),
        "UPDATE digest_comment SET reply = NULL WHERE response_id IN ({ids})",
        "UPDATE response SET comment = NULL WHERE id IN ({ids})",
        rights.WITHDRAW_REPORTS.format(responses="({ids})"),
        "DELETE FROM praise WHERE response_id IN ({ids})",
    ),
    "drafts": ("DELETE FROM answer_draft WHERE invitation_id IN ({ids})",),
    "askings": ("DELETE FROM asking WHERE contact_id IN ({ids})",),
    "deliveries": ("UPDATE delivery SET note = NULL WHERE id IN ({ids})",),
    "cases": (
        f"UPDATE case_entry SET text = NULL WHERE NOT {rights.OF_COLLEAGUES}"
        " AND case_id IN ({ids})",
        "UPDATE customer_case SET customer_ref = NULL, version = version + 1 WHERE id IN ({ids})",
    ),
    "jobs": ("DELETE FROM job WHERE id IN ({ids})",),
    "webhook_log": (
        "DELETE FROM webhook_attempt WHERE message_id IN ({ids})",
        "DELETE FROM webhook_message WHERE id IN ({ids})",
    ),
}
