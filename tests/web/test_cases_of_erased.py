"""The page of a case whose customer was erased takes no more words."""

from __future__ import annotations

from collections.abc import Callable

from survey.operations import rights
from survey.store.database import rows, run
from tests.answers import Told, tell
from tests.centre import Centre
from tests.conftest import NOW
from tests.operations.cases import unhappy
from tests.pages import Client, Page


def test_nothing_can_be_noted_in_the_case_of_an_erased_customer(
    signed_in: Callable[[str], Client], centre: Centre
) -> None:
    (contact,) = tell(centre, [Told("n1-01", NOW.date())])
    run("UPDATE contact SET customer_ref = 'R-9' WHERE id = ?", (contact,))
    unhappy.invite(contact, 1)
    unhappy.answer(contact, 1)
    ((case_id,),) = rows("SELECT id FROM customer_case")
    client, path = signed_in("analyst"), f"/cases/{case_id}"
    before = Page(client.get(path).get_data(as_text=True)).form(f"{path}/notes").values
    rights.erase_customer("R-9", now=NOW)
    shown = client.get(path).get_data(as_text=True)
    assert f"{path}/notes" not in shown
    assert "nothing can be noted here" in Page(shown).text
    late = client.post(f"{path}/notes", data=before | {"note": "Ann Smith, 5 High Street"})
    assert late.status_code == 409
    assert "was erased" in late.get_data(as_text=True)
    assert rows("SELECT count(text) FROM case_entry WHERE kind = 'note'") == [(0,)]
