"""How far each contact came on its way to an answer: where it stayed, counted and listed.

One expression gives every contact exactly one fate. Counts, lists and the export all read it, so
that they cannot disagree. An invitation decides over whatever else was noted: whoever was asked by
hand was asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import from_seconds

# Fates of contacts whose customer was not invited, in the order of their numbers.
NOT_INVITED = (
    "undecided",
    "before_rules",
    "erased",
    "no_survey",
    "already_answered",
    "rule_channel",
    "rule_queue",
    "rule_reason",
    "rule_handle_time",
    "rule_language",
    "sampled_out",
    "quarantined",
    "no_address",
    "opted_out",
    "bounced",
    "too_late",
)
# Of the invited: what became of the message, and what the customer did.
MESSAGES = ("none", "waiting", "sent", "returned", "unsent")
REACTIONS = ("silent", "opened", "answered")
_FIRST_INVITED = 100
_NUMBERS = {
    **{name: number for number, name in enumerate(NOT_INVITED)},
    **{
        f"{message}_{reaction}": _FIRST_INVITED + 10 * at + step
        for at, message in enumerate(MESSAGES)
        for step, reaction in enumerate(REACTIONS)
    },
}
_NAMES = {number: name for name, number in _NUMBERS.items()}
FATES = tuple(_NUMBERS)


def _not_invited() -> str:
    outcomes = {"answered": "already_answered"}
    known = [
        f"WHEN '{outcome}' THEN {_NUMBERS[outcomes.get(outcome, outcome)]}"
        for outcome in (
            *("before_rules", "erased", "no_survey", "answered", "sampled_out", "quarantined"),
            *("no_address", "opted_out", "bounced", "too_late"),
        )
    ]
    rules = [
        f"WHEN '{rule}' THEN {_NUMBERS[f'rule_{rule}']}"
        for rule in ("channel", "queue", "reason", "handle_time", "language")
    ]
    return (
        f"CASE survey_decision.outcome {' '.join(known)} WHEN 'not_eligible' THEN"
        f" CASE survey_decision.rule {' '.join(rules)} ELSE 0 END ELSE 0 END"
    )


# A response that came from another system belongs to no invitation and is no reaction to one.
FATE = f"""CASE WHEN invitation.id IS NULL THEN {_not_invited()}
ELSE {_FIRST_INVITED}
 + CASE WHEN delivery.state IS NULL THEN 0 WHEN delivery.state = 'waiting' THEN 10
   WHEN delivery.state IN ('sent', 'handed_over') THEN 20
   WHEN delivery.state = 'bounced' THEN 30 ELSE 40 END
 + CASE WHEN response.invitation_id IS NOT NULL THEN 2
   WHEN invitation.opened_at IS NOT NULL THEN 1 ELSE 0 END
END"""
JOINS = """
FROM contact
LEFT JOIN survey_decision ON survey_decision.contact_id = contact.id
LEFT JOIN invitation ON invitation.contact_id = contact.id
LEFT JOIN delivery ON delivery.invitation_id = invitation.id AND delivery.kind = 'invitation'
LEFT JOIN response ON response.contact_id = contact.id
"""


@dataclass(frozen=True, slots=True)
class FunnelFilter:
    """Which contacts are looked at. `fates` empty means all."""

    unit_ids: tuple[int, ...]
    from_on: date
    until_on: date
    channel: str | None = None
    queue_id: int | None = None
    agent_id: int | None = None
    survey_id: int | None = None
    fates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FateCount:
    """How many contacts of one agent, queue, channel and unit had one fate."""

    agent_id: int
    queue_id: int
    channel: str
    unit_id: int
    fate: str
    n: int


@dataclass(frozen=True, slots=True)
class FateRow:
    """One contact of the list; `closed_at` is None where only the day is known.

    `told_at` is None where nothing was answered.
    """

    contact_id: int
    day: date
    closed_at: datetime | None
    channel: str
    queue: str
    agent: str
    unit_id: int
    fate: str
    told_at: datetime | None


def name_of_fate(number: int) -> str:
    """The name of the fate that the expression gave."""
    return _NAMES[int(number)]


def counts(wanted: FunnelFilter) -> tuple[FateCount, ...]:
    """The contacts of the filter, counted by whose they were and what became of them."""
    where, values = conditions(wanted)
    kinds = "contact.agent_id, contact.queue_id, contact.channel, contact.unit_id"
    sql = f"SELECT {kinds}, {FATE}{{}} {JOINS} WHERE {where}"
    if is_postgresql():
        found = rows(sql.format(", count(*)") + " GROUP BY 1, 2, 3, 4, 5", values)
    else:
        # SQLite sorts before it groups, which takes longer than counting the rows as they come.
        counted = Counter(run(sql.format(""), values))
        found = [(*kind, n) for kind, n in counted.items()]
    return tuple(
        FateCount(agent_id, queue_id, channel, unit_id, _NAMES[int(fate)], int(n))
        for agent_id, queue_id, channel, unit_id, fate, n in found
    )


def n_contacts(wanted: FunnelFilter) -> int:
    """How many contacts the filter lets through."""
    where, values = conditions(wanted)
    return int(rows(f"SELECT count(*) {JOINS} WHERE {where}", values)[0][0])


def contacts(
    wanted: FunnelFilter, *, limit: int, after: tuple[date, int] | None = None
) -> tuple[FateRow, ...]:
    """At most `limit` contacts of the filter, latest first, that follow the day and id `after`."""
    where, values = conditions(wanted)
    if after is not None:
        where += " AND (contact.closed_on < ? OR (contact.closed_on = ? AND contact.id < ?))"
        values += [str(after[0]), str(after[0]), after[1]]
    found = rows(
        "SELECT contact.id, CAST(contact.closed_on AS TEXT), contact.closed_at, contact.channel,"
        f" queue.name, agent.name, contact.unit_id, {FATE},"
        f" coalesce(response.revised_at, response.received_at) {JOINS}"
        " JOIN queue ON queue.id = contact.queue_id JOIN agent ON agent.id = contact.agent_id"
        f" WHERE {where} ORDER BY contact.closed_on DESC, contact.id DESC LIMIT ?",
        [*values, limit],
    )
    return tuple(
        FateRow(
            contact_id,
            date.fromisoformat(day),
            None if closed_at is None else from_seconds(closed_at),
            channel,
            queue,
            agent,
            unit_id,
            _NAMES[int(fate)],
            None if told_at is None else from_seconds(told_at),
        )
        for contact_id, day, closed_at, channel, queue, agent, unit_id, fate, told_at in found
    )


def conditions(wanted: FunnelFilter) -> tuple[str, list[Any]]:
    """The filter as SQL over `JOINS`, with its parameters."""
    where = [f"contact.unit_id IN ({_marks(wanted.unit_ids)})"]
    where += ["contact.closed_on >= ?", "contact.closed_on <= ?"]
    values: list[Any] = [*wanted.unit_ids, str(wanted.from_on), str(wanted.until_on)]
    for column, value in (
        ("contact.channel", wanted.channel),
        ("contact.queue_id", wanted.queue_id),
        ("contact.agent_id", wanted.agent_id),
        ("coalesce(invitation.survey_id, survey_decision.survey_id)", wanted.survey_id),
    ):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if wanted.fates:
        where.append(f"{FATE} IN ({', '.join(str(_NUMBERS[fate]) for fate in wanted.fates)})")
    return " AND ".join(where), values


def surveys() -> tuple[tuple[int, str, str], ...]:
    """Every survey as (id, code, name), in the order in which they are tried."""
    found = rows("SELECT id, code, name FROM survey ORDER BY position, id")
    return tuple((row[0], row[1], row[2]) for row in found)


def agents() -> tuple[tuple[int, str, str], ...]:
    """Every agent as (id, code, name), by name."""
    found = [(row[0], row[1], row[2]) for row in rows("SELECT id, code, name FROM agent")]
    # Sorted here, because the engines order letters differently.
    return tuple(sorted(found, key=lambda one: one[2]))


def has_contacts(agent_id: int, unit_ids: tuple[int, ...]) -> bool:
    """Whether the agent ever had a contact in one of these units."""
    found = rows(
        f"SELECT 1 FROM contact WHERE agent_id = ? AND unit_id IN ({_marks(unit_ids)}) LIMIT 1",
        (agent_id, *unit_ids),
    )
    return bool(found)


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values)) or "NULL"
