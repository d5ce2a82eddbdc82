"""Accepting closed contacts from other systems, any number of times with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any
from zoneinfo import ZoneInfo

from survey.errors import InvalidInput
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.contact_mapping import Creation, ScoreScale
from survey.intake.problems import Problem, Rejected
from survey.operations.contact_batches import Batch, Item, Part, Reader
from survey.operations.contact_codes import Places
from survey.operations.dry_run import rolled_back
from survey.operations.import_report import ImportReport, Tally, ignore, never
from survey.store import (
    contact_writes,
    imported_responses,
    satisfaction_writes,
    staged_contacts,
    staged_identities,
    staged_rollups,
)
from survey.store.database import transaction
from survey.store.fields import from_seconds

# Large enough that the fixed cost of a transaction vanishes, small enough that customers who
# answer meanwhile hardly wait, and that memory stays flat.
BATCH_ROWS = 40_000
CREATE_NOTHING = Creation()


class RefusedContacts(InvalidInput):
    """At least one contact of a request was not fit to be accepted, so that none was."""

    def __init__(self, rejected: Iterable[Rejected]) -> None:
        self.reasons = tuple(problem for one in rejected for problem in one.problems)
        super().__init__([f"Contact {p.row}, {p.field}: {p.message}" for p in self.reasons])


def accept_contacts(
    records: Iterable[Item],
    *,
    zone: ZoneInfo,
    creation: Creation | None = CREATE_NOTHING,
    correct: bool = False,
    dry_run: bool = False,
    is_enough: Callable[[], bool] = never,
    on_progress: Callable[[int], None] = ignore,
    on_rejected: Callable[[Rejected], None] = ignore,
) -> ImportReport:
    """What became of every record: accepted, updated, unchanged or rejected.

    A contact is known by source and external id. Sent again it fills in what was missing and
    brings what describes it up to date; its attribution (queue, channel, reason, agent, team,
    leader, closing day) froze when it closed and changes only with `correct`. A score or comment
    becomes a response without an invitation, received when the contact closed or, where only the
    day is known, when that day began in `zone`; a customer's own answer is never replaced.

    Each batch of `BATCH_ROWS` is one transaction with its rollups, so an import that was stopped
    at any point is simply run again. With `dry_run` all is one transaction, rolled back at the
    end; it ends after a batch once `is_enough` says so. `on_progress` hears how many rows are kept
    after each batch.
    """
    places = Places(creation, correct=correct)
    one_import = _Import(places, Tally(on_rejected), zone=zone, correct=correct)
    with rolled_back() if dry_run else nullcontext():
        return one_import.run(records, on_progress, is_enough)


def accept_all(records: Iterable[Item], *, zone: ZoneInfo) -> ImportReport:
    """The same for one request: all its contacts in one transaction, or none.

    It creates queues only.

    Raises:
        RefusedContacts: naming every reason against every contact.
    """
    rejected: list[Rejected] = []
    with transaction():
        report = accept_contacts(records, zone=zone, creation=None, on_rejected=rejected.append)
        if rejected:
            raise RefusedContacts(rejected)
    return report


def require_scale(scale: ScoreScale | None) -> None:
    """Refuse a score that the satisfaction instrument did not ask for.

    Raises:
        InvalidInput: the item is unknown, or its scale is another one.
    """
    if scale is None:
        return
    if scale.item != CSAT:
        raise InvalidInput([f"fields.score.item is '{scale.item}'; the item asked is '{CSAT}'."])
    asked = AFTER_CONTACT.item(CSAT).scale
    assert asked is not None
    if (scale.low, scale.high) != (asked.low, asked.high):
        raise InvalidInput(
            [
                f"fields.score runs from {scale.low} to {scale.high}, but '{CSAT}' is asked from"
                f" {asked.low} to {asked.high}. Scores on another scale cannot be mixed with it;"
                " leave the score out, or convert it in the file."
            ]
        )


class _Import:
    """One run over the records."""

    def __init__(self, places: Places, tally: Tally, *, zone: ZoneInfo, correct: bool) -> None:
        self._places = places
        self._tally = tally
        self._zone = zone
        self._correct = correct

    def run(
        self,
        records: Iterable[Item],
        on_progress: Callable[[int], None],
        is_enough: Callable[[], bool],
    ) -> ImportReport:
        n_rows = 0
        with ThreadPoolExecutor(max_workers=1) as pool:
            reader = Reader(records, pool, n_rows=BATCH_ROWS, zone=self._zone)
            while (batch := reader.take()).n_rows:
                if n_rows and is_enough():
                    self._tally.is_cut = True
                    break
                with transaction():
                    rejected = self._accept(batch, reader)
                for one in sorted(rejected):
                    self._tally.reject(one)
                n_rows += batch.n_rows
                on_progress(n_rows)
        self._tally.created = self._places.created
        return self._tally.close()

    def _accept(self, batch: Batch, reader: Reader) -> list[Rejected]:
        staged_contacts.begin()
        satisfaction_writes.keep_instrument(AFTER_CONTACT)
        rejected = [self._places.complete(one) for one in batch.rejected]
        for part in batch.parts:
            settled, refused = self._places.settle(part)
            n_again = staged_contacts.load(self._places.stage(settled))
            reader.begin()
            rejected += refused + self._take_in(n_again, settled.reaches)
            self._begin_memberships(settled)
        return rejected

    def _take_in(self, n_again: int, reaches: list[tuple[Any, ...]]) -> list[Rejected]:
        """The staged contacts kept with their responses and rollups; `n_again` are stored."""
        if reaches:
            staged_identities.load(reaches)
        misfits = self._bring_up_to_date(has_reaches=bool(reaches)) if n_again else []
        n_changed = staged_contacts.count_changed() if n_again else 0
        self._tally.n_accepted += contact_writes.insert_new()
        self._tally.n_updated += n_changed
        self._tally.n_unchanged += n_again - n_changed - len(misfits)
        if reaches:
            staged_identities.keep()
        imported_responses.insert_new(CSAT, instrument=AFTER_CONTACT.digest)
        staged_rollups.add_new_contacts()
        staged_rollups.add_answers(CSAT)
        if n_again:
            staged_rollups.drop_empty_cells()
        return misfits

    def _begin_memberships(self, settled: Part) -> None:
        early = self._places.early(settled)
        if early:
            kept = staged_contacts.rows_kept_as_sent(correct=self._correct)
            self._places.begin_memberships([one for one in early if one[0] in kept])

    def _bring_up_to_date(self, *, has_reaches: bool) -> list[Rejected]:
        """Contacts sent again, merged with what is stored."""
        differing = staged_contacts.count_frozen_differences()
        misfits = staged_contacts.merge(correct=self._correct)
        if self._correct:
            staged_rollups.hold_changed()
            staged_rollups.take_out_changed()
        contact_writes.update_changed()
        if self._correct:
            staged_rollups.put_back_changed()
        differing["score"] = imported_responses.compare(CSAT)
        staged_rollups.take_out_revised(CSAT)
        imported_responses.revise(CSAT)
        if has_reaches:
            staged_identities.mark_changed()
        staged_identities.decide_again()
        self._tally.differing.update({part: n for part, n in differing.items() if n})
        return [_reject(misfit) for misfit in misfits]


def _reject(misfit: staged_contacts.Misfit) -> Rejected:
    opened, closed = from_seconds(misfit.opened_at), from_seconds(misfit.closed_at)
    message = (
        f"With what was sent before, the contact would close at {closed:%Y-%m-%d %H:%M} UTC, before"
        f" it opens at {opened:%Y-%m-%d %H:%M} UTC. Send both times."
    )
    row = misfit.row_number
    return Rejected(row, 0, (Problem(row, 0, "closed", f"{closed:%Y-%m-%d %H:%M}", message),))
