"""Erasing a customer takes the work that is about them, and nobody else's, whatever it says."""

from __future__ import annotations

import threading
import time
from datetime import UTC, timedelta

import pytest

from survey.errors import Conflict
from survey.operations import jobs, retention, rights, webhook_settings, webhooks
from survey.operations.cases import working
from survey.operations.cases.working import Act
from survey.store import database, webhook_messages
from survey.store.database import rows, run, transaction
from survey.working_hours import WorkingHours, parse_shifts
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.conftest import NOW
from tests.operations.cases import unhappy

ALWAYS = WorkingHours(parse_shifts("24/7"), frozenset(), UTC)
EVERY_NAME = (
    "template", "Template", "case_reply", "to", "values", "words", "name", "Kim Ferreira", "mail",
    "data", "type", "contact_id", "response.recorded", "en",
)  # fmt: skip


def two_customers(first: str, second: str = "R-2002") -> tuple[int, int]:
    """An unhappy contact of each, with an address and an open case; nothing waits."""
    a, b = unhappy.customers(first, second)
    for contact, email in ((a, "ana@example.org"), (b, "bob@example.org")):
        run("INSERT INTO contact_identity (contact_id, email) VALUES (?, ?)", (contact, email))
        unhappy.answer(contact, 1)
    run("DELETE FROM job")
    return a, b


def letters_of_others() -> list[tuple[str]]:
    """What waits for others than the first customer: a reply, a colleague's letter, other work."""
    ((case_id,),) = rows("SELECT max(id) FROM customer_case")
    reply = {"template": "case_reply", "to": "bob@example.org", "language": "en"}
    values = {"words": "Sorry Bob, R-1001 has a template, ana@example.org.", "name": "Kim Ferreira"}
    told = {"template": "case_given", "to": "kim@example.org", "values": {"case_id": case_id}}
    with transaction():
        jobs.enqueue("mail", reply | {"values": values}, due_at=NOW, subject="mail:case_reply:99")
        jobs.enqueue("mail", told, due_at=NOW)
        jobs.enqueue("case_again", {"case": case_id}, due_at=NOW)
        jobs.enqueue("webhook", {"message": "msg_1"}, due_at=NOW, subject="webhook:msg_1")
        jobs.enqueue("sign_in", {"email": "ana@example.org"}, due_at=NOW)
        run("INSERT INTO job (kind, payload, due_at) VALUES ('mail', 'null', 1)")
    return payloads()


def payloads() -> list[tuple[str]]:
    return rows("SELECT payload FROM job ORDER BY id")


@pytest.mark.parametrize("name", EVERY_NAME)
def test_a_customer_called_like_a_word_of_our_own_takes_no_others_work(
    both_stores: str, name: str
) -> None:
    webhook_settings.add("CRM", "https://crm.example.org", ["response.recorded"], now=NOW)
    a, b = two_customers(name)
    response = "SELECT id FROM response WHERE contact_id = ?"
    told = [{"response_id": rows(response, (one,))[0][0]} for one in (a, b)]
    webhooks.publish_all("response.recorded", told, now=NOW)
    run("DELETE FROM job")
    run("UPDATE response SET comment = ? WHERE contact_id = ?", (name, a))
    run("INSERT INTO case_entry (case_id, at, kind, text) SELECT min(id), 5, 'owner',"
        " 'Kim Ferreira' FROM customer_case")  # fmt: skip
    waiting = letters_of_others()
    rights.erase_customer(name, now=NOW)
    assert payloads() == waiting
    ((body,),) = rows("SELECT body FROM webhook_message WHERE body <> '{}'")
    assert f'"contact_id":{b},' in body


def test_what_is_sent_to_the_customer_and_done_in_their_case_goes(both_stores: str) -> None:
    """Found by address in any capitals, by the reply's entry, and by the case: not by words."""
    a, _ = two_customers("R-1001")
    ((case_id, entry_id),) = rows(
        "SELECT customer_case.id, max(case_entry.id) FROM customer_case"
        " JOIN case_entry ON case_id = customer_case.id"
        " WHERE customer_case.contact_id = ? GROUP BY customer_case.id",
        (a,),
    )
    waiting = letters_of_others()
    with transaction():
        jobs.enqueue("mail", {"template": "x", "to": "Ana@Example.org"}, due_at=NOW)
        subject = f"mail:case_reply:{entry_id}"
        jobs.enqueue("mail", {"to": "ana@old.example.org"}, due_at=NOW, subject=subject)
        jobs.enqueue("case_opened", {"case": case_id}, due_at=NOW)
        run("UPDATE job SET attempts = most_attempts")
    erased = rights.erase_customer("R-1001", now=NOW)
    assert payloads() == waiting
    assert erased.counts["jobs"] == 3


def test_a_message_emptied_by_erasing_cannot_be_sent_again(both_stores: str) -> None:
    crm = webhook_settings.add("CRM", "https://crm.example.org", ["response.recorded"], now=NOW)
    a, _ = two_customers("R-1001")
    ((response_id,),) = rows("SELECT id FROM response WHERE contact_id = ?", (a,))
    webhooks.publish("response.recorded", {"response_id": response_id}, now=NOW)
    rights.erase_customer("R-1001", now=NOW)
    ((message, failed_at),) = rows("SELECT id, failed_at FROM webhook_message WHERE body = '{}'")
    assert failed_at
    assert not webhook_messages.revive_message(crm, message)


def a_case() -> Act:
    """Somebody at work on the open case of R-77, whose address is known."""
    centre = small_centre.build()
    (contact,) = tell(centre, [Told("n1-01", NOW.date())])
    run("UPDATE contact SET customer_ref = 'R-77' WHERE id = ?", (contact,))
    run(
        "INSERT INTO contact_identity (contact_id, email) VALUES (?, 'race@example.org')",
        (contact,),
    )
    unhappy.invite(contact, 1)
    unhappy.answer(contact, 1)
    run("DELETE FROM job")
    return stands(centre.users["analyst"], frozenset(centre.units.values()))


def stands(user_id: int, units: frozenset[int]) -> Act:
    ((case_id, version),) = rows("SELECT id, version FROM customer_case")
    return Act(case_id, user_id, units, version)


@pytest.mark.parametrize("what", ["reply", "note"])
def test_what_is_written_while_the_customer_is_erased_goes_with_them(
    both_stores: str, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Whoever writes holds the case until all of it is kept; erasing waits and takes it."""
    act = a_case()
    written = threading.Event()
    insert = working.writes_of_cases.insert_entry

    def insert_slowly(*given: object, **named: object) -> int | None:
        entry_id = insert(*given, **named)  # type: ignore[arg-type]
        written.set()
        time.sleep(0.5)  # erasing has begun by then
        return entry_id

    monkeypatch.setattr(working.writes_of_cases, "insert_entry", insert_slowly)

    def write() -> None:
        do = working.reply if what == "reply" else working.add_note
        do(act, "Dear race, secret words", now=NOW)
        database.disconnect()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(10)
    rights.erase_customer("R-77", now=NOW)
    writer.join()
    assert payloads() == []
    assert rows("SELECT text FROM case_entry WHERE kind = ?", (what,)) == [(None,)]


def test_nothing_is_written_into_the_case_of_an_erased_customer(both_stores: str) -> None:
    act = a_case()
    rights.erase_customer("R-77", now=NOW)
    act = stands(act.user_id, act.unit_ids)
    before = rows("SELECT * FROM case_entry"), rows("SELECT * FROM customer_case")
    with pytest.raises(Conflict, match="was erased"):
        working.add_note(act, "Ann Smith rang again", now=NOW)
    with pytest.raises(Conflict, match="was erased"):
        working.reopen(act, "She rang", calendar=ALWAYS, now=NOW)
    assert before == (rows("SELECT * FROM case_entry"), rows("SELECT * FROM customer_case"))


def test_erasing_again_takes_what_came_into_the_case_and_what_waits_about_it(
    both_stores: str,
) -> None:
    act = a_case()
    rights.erase_customer("R-77", now=NOW)
    ((entry_id,),) = rows(
        "INSERT INTO case_entry (case_id, at, kind, text) VALUES (?, 5, 'reply', 'Dear Ann')"
        " RETURNING id",
        (act.case_id,),
    )
    with transaction():
        subject = f"mail:case_reply:{entry_id}"
        jobs.enqueue("mail", {"to": "race@example.org"}, due_at=NOW, subject=subject)
    retention.erase_again(now=NOW + timedelta(days=1))
    assert payloads() == []
    assert rows("SELECT text FROM case_entry WHERE id = ?", (entry_id,)) == [(None,)]


def test_erasing_again_reaches_two_days_back(both_stores: str) -> None:
    a_case()
    rights.erase_customer("R-77", now=NOW)
    run("UPDATE response SET comment = 'late words'")
    retention.erase_again(now=NOW + timedelta(days=2, seconds=1))
    assert rows("SELECT comment FROM response") == [("late words",)]
    retention.erase_again(now=NOW + timedelta(days=2))
    assert rows("SELECT comment FROM response") == [(None,)]
