"""Who works here: units, agents, leaders, and the users who sign in.

Units, agents and leaders are named by their codes. Every function may be repeated: what already
stands as asked is left alone, what stands differently is refused with a sentence.
"""

from __future__ import annotations

from datetime import date, datetime

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations.keeping import kept
from survey.operations.wording import LONGEST_CODE, LONGEST_NAME, text_problems, user_problems
from survey.store import reads_of_people, writes_of_people

DEEPEST = 8


def add_unit(code: str, name: str, *, parent: str | None = None) -> int:
    """Id of the unit, placed below the unit with the code `parent`, or at the top without one.

    Raises:
        InvalidInput: the code or the name is empty or too long, or the tree would grow too deep.
        NotFound: there is no such parent.
        Conflict: the code is taken by a unit of another name or in another place.
    """
    code, name = _named(code, name)
    with kept():
        above = None if parent is None else _unit(parent)
        found = writes_of_people.unit_of(code)
        if found is not None:
            return _same_unit(found, code, name, None if above is None else above[0])
        if above is not None and above[2] >= DEEPEST:
            raise InvalidInput([f"Units can be nested {DEEPEST} deep; ‘{code}’ would be deeper."])
        place = None if above is None else (above[0], above[2])
        return writes_of_people.insert_unit(code, name, parent=place)


def move_unit(code: str, *, parent: str) -> None:
    """Hang the unit, with everything below it, under another one. Past contacts stay as they are.

    Raises:
        NotFound: there is no such unit or parent.
        Conflict: the parent is the unit itself or lies below it.
        InvalidInput: the tree would grow too deep.
    """
    with kept():
        unit_id, _, depth, parent_id = _unit(code)
        above_id, _, above_depth, _ = _unit(parent)
        if above_id == parent_id:
            return
        below = writes_of_people.subtree(unit_id)
        if above_id in {row[0] for row in below}:
            raise Conflict(
                f"‘{parent}’ is ‘{code}’ itself or lies below it, so ‘{code}’ cannot move there."
                " Choose a unit outside of it."
            )
        shift = above_depth + 1 - depth
        if max(row[1] for row in below) + shift > DEEPEST:
            raise InvalidInput([f"Units can be nested {DEEPEST} deep; ‘{code}’ does not fit here."])
        writes_of_people.place_subtree(
            unit_id, parent_id=above_id, parent_depth=above_depth, shift=shift
        )


def add_agent(code: str, name: str) -> int:
    """Id of the agent.

    Raises:
        InvalidInput: the code or the name is empty or too long.
        Conflict: the code is taken by an agent of another name.
    """
    return _add_person("agent", code, name)


def add_leader(code: str, name: str) -> int:
    """Id of the leader.

    Raises:
        InvalidInput: the code or the name is empty or too long.
        Conflict: the code is taken by a leader of another name.
    """
    return _add_person("leader", code, name)


def set_membership(agent: str, unit: str | None, *, from_on: date) -> None:
    """From this day the agent belongs to the unit (to none, if None) until another day is set.

    Raises:
        NotFound: there is no such agent or unit.
    """
    with kept():
        agent_id = _person("agent", agent)
        unit_id = None if unit is None else _unit(unit)[0]
        writes_of_people.keep_membership(agent_id, unit_id, from_on=from_on)


def set_leadership(unit: str, leader: str | None, *, from_on: date) -> None:
    """From this day the unit is led by the leader (by nobody, if None) until another day is set.

    Raises:
        NotFound: there is no such unit or leader.
    """
    with kept():
        unit_id = _unit(unit)[0]
        leader_id = None if leader is None else _person("leader", leader)
        writes_of_people.keep_leadership(unit_id, leader_id, from_on=from_on)


def add_user(
    email: str, name: str, *, role: str, agent: str | None = None, leader: str | None = None
) -> int:
    """Id of the user. A deactivated user added again may sign in again, as what is given now.

    An agent's user names the agent's code, a leader's user the leader's; the others name neither.

    Raises:
        InvalidInput: naming everything that is wrong.
        NotFound: there is no such agent or leader.
        Conflict: the address belongs to a user with another name or role.
    """
    email, name = email.strip().lower(), name.strip()
    problems = user_problems(email, name, role=role, agent=agent, leader=leader)
    if problems:
        raise InvalidInput(problems)
    with kept():
        agent_id = None if agent is None else _person("agent", agent)
        leader_id = None if leader is None else _person("leader", leader)
        user = reads_of_people.user_with(email)
        if user is None:
            return writes_of_people.insert_user(
                email, name, role=role, agent_id=agent_id, leader_id=leader_id
            )
        if user.deactivated_at is not None:
            writes_of_people.welcome_back(
                user.id, name, role=role, agent_id=agent_id, leader_id=leader_id
            )
        elif (user.name, user.role, user.agent_id, user.leader_id) != (
            name, role, agent_id, leader_id,
        ):  # fmt: skip
            raise Conflict(
                f"{email} already signs in as {user.name}, {user.role}."
                " To change that, deactivate the user first, then add them again."
            )
        return user.id


def deactivate_user(user_id: int, *, now: datetime) -> None:
    """End the user's sessions, links and right to sign in.

    Raises:
        NotFound: there is no such user.
        Conflict: nobody could administrate the installation afterwards.
    """
    with kept():
        user = reads_of_people.user_by_id(user_id)
        if user is None:
            raise NotFound("There is no such user. Open the list of users again.")
        if writes_of_people.active_administrators() == [user_id]:
            raise Conflict(
                f"{user.name} is the only administrator. Add another one first, so that somebody"
                " can still let people in."
            )
        writes_of_people.deactivate_user(user_id, now=now)


def _named(code: str, name: str) -> tuple[str, str]:
    code, name = code.strip(), name.strip()
    problems = [
        *text_problems("code", code, LONGEST_CODE),
        *text_problems("name", name, LONGEST_NAME),
    ]
    if problems:
        raise InvalidInput(problems)
    return code, name


def _unit(code: str) -> tuple[int, str, int, int | None]:
    found = writes_of_people.unit_of(code.strip())
    if found is None:
        raise NotFound(f"There is no unit with the code ‘{code}’. Add it, or check the spelling.")
    return found


def _same_unit(
    found: tuple[int, str, int, int | None], code: str, name: str, parent_id: int | None
) -> int:
    if found[1] != name:
        raise Conflict(f"The code ‘{code}’ belongs to the unit ‘{found[1]}’. Choose another code.")
    if found[3] != parent_id:
        raise Conflict(f"The unit ‘{code}’ stands elsewhere in the tree. Move it instead.")
    return found[0]


def _person(table: str, code: str) -> int:
    found = writes_of_people.person_of(table, code.strip())
    if found is None:
        raise NotFound(
            f"There is no {table} with the code ‘{code}’. Add them, or check the spelling."
        )
    return found[0]


def _add_person(table: str, code: str, name: str) -> int:
    code, name = _named(code, name)
    with kept():
        found = writes_of_people.person_of(table, code)
        if found is None:
            return writes_of_people.insert_person(table, code, name)
        if found[1] != name:
            raise Conflict(
                f"The code ‘{code}’ belongs to the {table} ‘{found[1]}’. Choose another code."
            )
        return found[0]
