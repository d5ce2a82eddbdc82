"""The administrator's page, outside-in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from survey.operations import jobs, people
from survey.store.database import rows
from tests.centre import Centre
from tests.pages import Client, Page

URL = "/administration"


@pytest.fixture
def admin(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("administrator")


def test_the_page_shows_the_tree_the_users_and_what_they_see(admin: Client) -> None:
    page = Page(admin.get(URL).text)
    assert "Contact centre centre nobody 40" in page.text
    assert "North north Leader north 20 Billing n1 Leader n1 10" in page.text
    assert "Lea lea@example.org leader North" in page.text
    assert "Gus gus@example.org agent own feedback and own block, as agent n1-01" in page.text
    assert "0 jobs wait" in page.text


def test_the_page_of_an_empty_installation_says_what_to_do_first(client: Client) -> None:
    user_id = people.add_user("adam@example.org", "Adam", role="administrator")
    with client.session_transaction() as session:
        session["user"], session["epoch"] = user_id, 0
    assert "There are no units yet" in client.get(URL).text


def test_a_user_is_added_and_can_be_sent_twice(admin: Client) -> None:
    for _ in range(2):
        reply = admin.submit(
            URL, f"{URL}/users", email="New@example.org", name="New", role="analyst", code=""
        )
        assert (reply.status_code, reply.location) == (303, f"{URL}?user=New@example.org#users")
    assert "New new@example.org analyst the whole centre" in Page(admin.get(URL).text).text
    found = Page(admin.get(f"{URL}?user=New@example.org").text)
    assert "New new@example.org" in found.text
    assert "Lea lea@example.org" not in found.text


def test_of_many_users_the_first_are_shown_and_the_others_are_found(admin: Client) -> None:
    for number in range(60):
        people.add_agent(f"x{number}", f"Xenia {number}")
        address = f"x{number}@example.org"
        people.add_user(address, f"Xenia {number}", role="agent", agent=f"x{number}")
    page = Page(admin.get(URL).text)
    # Who may change something comes before the agents, of whom there may be thousands.
    assert "Lea lea@example.org" in page.text
    assert "of whom the first 50 are shown" in page.text
    assert "x59@example.org" not in page.text
    found = Page(admin.get(f"{URL}?user=XENIA 59").text)
    assert "1 user found." in found.text
    assert "x59@example.org" in found.text
    assert "x58@example.org" not in found.text
    assert "No user has “nobody at all”" in admin.get(f"{URL}?user=nobody+at+all").text


def test_all_that_is_wrong_with_a_user_is_shown_beside_what_was_typed(admin: Client) -> None:
    reply = admin.submit(URL, f"{URL}/users", email="nobody", name=" ", role="agent", code="")
    assert reply.status_code == 422
    page = Page(reply.text)
    assert page.title.startswith("Error: Administration")
    assert {"#email", "#name", "#code"} <= set(page.links)
    assert "Write the code of the agent whom this user is." in page.text
    assert page.form(f"{URL}/users").values["email"] == "nobody"
    assert "There are 3 problems" in page.text


@pytest.mark.parametrize(
    ("values", "target", "sentence"),
    [
        ({"role": "leader", "code": "nobody"}, "#code", "no leader with the code ‘nobody’"),
        ({"role": "analyst", "code": "n1-01"}, "#code", "Leave this empty"),
        ({"role": "king", "code": "x"}, "#role", "Choose one of the roles"),
        ({"email": "ana@example.org"}, "#email", "already signs in as Ana"),
    ],
)
def test_what_the_centre_refuses_points_to_its_field(
    admin: Client, values: dict[str, str], target: str, sentence: str
) -> None:
    typed = {"email": "x@example.org", "name": "X", "role": "executive", "code": "", **values}
    reply = admin.submit(URL, f"{URL}/users", **typed)
    assert reply.status_code == 422
    page = Page(reply.text)
    assert target in page.links
    assert sentence in page.text


def test_a_user_is_deactivated_once_and_for_all(admin: Client, centre: Centre) -> None:
    analyst = centre.users["analyst"]
    action = f"{URL}/users/{analyst}/deactivate"
    assert action in Page(admin.get(URL).text).links
    asked = admin.get(action)
    assert "Deactivate Ana?" in asked.text
    form = Page(asked.text).form(action)
    for _ in range(2):
        assert admin.post(action, data=form.values).status_code == 303
    assert admin.get(action).status_code == 404
    assert (
        "Ana ana@example.org analyst the whole centre deactivated" in Page(admin.get(URL).text).text
    )


def test_the_only_administrator_and_an_unknown_user_are_refused(
    admin: Client, centre: Centre
) -> None:
    own = f"{URL}/users/{centre.users['administrator']}/deactivate"
    page = Page(admin.get(URL).text)
    assert own not in page.links
    assert "the only administrator" in page.text
    token = {"csrf_token": page.form(f"{URL}/users").values["csrf_token"]}
    for refused in (admin.get(own), admin.post(own, data=token)):
        assert refused.status_code == 409
        assert "Adam is the only administrator" in refused.text
    unknown = f"{URL}/users/999/deactivate"
    assert admin.get(unknown).status_code == 404
    assert admin.post(unknown, data=token).status_code == 404
    people.add_user("eve@example.org", "Eve", role="administrator")
    assert own in Page(admin.get(URL).text).links


def test_a_key_is_shown_once_and_revoked(admin: Client) -> None:
    reply = admin.submit(URL, f"{URL}/keys", key_name="Helpdesk")
    assert reply.status_code == 200
    found = re.search(r"bothends_[\w-]{43}", reply.text)
    assert found is not None
    assert found[0] not in admin.get(URL).text
    again = admin.submit(URL, f"{URL}/keys", key_name="Helpdesk")
    assert again.status_code == 422
    assert "#key_name" in Page(again.text).links
    key_id = rows("SELECT id FROM api_key")[0][0]
    assert admin.submit(URL, f"{URL}/keys/{key_id}/revoke").status_code == 303
    assert "Helpdesk" in admin.get(URL).text
    assert "revoked" in admin.get(URL).text


def test_work_that_was_given_up_is_shown_and_tried_again(admin: Client) -> None:
    now = datetime.now(UTC)
    jobs.enqueue("mail", {}, due_at=now)
    job = jobs.claim(["mail"], now=now)
    assert job is not None
    jobs.fail(job, "The mail server said no.", now=now, for_good=True)
    page = Page(admin.get(URL).text)
    assert "0 jobs wait to be done; 1 was given up." in page.text
    assert "The mail server said no." in page.text
    assert admin.submit(URL, f"{URL}/work/restart").status_code == 303
    assert "1 job waits to be done; 0 were given up." in Page(admin.get(URL).text).text
