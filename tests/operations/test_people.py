"""Units, agents, leaders and users, on both engines."""

from datetime import date

import pytest

from survey.access import viewer_of
from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import people
from survey.store import reads_of_people
from survey.store.database import rows
from tests.conftest import NOW

TODAY = date(2026, 3, 10)


@pytest.fixture
def tree(both_stores: str) -> None:
    people.add_unit("c", "Centre")
    people.add_unit("n", "North", parent="c")
    people.add_unit("s", "South", parent="c")
    people.add_unit("n1", "Billing", parent="n")


def shape() -> list[tuple[str, int, str | None]]:
    return [
        (row[0], row[1], row[2])
        for row in rows(
            "SELECT unit.code, unit.depth, above.code FROM unit"
            " LEFT JOIN unit AS above ON above.id = unit.parent_id ORDER BY unit.code"
        )
    ]


def test_a_unit_added_twice_is_one_unit(tree: None) -> None:
    assert people.add_unit("n1", " Billing ", parent="n") == people.add_unit(
        "n1", "Billing", parent="n"
    )
    assert shape() == [("c", 0, None), ("n", 1, "c"), ("n1", 2, "n"), ("s", 1, "c")]


def test_a_taken_code_is_refused_with_the_name_of_its_unit(tree: None) -> None:
    with pytest.raises(Conflict, match="belongs to the unit ‘Billing’"):
        people.add_unit("n1", "Orders", parent="n")
    with pytest.raises(Conflict, match="Move it instead"):
        people.add_unit("n1", "Billing", parent="s")


def test_a_unit_below_nothing_is_refused(tree: None) -> None:
    with pytest.raises(NotFound, match="no unit with the code ‘x’"):
        people.add_unit("y", "Y", parent="x")


def test_all_that_is_wrong_with_a_unit_is_said_at_once(both_stores: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        people.add_unit(" ", "two\nlines")
    assert len(refused.value.problems) == 2


def test_a_moved_unit_takes_what_lies_below_along(tree: None) -> None:
    people.move_unit("n", parent="s")
    people.move_unit("n", parent="s")
    assert shape() == [("c", 0, None), ("n", 2, "s"), ("n1", 3, "n"), ("s", 1, "c")]
    people.move_unit("n", parent="c")
    assert shape() == [("c", 0, None), ("n", 1, "c"), ("n1", 2, "n"), ("s", 1, "c")]


@pytest.mark.parametrize("parent", ["n", "n1"])
def test_a_cycle_is_refused(tree: None, parent: str) -> None:
    with pytest.raises(Conflict, match="cannot move there"):
        people.move_unit("n", parent=parent)


def test_a_tree_too_deep_is_refused(both_stores: str) -> None:
    people.add_unit("0", "0")
    for depth in range(1, 9):
        people.add_unit(str(depth), str(depth), parent=str(depth - 1))
    with pytest.raises(InvalidInput, match="8 deep"):
        people.add_unit("9", "9", parent="8")
    people.add_unit("other", "Other", parent="0")
    with pytest.raises(InvalidInput, match="does not fit"):
        people.move_unit("1", parent="other")


def test_a_membership_is_kept_per_day_and_can_be_corrected(tree: None) -> None:
    people.add_agent("a", "Ada")
    people.set_membership("a", "n1", from_on=TODAY)
    people.set_membership("a", "s", from_on=TODAY)
    people.set_membership("a", None, from_on=date(2026, 4, 1))
    found = rows("SELECT CAST(from_on AS TEXT), unit_id IS NULL FROM membership ORDER BY from_on")
    assert [(day, bool(gone)) for day, gone in found] == [
        ("2026-03-10", False),
        ("2026-04-01", True),
    ]


def test_an_unknown_agent_leader_or_unit_is_named(tree: None) -> None:
    people.add_agent("a", "Ada")
    with pytest.raises(NotFound, match="no agent with the code ‘b’"):
        people.set_membership("b", "n1", from_on=TODAY)
    with pytest.raises(NotFound, match="no unit with the code ‘x’"):
        people.set_membership("a", "x", from_on=TODAY)
    with pytest.raises(NotFound, match="no leader with the code ‘l’"):
        people.set_leadership("n1", "l", from_on=TODAY)


def test_an_agent_added_twice_is_one_agent(both_stores: str) -> None:
    assert people.add_agent("a", "Ada") == people.add_agent("a", "Ada")
    with pytest.raises(Conflict, match="belongs to the agent ‘Ada’"):
        people.add_agent("a", "Bea")


def test_a_leader_sees_what_they_lead_today_and_all_below(tree: None) -> None:
    people.add_leader("l", "Lea")
    people.set_leadership("n", "l", from_on=date(2026, 1, 1))
    people.set_leadership("s", "l", from_on=date(2026, 1, 1))
    people.set_leadership("s", None, from_on=TODAY)
    user = reads_of_people.user_by_id(
        people.add_user("lea@example.org", "Lea", role="leader", leader="l")
    )
    assert user is not None
    ids = {row[0] for row in rows("SELECT id FROM unit WHERE code IN ('n', 'n1')")}
    assert viewer_of(user, today=TODAY).unit_ids == ids


def test_a_user_added_twice_is_one_user_and_differences_are_refused(both_stores: str) -> None:
    first = people.add_user("Ana@Example.org ", "Ana", role="analyst")
    assert people.add_user("ana@example.org", "Ana", role="analyst") == first
    with pytest.raises(Conflict, match="already signs in as Ana, analyst"):
        people.add_user("ana@example.org", "Ana", role="executive")


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("ana", "analyst", "like name@example.org"),
        ("a b@example.org", "analyst", "like name@example.org"),
        ("a@example.org\nBcc: b@example.org", "analyst", "like name@example.org"),
        ("a@example.org,b@example.org", "analyst", "like name@example.org"),
        ("a@" + "x" * 260, "analyst", "like name@example.org"),
        ("a@example.org", "boss", "not a role"),
        ("a@example.org", "agent", "needs the code of the agent"),
        ("a@example.org", "leader", "needs the code of the leader"),
    ],
)
def test_a_user_who_cannot_be_is_refused(store: str, email: str, role: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        people.add_user(email, "Ana", role=role)


def test_a_code_on_the_wrong_role_is_refused(store: str) -> None:
    people.add_agent("a", "Ada")
    with pytest.raises(InvalidInput, match="Only a user with the role agent"):
        people.add_user("a@example.org", "Ada", role="analyst", agent="a")


def test_deactivating_ends_the_session_and_adding_again_does_not_revive_it(
    both_stores: str,
) -> None:
    user_id = people.add_user("ana@example.org", "Ana", role="analyst")
    assert reads_of_people.active_user(user_id, 0) is not None
    people.deactivate_user(user_id, now=NOW)
    people.deactivate_user(user_id, now=NOW)
    assert reads_of_people.active_user(user_id, 0) is None
    assert people.add_user("ana@example.org", "Ana B.", role="executive") == user_id
    assert reads_of_people.active_user(user_id, 0) is None
    user = reads_of_people.active_user(user_id, 1)
    assert user is not None
    assert (user.name, user.role) == ("Ana B.", "executive")


def test_the_only_administrator_stays(both_stores: str) -> None:
    adam = people.add_user("adam@example.org", "Adam", role="administrator")
    with pytest.raises(Conflict, match="Adam is the only administrator"):
        people.deactivate_user(adam, now=NOW)
    people.add_user("eve@example.org", "Eve", role="administrator")
    people.deactivate_user(adam, now=NOW)
    assert reads_of_people.active_user(adam, 0) is None


def test_an_unknown_user_cannot_be_deactivated(store: str) -> None:
    with pytest.raises(NotFound):
        people.deactivate_user(7, now=NOW)
