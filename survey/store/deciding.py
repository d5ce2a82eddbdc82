"""Contacts to decide about, what is known of the people behind them, and the rows of a batch.

Everything here belongs into one transaction per batch, begun by taking its turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from survey.errors import Conflict
from survey.intake.eligibility import Candidate
from survey.store.database import is_postgresql, load_rows, rows, run, run_many
from survey.store.fields import to_seconds
from survey.store.staged_contacts import ADVISORY_LOCK

# How many values one statement is given where each is a parameter of its own.
AT_ONCE = 5_000

# By person: survey, None where it was none's, and instant of each asking.
Askings = dict[bytes, list[tuple[int | None, int]]]


class InvitationRow(NamedTuple):
    """An invitation about to be kept, but for its id. Instants are in seconds."""

    contact_id: int
    instrument_digest: str
    token_digest: bytes
    created_at: int
    expires_at: int
    survey_id: int
    via: str
    language: str


class Standing(NamedTuple):
    """What was decided about a contact, and its invitation, which ends at an instant in seconds."""

    outcome: str
    rule: str | None
    survey_id: int | None
    token_digest: bytes | None
    expires_at: int | None


def has_undecided() -> bool:
    """Whether any contact waits to be decided about. Waits for nobody."""
    return bool(rows(_HAS_UNDECIDED)[0][0])


def take_turn() -> bool:
    """Whether it is our turn; it ends with the transaction, and until then nobody adds contacts.

    Imports take the same turn, so no contact with a lower id comes into sight later. Whoever
    decides does not wait for one: an import may take a minute.
    """
    if not is_postgresql():  # an SQLite transaction is the only one that writes anyway
        return True
    return bool(rows("SELECT pg_try_advisory_xact_lock(?)", (ADVISORY_LOCK,))[0][0])


def wait_for_turn() -> None:
    """The same, waiting for whoever is at it."""
    if is_postgresql():
        run("SELECT pg_advisory_xact_lock(?)", (ADVISORY_LOCK,))


def mark() -> int:
    """The contact up to which all were looked at."""
    return int(rows("SELECT contact_id FROM decision_mark")[0][0])


def move_mark(before: int, after: int) -> None:
    """Everything up to `after` has been looked at.

    Raises:
        Conflict: somebody else moved the mark.
    """
    moved = run(
        "UPDATE decision_mark SET contact_id = ? WHERE id = 1 AND contact_id = ?", (after, before)
    )
    if moved.rowcount != 1:
        raise Conflict("Somebody else decides about these contacts. Nothing was written.")


def candidates_beyond(mark: int, n: int) -> list[Candidate]:
    """The next contacts beyond the mark, in the order in which they came."""
    return _candidates("contact.id > ? ORDER BY contact.id LIMIT ?", (mark, n))


def candidates_again(n: int) -> list[Candidate]:
    """Contacts that were looked at and have learnt something since."""
    return _candidates(
        "contact.id IN (SELECT contact_id FROM contact_to_decide ORDER BY contact_id LIMIT ?)"
        " ORDER BY contact.id",
        (n,),
    )


def candidate(contact_id: int) -> Candidate | None:
    """One contact, or None where there is none."""
    found = _candidates("contact.id = ?", (contact_id,))
    return found[0] if found else None


def standing(contact_id: int) -> Standing | None:
    """What was decided about a contact, or None."""
    found = rows(_STANDING, (contact_id,))
    return Standing(*found[0]) if found else None


def stops_of(addresses: Collection[bytes]) -> dict[bytes, str]:
    """Which of these addresses are stopped, and of what kind the stop is."""
    return {bytes(address): kind for address, kind in _in_parts(_STOPS, addresses)}


def askings_of(persons: Collection[bytes], *, since: int) -> Askings:
    """Which of these persons were asked after an instant: pairs of survey and instant, each."""
    asked: Askings = {}
    for person, survey_id, at in _in_parts(_ASKINGS, persons, since):
        asked.setdefault(bytes(person), []).append((survey_id, at))
    return asked


def keep_decisions(
    decisions: Iterable[tuple[int, int | None, str, str | None]],
    *,
    again: Sequence[int],
    now: datetime,
) -> None:
    """Keep contact, survey, outcome and rule of each decision; those taken `again` are replaced."""
    run_many("DELETE FROM survey_decision WHERE contact_id = ?", ((id_,) for id_ in again))
    at = to_seconds(now)
    columns = ("contact_id", "survey_id", "outcome", "rule", "decided_at")
    load_rows("survey_decision", columns, ((*decision, at) for decision in decisions))


def forget_waiting(contact_ids: Iterable[int]) -> None:
    """These contacts wait no longer to be looked at again."""
    run_many("DELETE FROM contact_to_decide WHERE contact_id = ?", ((id_,) for id_ in contact_ids))


def keep_invitations(made: Sequence[InvitationRow]) -> list[int]:
    """The ids of the invitations, which are kept, in their order."""
    ids = _take_ids("invitation", len(made))
    columns = ("id", *InvitationRow._fields)
    load_rows("invitation", columns, ((id_, *row) for id_, row in zip(ids, made, strict=True)))
    return ids


def keep_askings(asked: Iterable[tuple[bytes, int, int, int]]) -> None:
    """Remember person, contact, survey and instant of each asking."""
    load_rows("asking", ("person", "contact_id", "survey_id", "asked_at"), asked)


def keep_deliveries(waiting: Iterable[tuple[int, str, int]]) -> None:
    """Let a message wait for each invitation: its id, the way it goes, and when it is due."""
    columns = ("invitation_id", "kind", "via", "due_at")
    load_rows("delivery", columns, ((id_, "invitation", via, at) for id_, via, at in waiting))


def count_invited(cells: Counter[tuple[int, str, str, int]]) -> None:
    """That many more invited customers in the cells of unit, day, channel and queue.

    Raises:
        Conflict: no contact was ever counted in a cell, so the rollups are out of step.
    """
    for cell, n in sorted(cells.items()):
        if run(_COUNT_INVITED, (n, *cell)).rowcount != 1:
            raise Conflict("The counts do not fit the contacts. Run `flask rebuild-rollups`.")


def _take_ids(table: str, n: int) -> list[int]:
    if is_postgresql():
        found = rows(
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, ?)",
            (n,),
        )
        return [row[0] for row in found]
    last = rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0]
    return list(range(last + 1, last + 1 + n))


def _candidates(which: str, parameters: Sequence[Any]) -> list[Candidate]:
    return [Candidate._make(row) for row in rows(f"{_CANDIDATES} WHERE {which}", parameters)]


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))


def _in_parts(sql: str, values: Collection[bytes], *others: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query for many digests, `{digests}` in its text."""
    if is_postgresql():
        yield from rows(sql.format(digests="= ANY(?)"), (*others, list(values)))
        return
    for part in _parts(list(values)):
        marks = ", ".join("?" * len(part))
        yield from rows(sql.format(digests=f"IN ({marks})"), (*others, *part))


_HAS_UNDECIDED = """
SELECT EXISTS (SELECT 1 FROM contact WHERE id > (SELECT contact_id FROM decision_mark))
    OR EXISTS (SELECT 1 FROM contact_to_decide)
"""
_CANDIDATES = """
SELECT contact.id, contact.source, contact.external_id, contact.channel, queue.name,
    contact.reason, contact.handle_seconds, contact.unit_id, contact.queue_id,
    CAST(contact.closed_on AS TEXT), contact.closed_at, contact.customer_ref,
    contact_identity.email, contact_identity.phone, contact_identity.language,
    contact_identity.timezone, response.id IS NOT NULL, invitation.id IS NOT NULL,
    survey_decision.outcome
FROM contact
JOIN queue ON queue.id = contact.queue_id
LEFT JOIN contact_identity ON contact_identity.contact_id = contact.id
LEFT JOIN response ON response.contact_id = contact.id
LEFT JOIN invitation ON invitation.contact_id = contact.id
LEFT JOIN survey_decision ON survey_decision.contact_id = contact.id
"""
_STANDING = """
SELECT outcome, rule, survey_decision.survey_id, token_digest, expires_at FROM survey_decision
LEFT JOIN invitation ON invitation.contact_id = survey_decision.contact_id
WHERE survey_decision.contact_id = ?
"""
_STOPS = "SELECT address, kind FROM address_stop WHERE address {digests}"
_ASKINGS = "SELECT person, survey_id, asked_at FROM asking WHERE asked_at > ? AND person {digests}"
_COUNT_INVITED = """
UPDATE contact_rollup SET n_invited = n_invited + ?
WHERE unit_id = ? AND day = ? AND channel = ? AND queue_id = ?
"""
