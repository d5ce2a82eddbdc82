"""The forum's ledger: what was decided about an ask, and what became of it."""

from __future__ import annotations

from datetime import date

from survey.errors import Conflict, NotFound
from survey.intake.decision import NewDecision, Progress
from survey.operations.keeping import kept
from survey.privacy import gate
from survey.store import reads_of_forum, writes_of_forum


def record_decision(wave_number: int, new: NewDecision, *, today: date) -> int:
    """Id of the decision, taken today at the forum about this wave. Repeating it changes nothing.

    Raises:
        NotFound: there is no such wave.
        Conflict: the wave is still open, or its forum has decided otherwise about the same ask.
    """
    with kept():
        wave = gate.wave(wave_number)
        if not wave.is_closed:
            raise Conflict(
                f"Wave {wave_number} is still open. Its forum meets after it has closed."
            )
        decision_id = writes_of_forum.insert_decision(
            wave.id,
            new.driver,
            new.ask,
            new.mandate,
            new.money,
            new.owner,
            due_on=new.due_on,
            decided_on=today,
        )
        return _same(wave_number, new) if decision_id is None else decision_id


def follow_up(decision_id: int, progress: Progress, *, seen: Progress) -> None:
    """The decision stands as `progress` says, if it stood as it was `seen`. Repeatable.

    Raises:
        NotFound: there is no such decision.
        Conflict: somebody else has changed it since it was seen.
    """
    with kept():
        is_changed = writes_of_forum.update_decision(
            decision_id,
            progress.state,
            progress.outcome,
            seen_state=seen.state,
            seen_outcome=seen.outcome,
        )
        if is_changed:
            return
        found = reads_of_forum.decision(decision_id)
        if found is None:
            raise NotFound("There is no such decision.")
        if (found.state, found.outcome) != (progress.state, progress.outcome):
            raise Conflict(
                "Someone else has changed this decision since you opened the page. Nothing was"
                " changed here. Look at how it stands now, and write again what is still needed."
            )


def _same(wave_number: int, new: NewDecision) -> int:
    for found in reads_of_forum.decisions(until_number=wave_number):
        if (found.wave_number, found.driver, found.ask) != (wave_number, new.driver, new.ask):
            continue
        if (found.mandate, found.money, found.owner, found.due_on) == (
            new.mandate,
            new.money,
            new.owner,
            new.due_on,
        ):
            return found.id
    raise Conflict(
        "This forum has already decided about the same ask, in other words. Look at that decision"
        " first; write a new ask if it really is another one."
    )
