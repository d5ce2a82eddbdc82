"""The administrator's page of a customer's rights."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from survey.store.database import rows, run
from tests import marked
from tests.marked import EMAIL, PHONE, REFERENCE, WORDS
from tests.pages import Client, Page

FIND = "/administration/rights"


@pytest.fixture
def client(app: Flask) -> Client:
    """An administrator's browser, with the marked customer in the database."""
    centre, _ = marked.build(10)
    made = app.test_client()
    assert isinstance(made, Client)
    with made.session_transaction() as session:
        session["user"], session["epoch"] = centre.users["administrator"], 0
    return made


def found(client: Client, who: str) -> str:
    """Where the search leads."""
    response = client.submit(FIND, who=who)
    assert response.status_code == 303
    return response.headers["Location"]


def text(response: TestResponse) -> str:
    return Page(response.get_data(as_text=True)).text


@pytest.mark.parametrize("who", [REFERENCE, EMAIL, EMAIL.upper(), PHONE])
def test_the_search_leads_to_what_is_kept_without_naming_anybody(client: Client, who: str) -> None:
    where = found(client, who)
    assert "zquvix" not in where
    assert PHONE not in where
    page = text(client.get(where))
    assert "3 contacts" in page
    assert "Notes, replies and other entries of cases2" in page


def test_an_administrator_sees_how_much_there_is_but_not_a_word_of_it(client: Client) -> None:
    assert WORDS not in client.get(found(client, REFERENCE)).get_data(as_text=True)


@pytest.mark.parametrize("who", ["", "nobody@example.org", "x"])
def test_who_is_not_found_is_said_and_what_was_typed_stays(client: Client, who: str) -> None:
    response = client.submit(FIND, who=who)
    assert response.status_code == 422
    assert f'value="{who}"' in response.get_data(as_text=True)


def test_who_is_included_is_explained_and_all_who_were_found_are_shown(client: Client) -> None:
    run("UPDATE contact SET customer_ref = 'other-1' WHERE id ="
        " (SELECT max(contact_id) FROM contact_identity)")  # fmt: skip
    page = text(client.get(found(client, "0049 30 771177-117")))
    assert f"Referencesother-1, {REFERENCE}" in page
    assert f"the contacts found by {PHONE}, all others with the same reference" in page
    assert "More than one reference" in page


def test_an_unseen_character_in_the_search_is_refused_in_words(client: Client) -> None:
    response = client.submit(FIND, who="a\x00b")
    assert response.status_code == 422
    assert "holds a character that shows nothing" in text(response)


def test_the_file_to_hand_over_holds_the_words(client: Client) -> None:
    response = client.get(found(client, REFERENCE) + "/data.json")
    assert response.headers["Cache-Control"] == "no-store"
    assert json.loads(response.get_data())["responses"][0]["comment"] == WORDS


def test_erasing_takes_the_name_typed_again(client: Client) -> None:
    where = found(client, REFERENCE)
    wrong = client.submit(where, f"{where}/erase", confirmed="ref-other")
    assert wrong.status_code == 422
    assert 'value="ref-other"' in wrong.get_data(as_text=True)
    assert rows("SELECT count(*) FROM erased_contact") == [(0,)]
    right = client.submit(where, f"{where}/erase", confirmed=REFERENCE)
    assert right.status_code == 303
    assert "The customer was erased" in text(client.get(right.headers["Location"]))
    assert (
        rows("SELECT count(*), count(customer_ref) FROM contact WHERE external_id > 'x'")[0][1] == 0
    )
    assert client.get(where).status_code == 404


def test_the_same_form_sent_twice_erases_once(client: Client) -> None:
    where = found(client, EMAIL)
    page = Page(client.get(where).get_data(as_text=True))
    values = page.form(f"{where}/erase").values | {"confirmed": EMAIL}
    assert client.post(f"{where}/erase", data=values).status_code == 303
    assert client.post(f"{where}/erase", data=values).status_code == 404


def test_looking_and_handing_over_erase_nothing(client: Client) -> None:
    where = found(client, REFERENCE)
    for path in (where, f"{where}/data.json"):
        client.get(path)
        client.head(path)
    assert rows("SELECT count(*) FROM erased_contact") == [(0,)]


@pytest.mark.parametrize("role", ["analyst", "leader", "executive", "agent"])
def test_nobody_else_gets_in(signed_in: Callable[[str], Client], role: str) -> None:
    assert signed_in(role).get(FIND).status_code == 403
    assert signed_in(role).get(f"{FIND}/1/email/data.json").status_code == 403


@pytest.mark.parametrize("by", ["email", "phone", "reference", "external_id", "id"])
def test_a_contact_without_such_a_name_is_not_there(client: Client, by: str) -> None:
    assert client.get(f"{FIND}/1/{by}").status_code == 404
    assert client.get(f"{FIND}/999999/{by}").status_code == 404
