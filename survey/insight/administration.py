"""The administrator's page: the tree of units, who signs in, keys of other systems, work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from survey.access import ADMINISTRATOR, AGENT, LEADER, ROLES
from survey.errors import Conflict, NotFound
from survey.insight.pulse_check import AuditResult, last_audit
from survey.store import reads_of_administration, reads_of_jobs
from survey.store.fields import from_seconds

# As many users as a page can show; the others are found by their name, address or code.
MOST_USERS = 50


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree: `depth` counts from 0 at the top, `n_agents` everybody at or below."""

    code: str
    name: str
    depth: int
    leader: str
    n_agents: int


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user; `scope` says in words what they see.

    The last administrator who can sign in is not `may_leave`: nobody could let people in any more.
    """

    id: int
    name: str
    email: str
    role: str
    scope: str
    is_active: bool
    may_leave: bool

    @property
    def searched(self) -> str:
        """What a search looks through; an agent's code is part of the scope."""
        return f"{self.name}\n{self.email}\n{self.role}\n{self.scope}".casefold()


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of another system; `revoked_at` is None while it opens something."""

    id: int
    name: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedWork:
    """Work that was given up, with the last error as a sentence."""

    kind: str
    error: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the page's two forms, and what is wrong with it: field's id and sentence."""

    email: str = ""
    name: str = ""
    role: str = ROLES[1]
    code: str = ""
    key_name: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    def error(self, field_id: str) -> str:
        """What is wrong with one field; empty where nothing is."""
        return next((text for one, text in self.errors if one == field_id), "")


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """Everything the page shows. `new_key` is a key just made, to be shown this once.

    `users` are the first of the `n_users` whose name, address or code holds `wanted`.
    """

    units: tuple[UnitRow, ...]
    users: tuple[UserRow, ...]
    n_users: int
    wanted: str
    keys: tuple[KeyRow, ...]
    n_waiting: int
    failed: tuple[FailedWork, ...]
    audit: AuditResult | None
    typed: Typed = field(default_factory=Typed)
    new_key: str | None = None
    roles: tuple[tuple[str, str], ...] = tuple((role, role) for role in ROLES)


def page(
    *, now: datetime, zone: tzinfo, typed: Typed, wanted: str = "", new_key: str | None = None
) -> AdministrationPage:
    """The page as things stand, in the centre's time zone; of the users those `wanted`."""
    today = now.astimezone(zone).date()
    users = [one for one in _users(today) if wanted.casefold() in one.searched]
    return AdministrationPage(
        units=_tree(today),
        users=tuple(users[:MOST_USERS]),
        n_users=len(users),
        wanted=wanted,
        keys=tuple(
            KeyRow(key_id, name, _local(made, zone), None if gone is None else _local(gone, zone))
            for key_id, name, made, gone in reads_of_administration.api_keys()
        ),
        n_waiting=sum(n for _, n in reads_of_jobs.waiting_by_kind()),
        failed=tuple(FailedWork(kind, error) for _, kind, error in reads_of_jobs.given_up(now=now)),
        audit=last_audit(zone=zone),
        typed=typed,
        new_key=new_key,
    )


def leaving(user_id: int, *, now: datetime, zone: tzinfo) -> UserRow:
    """The user about to be deactivated.

    Raises:
        NotFound: there is no such user, or they are deactivated already.
        Conflict: they are the last administrator.
    """
    user = next((one for one in _users(now.astimezone(zone).date()) if one.id == user_id), None)
    if user is None or not user.is_active:
        raise NotFound("There is no such user to deactivate. Open the list of users again.")
    if not user.may_leave:
        raise Conflict(f"{user.name} is the only administrator. Add another one first.")
    return user


def _local(seconds: int, zone: tzinfo) -> datetime:
    return from_seconds(seconds).astimezone(zone)


def _tree(today: date) -> tuple[UnitRow, ...]:
    found = {row[0]: row for row in reads_of_administration.units(today=today)}
    below: dict[int | None, list[int]] = defaultdict(list)
    for unit_id, row in found.items():
        below[row[1]].append(unit_id)

    def n_agents(unit_id: int) -> int:
        return int(found[unit_id][5]) + sum(n_agents(one) for one in below[unit_id])

    def walk(parent_id: int | None, depth: int) -> Iterator[UnitRow]:
        for unit_id in below[parent_id]:
            _, _, code, name, leader, _ = found[unit_id]
            yield UnitRow(code, name, depth, leader or "", n_agents(unit_id))
            yield from walk(unit_id, depth + 1)

    return tuple(walk(None, 0))


def _users(today: date) -> tuple[UserRow, ...]:
    led: dict[int, list[str]] = defaultdict(list)
    for leader_id, unit_name in reads_of_administration.units_led(today=today):
        led[leader_id].append(unit_name)
    found = reads_of_administration.users()
    active = [
        user_id for user_id, _, _, role, *_, gone in found if role == ADMINISTRATOR and not gone
    ]
    return tuple(
        UserRow(
            id=user_id,
            name=name,
            email=email,
            role=role,
            scope=_scope(role, agent_code, led.get(leader_id, [])),
            is_active=deactivated_at is None,
            may_leave=deactivated_at is None and active != [user_id],
        )
        for user_id, name, email, role, agent_code, leader_id, deactivated_at in found
    )


def _scope(role: str, agent_code: str | None, units_led: list[str]) -> str:
    if role == ADMINISTRATOR:
        return "this page, no results"
    if role == AGENT:
        return f"own feedback and own block, as agent {agent_code}"
    if role == LEADER:
        return ", ".join(units_led) or "nothing: leads no unit today"
    return "the whole centre"
