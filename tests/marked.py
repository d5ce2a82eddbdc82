"""A made-up customer who left a mark in every place that holds something personal."""

from __future__ import annotations

import json
from hashlib import sha256

from survey.operations import jobs, rollups
from survey.store import digests
from survey.store.database import rows, run, transaction
from tests import funnels
from tests.centre import Centre
from tests.conftest import NOW
from tests.funnels import FIRST_DAY, Known

MARK = "zquvix"
REFERENCE = f"ref-{MARK}-1"
EMAIL = f"{MARK}@example.org"
PHONE = "+4930771177117"
WORDS = f"My name is {MARK} and nobody called me back."
MARKS = (MARK, "30771177117")
NOTE = f"550 5.1.1 <{EMAIL}> is not known here"


def build(n_others: int = 40) -> tuple[Centre, list[int]]:
    """A random centre and three contacts of the marked customer; gives the ids of these."""
    centre, known = funnels.build(n_others, 21)
    with transaction():
        first = len(known) + 1
        mine = [
            Known(first + at, "n1-01", "n1", "phone", 1, FIRST_DAY, outcome)
            for at, outcome in enumerate(("invited", "invited", None))
        ]
        for at, one in enumerate(mine):
            _add(centre, one, reference=REFERENCE if at != 1 else None)
        _answer(mine[0])
        _draft(mine[1])
        _case(mine[0], centre)
        _comment_work(mine[0])
        _messages(mine[0])
    rollups.rebuild()
    return centre, [one.id for one in mine]


def _add(centre: Centre, one: Known, *, reference: str | None) -> None:
    funnels.add_contact(centre, one)
    funnels.decide(one)
    run("UPDATE contact SET customer_ref = ? WHERE id = ?", (reference, one.id))
    run(
        "INSERT INTO contact_identity (contact_id, email, phone, language) VALUES (?, ?, ?, 'de')",
        (one.id, EMAIL, PHONE),
    )
    if one.outcome == "invited":
        funnels.invite(one, "sent" if one.id % 2 else "waiting", is_opened=False)
        run("UPDATE delivery SET note = ? WHERE invitation_id = ?", (NOTE, one.id))
        person = digests.of_customer(REFERENCE, salt=digests.salt())
        run("INSERT INTO asking VALUES (?, ?, 1, 1)", (person, one.id))
    else:
        run("INSERT INTO contact_to_decide VALUES (?)", (one.id,))


def _answer(one: Known) -> None:
    funnels.answer(one, 1)
    run("UPDATE response SET comment = ? WHERE contact_id = ?", (WORDS, one.id))
    run(
        "INSERT INTO answer_text SELECT id, 'better', ? FROM response WHERE contact_id = ?",
        (WORDS, one.id),
    )
    run(
        "INSERT INTO testimonial_consent (response_id, given_at)"
        " SELECT id, 1 FROM response WHERE contact_id = ?",
        (one.id,),
    )


def _draft(one: Known) -> None:
    typed = json.dumps({"comment": WORDS})
    run(
        "INSERT INTO answer_draft (invitation_id, typed, has_headline, saved_at)"
        " VALUES (?, ?, 0, 1)",
        (one.id, typed),
    )


def _case(one: Known, centre: Centre) -> None:
    case_id = rows(
        "INSERT INTO customer_case (contact_id, customer_ref, cause, owner_id, opened_at, due_at)"
        " VALUES (?, ?, 'low_score', ?, 1, 2) RETURNING id",
        (one.id, REFERENCE, centre.users["analyst"]),
    )[0][0]
    for kind in ("note", "reply"):
        run(
            "INSERT INTO case_entry (case_id, at, author_id, kind, text) VALUES (?, 1, ?, ?, ?)",
            (case_id, centre.users["analyst"], kind, WORDS),
        )


def _comment_work(one: Known) -> None:
    response = rows("SELECT id FROM response WHERE contact_id = ?", (one.id,))[0][0]
    run("INSERT INTO comment_language VALUES (?, 'en')", (response,))
    run("INSERT INTO routing_rule (id, basket, words, created_at) VALUES (1, 'product', 'call', 1)")
    run(
        "INSERT INTO comment_basket (response_id, basket, is_in, rule_id, routed_at)"
        " VALUES (?, 'product', 1, 1, 1)",
        (response,),
    )
    run(
        "INSERT INTO department (id, name, email, basket)"
        " VALUES (1, 'P', 'p@example.org', 'product')"
    )
    run(
        "INSERT INTO digest (id, department_id, month, token_digest, made_at)"
        " VALUES (1, 1, '2026-02', ?, 1)",
        (sha256(b"letter").digest(),),
    )
    run(
        "INSERT INTO digest_comment (digest_id, response_id, is_used, reply, replied_at)"
        " VALUES (1, ?, 1, ?, 1)",
        (response, f"We wrote to {MARK}."),
    )
    run(
        "INSERT INTO theme_run (id, from_on, until_on, language, side, n_comments, n_before,"
        " made_at) VALUES (1, '2026-02-01', '2026-02-28', 'en', 'low', 1, 0, 1)"
    )
    run("INSERT INTO theme (run_id, position, words, n, n_before) VALUES (1, 1, 'call back', 1, 0)")
    run("INSERT INTO theme_comment VALUES (1, 1, ?, 0.5)", (response,))


def _messages(one: Known) -> None:
    ((case_id, entry_id),) = rows("SELECT case_id, max(id) FROM case_entry GROUP BY case_id")
    jobs.enqueue("mail", {"to": EMAIL.upper(), "values": {}}, due_at=NOW)
    reply = {"to": f"old-{EMAIL}", "values": {"words": WORDS}}
    jobs.enqueue("mail", reply, due_at=NOW, subject=f"mail:case_reply:{entry_id}")
    jobs.enqueue("case_again", {"case": case_id}, due_at=NOW)
    jobs.enqueue("mail", {"to": "ana@example.org", "values": {"comment": "All fine."}}, due_at=NOW)
    run(
        "INSERT INTO webhook (id, name, url, events, created_at)"
        " VALUES (1, 'crm', 'http://crm', 'x', 1)"
    )
    for number, delivered_at in ((1, None), (2, 5)):
        run(
            "INSERT INTO webhook_message (id, webhook_id, event, body, created_at, delivered_at)"
            " VALUES (?, 1, 'x', ?, 1, ?)",
            (f"msg_{number}", _told(one.id), delivered_at),
        )
        run("INSERT INTO webhook_attempt VALUES (?, 1, 1, 500, ?)", (f"msg_{number}", NOTE))


def _told(contact_id: int) -> str:
    """The body of a message about a contact that another system calls by its customer's name."""
    return json.dumps({"type": "x", "data": {"contact_id": contact_id, "external_id": REFERENCE}})
