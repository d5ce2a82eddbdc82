"""Everything that is kept about one person, table by table, as plain data to hand over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.store import digests
from survey.store.database import run
from survey.store.fields import from_seconds
from survey.store.parts import marks, parts
from survey.store.rights import Person

_RESPONSES = "response_id IN (SELECT id FROM response WHERE contact_id IN ({ids}))"
_INVITATIONS = "invitation_id IN (SELECT id FROM invitation WHERE contact_id IN ({ids}))"
# What is asked for, by the name under which it is handed over.
_HELD: Mapping[str, str] = {
    "contacts": "SELECT contact.id AS contact_id, source, external_id, channel,"
    " queue.name AS queue, reason, unit.name AS unit, opened_at, closed_at,"
    " CAST(closed_on AS TEXT) AS closed_on, handle_seconds, customer_ref FROM contact"
    " JOIN queue ON queue.id = queue_id JOIN unit ON unit.id = unit_id"
    " WHERE contact.id IN ({ids}) ORDER BY contact.id",
    "addresses": "SELECT contact_id, email, phone, language, timezone FROM contact_identity"
    " WHERE contact_id IN ({ids}) ORDER BY contact_id",
    "decisions": "SELECT contact_id, survey.name AS survey, outcome, rule, decided_at"
    " FROM survey_decision LEFT JOIN survey ON survey.id = survey_id"
    " WHERE contact_id IN ({ids}) ORDER BY contact_id",
    # One asking has a row for each name by which the person is known: reference, mail, phone.
    "askings": "SELECT contact_id, survey.name AS survey, min(asked_at) AS asked_at FROM asking"
    " LEFT JOIN survey ON survey.id = survey_id WHERE contact_id IN ({ids})"
    " GROUP BY contact_id, survey.name ORDER BY contact_id",
    "invitations": "SELECT contact_id, survey.name AS survey, via, language, created_at,"
    " expires_at, opened_at, withdrawn_at FROM invitation"
    " LEFT JOIN survey ON survey.id = survey_id WHERE contact_id IN ({ids}) ORDER BY contact_id",
    "messages": "SELECT invitation.contact_id, delivery.kind, delivery.via, delivery.state, due_at,"
    " attempts, handed_over_at, ended_at, note FROM delivery"
    " JOIN invitation ON invitation.id = invitation_id WHERE contact_id IN ({ids})"
    " ORDER BY contact_id, delivery.id",
    "responses": "SELECT contact_id, received_at, revised_at, comment,"
    " comment_language.language AS comment_language, instrument.name AS instrument FROM response"
    " JOIN instrument ON instrument.digest = instrument_digest"
    " LEFT JOIN comment_language ON comment_language.response_id = response.id"
    " WHERE contact_id IN ({ids}) ORDER BY contact_id",
    "answers": "SELECT contact_id, item, value FROM answer JOIN response ON response.id ="
    " response_id WHERE contact_id IN ({ids}) ORDER BY contact_id, item",
    "texts": "SELECT contact_id, item, text FROM answer_text JOIN response ON response.id ="
    " response_id WHERE contact_id IN ({ids}) ORDER BY contact_id, item",
    "drafts": f"SELECT typed, saved_at FROM answer_draft WHERE {_INVITATIONS}",
    "consents": f"SELECT given_at, withdrawn_at FROM testimonial_consent WHERE {_RESPONSES}",
    "passed_on": f"SELECT basket, is_in, routed_at FROM comment_basket WHERE {_RESPONSES}"
    " ORDER BY basket",
    "letters": "SELECT department.name AS department, digest.month, is_used, reply, replied_at"
    " FROM digest_comment JOIN digest ON digest.id = digest_id"
    f" JOIN department ON department.id = department_id WHERE {_RESPONSES}",
    "themes": f"SELECT theme.words FROM theme_comment JOIN theme USING (run_id, position)"
    f" WHERE {_RESPONSES}",
    "cases": "SELECT customer_case.id AS case_id, contact_id, cause, state, opened_at, due_at,"
    " closed_at, outcome FROM customer_case WHERE contact_id IN ({ids}) ORDER BY customer_case.id",
    "case_entries": "SELECT case_id, at, kind, text FROM case_entry WHERE case_id IN"
    " (SELECT id FROM customer_case WHERE contact_id IN ({ids})) ORDER BY case_entry.id",
    "erased": "SELECT contact_id, erased_at FROM erased_contact WHERE contact_id IN ({ids})",
}


def held_about(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person under the name of its kind; instants as ISO texts in UTC."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in _HELD}
    for part in parts(person.contact_ids):
        for name, sql in _HELD.items():
            text = sql.format(ids=marks(part))
            found[name] += _as_data(run(text, part * sql.count("{ids}")))
    found["stopped_addresses"] = _stops(person)
    return found


def _stops(person: Person) -> list[dict[str, Any]]:
    salt = digests.salt()
    names = [("address", one, digests.of_address(one, salt=salt)) for one in person.addresses]
    names += [("reference", one, digests.of_customer(one, salt=salt)) for one in person.references]
    found = []
    for what, name, digest in names:
        cursor = run("SELECT kind, origin, since_at FROM address_stop WHERE address = ?", (digest,))
        found += [{what: name, **row} for row in _as_data(cursor)]
    return found


def _as_data(cursor: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [
        {name: _readable(name, value) for name, value in zip(names, row, strict=True)}
        for row in cursor.fetchall()
    ]


def _readable(name: str, value: Any) -> Any:
    is_instant = name == "at" or name.endswith("_at")
    return from_seconds(value).isoformat() if is_instant and value is not None else value
