"""A customer who is erased is gone from everywhere, and everything else is as it was."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from survey.errors import InvalidInput, NotFound
from survey.insight.funnel.page import FunnelPage
from survey.insight.rights import customer_data, customer_page, name_at, place_of
from survey.operations import deciding, rights, stops
from survey.operations.reports import archive
from survey.store import database
from survey.store.database import is_postgresql, rows, run
from tests import marked
from tests.conftest import NOW
from tests.insight.funnel.test_counts import page_of
from tests.marked import EMAIL, MARKS, PHONE, REFERENCE
from tests.operations.cases import unhappy
from tests.ordered import printing


def every_text() -> dict[str, list[str]]:
    """Every value of every column of every table that could hold words, by table and column."""
    found: dict[str, list[str]] = {}
    for table in sorted(database.database.get_tables()):
        for column in database.database.get_columns(table):
            values = rows(f"SELECT {column.name} FROM {table}")
            found[f"{table}.{column.name}"] = [_text(value) for (value,) in values]
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def places_with_a_mark() -> set[str]:
    return {
        place
        for place, values in every_text().items()
        if any(mark in value for value in values for mark in MARKS)
    }


def test_no_column_of_any_table_holds_anything_of_an_erased_customer(both_stores: str) -> None:
    marked.build()
    assert places_with_a_mark() == {
        "answer_draft.typed", "answer_text.text", "case_entry.text", "contact.customer_ref",
        "contact_identity.email", "contact_identity.phone", "customer_case.customer_ref",
        "delivery.note", "digest_comment.reply", "job.payload", "response.comment",
        "webhook_attempt.note", "webhook_message.body",
    }  # fmt: skip
    erased = rights.erase_customer(REFERENCE, now=NOW)
    assert places_with_a_mark() == set()
    assert erased.n_contacts == 3


@pytest.mark.parametrize("who", [REFERENCE, EMAIL, EMAIL.upper(), PHONE, "0049 30 771177-117"])
def test_reference_and_every_address_name_the_same_person(store: str, who: str) -> None:
    """One contact of theirs came without a reference, but with the address."""
    _, mine = marked.build(10)
    assert rights.find_customer(who).contact_ids == tuple(mine)
    rights.erase_customer(EMAIL, now=NOW)
    with pytest.raises(NotFound):
        rights.find_customer(who)


@pytest.mark.parametrize("who", ["a\x00b", "\x00", f"{EMAIL}\x00"])
def test_a_character_that_shows_nothing_finds_nobody_and_says_so(
    both_stores: str, who: str
) -> None:
    marked.build(5)
    with pytest.raises(InvalidInput, match="shows nothing"):
        rights.erase_customer(who, now=NOW)
    assert places_with_a_mark()


@pytest.mark.parametrize("who", [PHONE, "0049 30 771177-117", "+49 (30) 771177 117"])
def test_the_place_of_a_customer_stands_for_all_who_were_found(both_stores: str, who: str) -> None:
    """Two references share a phone number: searched for by it, in any spelling, both are meant."""
    contacts = unhappy.customers("R-1", "R-2", "R-2", None, "R-3")
    for contact in contacts[:2] + contacts[3:4]:
        run("INSERT INTO contact_identity (contact_id, phone) VALUES (?, ?)", (contact, PHONE))
    person = rights.find_customer(who)
    assert person.contact_ids == tuple(contacts[:4])
    contact_id, by = place_of(person, rights.spellings(who))
    name = name_at(contact_id, by)
    assert (by, name) == ("phone", PHONE)
    assert rights.find_customer(name) == person
    page = customer_page(contact_id, by, person)
    assert page.references == ("R-1", "R-2")
    assert rights.erase_customer(name, now=NOW).n_contacts == 4
    with pytest.raises(NotFound):
        place_of(person, rights.spellings(who))
    assert rows("SELECT customer_ref FROM contact WHERE customer_ref IS NOT NULL") == [("R-3",)]


def test_a_reference_that_looks_like_an_address_stands_for_both(both_stores: str) -> None:
    """One system calls the customer by a mail address in capitals, another knows the address."""
    a, b = unhappy.customers("Ana@Example.org", "R-2")
    run("INSERT INTO contact_identity (contact_id, email) VALUES (?, 'ana@example.org')", (b,))
    person = rights.find_customer("Ana@Example.org")
    assert person.contact_ids == (a, b)
    place = place_of(person, rights.spellings("Ana@Example.org"))
    assert place == (a, "reference")
    assert rights.find_customer(name_at(*place)) == person


def test_numbers_counts_and_decisions_stay(both_stores: str) -> None:
    centre, mine = marked.build()
    tables = ("answer", "answer_rollup", "contact_rollup", "answer_month", "contact_month")
    before = {table: sorted(rows(f"SELECT * FROM {table}"), key=repr) for table in tables}
    decided = rows("SELECT contact_id, outcome, rule FROM survey_decision ORDER BY contact_id")
    funnel = numbers_of(page_of(centre.units.values()))
    rights.erase_customer(EMAIL, now=NOW)
    assert before == {table: sorted(rows(f"SELECT * FROM {table}"), key=repr) for table in tables}
    now = rows("SELECT contact_id, outcome, rule FROM survey_decision ORDER BY contact_id")
    # Only what nobody had looked at yet is decided now: never.
    assert [row for row in now if row not in decided] == [(mine[2], "erased", None)]
    after = numbers_of(page_of(centre.units.values()))
    assert after["stages"] == funnel["stages"]


def numbers_of(page: FunnelPage) -> dict[str, list[int]]:
    return {"stages": [one.n for one in page.whole.counts]}


def test_what_waits_is_stopped_and_links_are_withdrawn(both_stores: str) -> None:
    _, mine = marked.build()
    rights.erase_customer(EMAIL, now=NOW)
    ids = ", ".join(str(one) for one in mine)
    states = rows(
        "SELECT DISTINCT delivery.state FROM delivery JOIN invitation"
        f" ON invitation.id = invitation_id WHERE contact_id IN ({ids})"
    )
    assert {row[0] for row in states} <= {"sent", "stopped"}
    assert rows(
        f"SELECT count(*) FROM invitation WHERE withdrawn_at IS NULL AND contact_id IN ({ids})"
    ) == [(0,)]
    assert rows("SELECT state, outcome FROM customer_case") == [("closed", "erased")]
    assert rows("SELECT payload FROM job") == [
        (json.dumps({"to": "ana@example.org", "values": {"comment": "All fine."}}, sort_keys=True),)
    ]
    # What was not yet delivered is not sent empty.
    assert rows("SELECT id FROM webhook_message WHERE failed_at IS NOT NULL") == [("msg_1",)]


def test_published_reports_stay_byte_for_byte(both_stores: str) -> None:
    """crownshy/comhairle#1068, LimeSurvey/LimeSurvey#1021: erasure, and reports already out."""
    marked.build()
    made = printing().pdf
    archive.keep_report(printing(), now=NOW)
    before = rows("SELECT * FROM report")
    assert made in [bytes(value) for value in before[0] if isinstance(value, bytes | memoryview)]
    rights.erase_customer(EMAIL, now=NOW)
    after = rows("SELECT * FROM report")
    assert [tuple(map(_text, row)) for row in after] == [tuple(map(_text, row)) for row in before]


def test_whoever_opted_out_is_not_asked_again_after_being_erased(both_stores: str) -> None:
    marked.build()
    stops.stop_address(EMAIL, kind="opted_out", origin="page", now=NOW)
    rights.erase_customer(EMAIL, now=NOW)
    assert stops.is_stopped(EMAIL)
    assert not stops.is_stopped(PHONE)


def test_erasing_can_stop_every_address_as_well(both_stores: str) -> None:
    marked.build()
    rights.erase_customer(EMAIL, now=NOW, is_stopped=True)
    assert stops.is_stopped(EMAIL)
    assert stops.is_stopped(PHONE)
    assert places_with_a_mark() == set()


def test_erasing_twice_finds_nobody_and_changes_nothing(both_stores: str) -> None:
    marked.build()
    rights.erase_customer(EMAIL, now=NOW)
    before = every_text()
    with pytest.raises(NotFound):
        rights.erase_customer(EMAIL, now=NOW + timedelta(days=1))
    assert every_text() == before


@pytest.mark.parametrize("who", ["", "   "])
def test_nothing_given_erases_nobody(store: str, who: str) -> None:
    marked.build(5)
    with pytest.raises(InvalidInput):
        rights.erase_customer(who, now=NOW)
    assert places_with_a_mark()


def test_others_keep_what_is_theirs(store: str) -> None:
    marked.build()
    run("UPDATE contact SET customer_ref = 'other-' || id WHERE customer_ref IS NULL")
    run("UPDATE response SET comment = 'My own words' WHERE comment IS NULL")
    n = rows("SELECT count(*) FROM response WHERE comment = 'My own words'")
    rights.erase_customer(REFERENCE, now=NOW)
    assert rows("SELECT count(*) FROM response WHERE comment = 'My own words'") == n


def test_sqlite_keeps_no_byte_of_it_in_file_or_log(store: str) -> None:
    marked.build(400)
    file = Path(store.removeprefix("sqlite:///"))
    assert any(mark.encode() in _bytes(file) for mark in MARKS)
    erased = rights.erase_customer(EMAIL, now=NOW)
    assert erased.is_log_empty
    assert not [mark for mark in MARKS if mark.encode() in _bytes(file)]


def _bytes(file: Path) -> bytes:
    parts = [file, *file.parent.glob(f"{file.name}-*")]
    return b"".join(part.read_bytes() for part in parts)


def test_everything_held_is_handed_over_readable(both_stores: str) -> None:
    marked.build()
    data = json.loads(customer_data(rights.find_customer(EMAIL)))
    assert data["known_by"]["addresses"] == [PHONE, EMAIL]
    assert len(data["contacts"]) == 3
    assert data["responses"][0]["comment"] == marked.WORDS
    assert data["responses"][0]["received_at"].startswith("1970-01-01T00:00:09")
    assert data["texts"][0]["text"] == marked.WORDS
    assert {entry["text"] for entry in data["case_entries"]} == {marked.WORDS}
    assert data["letters"][0]["reply"].endswith("zquvix.")
    assert marked.WORDS in data["drafts"][0]["typed"]
    assert data["messages"][0]["note"] == marked.NOTE
    assert data["decisions"][0]["outcome"] == "invited"


def _erase_and_die(url: str, at: int) -> None:
    """Erase, and be killed after the statement of that number has run."""
    from survey.store import rights as statements

    database.connect(url)
    n = 0
    real = statements.run

    def counted(sql: str, parameters: Any = ()) -> Any:
        nonlocal n
        cursor = real(sql, parameters)
        n += 1
        if n == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return cursor

    statements.run = counted  # type: ignore[assignment]
    rights.erase_customer(EMAIL, now=NOW)


@pytest.mark.parametrize("at", [1, 8, 20])
def test_killed_half_way_nothing_is_erased_and_it_can_be_repeated(store: str, at: int) -> None:
    marked.build(10)
    before = every_text()
    database.disconnect()
    process = multiprocessing.get_context("fork").Process(target=_erase_and_die, args=(store, at))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    database.connect(store)
    assert every_text() == before
    rights.erase_customer(EMAIL, now=NOW)
    assert places_with_a_mark() == set()
    assert not is_postgresql()


def test_who_was_erased_before_anybody_decided_is_never_asked(both_stores: str) -> None:
    _, mine = marked.build(5)
    run("UPDATE decision_mark SET contact_id = 0")
    rights.erase_customer(EMAIL, now=NOW)
    deciding.decide_batch(now=NOW, secret_key="x", zone=ZoneInfo("UTC"), n=100)
    decided = rows("SELECT outcome FROM survey_decision WHERE contact_id = ?", (mine[2],))
    assert decided == [("erased",)]


def test_stops_are_handed_over_by_address_and_by_reference(both_stores: str) -> None:
    marked.build(5)
    stops.stop_address(EMAIL, kind="opted_out", origin="page", now=NOW)
    stops.stop_customer(REFERENCE, origin="page", now=NOW)
    data = json.loads(customer_data(rights.find_customer(EMAIL)))
    assert [
        (one.get("address"), one.get("reference"), one["kind"]) for one in data["stopped_addresses"]
    ] == [(EMAIL, None, "opted_out"), (None, REFERENCE, "opted_out")]


def test_being_asked_without_any_survey_is_handed_over_as_well(both_stores: str) -> None:
    _, mine = marked.build(5)
    run("UPDATE asking SET survey_id = NULL WHERE contact_id = ?", (mine[0],))
    data = json.loads(customer_data(rights.find_customer(EMAIL)))
    assert [(one["contact_id"], one["survey"] is None) for one in data["askings"]] == [
        (mine[0], True), (mine[1], False),
    ]  # fmt: skip
