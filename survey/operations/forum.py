"""The forum's ledger: what was decided about an ask, and what became of it."""

from __future__ import annotations

from datetime import date

from survey.errors import Conflict, NotFound
from survey.intake.decision import NewAsk, NewDecision, Progress
from survey.operations.keeping import kept
from survey.privacy import gate
from survey.store import reads_of_forum, writes_of_forum
from survey.store.reads_of_forum import DecisionRow


def note_ask(wave_number: int, new: NewAsk, *, today: date) -> bool:
    """Whether the ask is new. Noted about a closed wave it stays, and waits for an answer.

    Raises:
        NotFound: there is no such wave.
        Conflict: the wave is still open.
    """
    with kept():
        wave = gate.wave(wave_number)
        if not wave.is_closed:
            raise Conflict(f"Wave {wave_number} is still open. Nobody knows yet what it asks for.")
        return writes_of_forum.insert_ask(wave.id, new.driver, new.wording, noted_on=today)


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


def correct(decision_id: int, new: NewDecision, *, seen: str) -> None:
    """The decision reads as `new`, if its wording still has the mark that was `seen`. Repeatable.

    What agents have read beside two waves stands as it is: once a later wave has closed, there is
    nothing to correct any more, only to follow up.

    Raises:
        NotFound: there is no such decision.
        Conflict: a later wave has closed, somebody else has changed the wording since it was seen,
            or the forum has decided about the same ask in another decision.
    """
    with kept():
        found = reads_of_forum.decision(decision_id)
        if found is None:
            raise NotFound("There is no such decision.")
        if found.wave_number != gate.closed_waves()[-1].number:
            raise Conflict(
                "A later wave has closed, so the wording stands. Note what changed under “What came"
                " of it”, or withdraw the decision."
            )
        if found.wording == new:
            return
        _require_no_other(found, new)
        is_as_seen = found.wording.mark == seen
        if not (is_as_seen and writes_of_forum.update_wording(found.id, new, seen=found.wording)):
            raise Conflict(
                "Someone else has changed the wording since you opened the page. Nothing was"
                " changed here. Look at how it reads now, and correct again what is still wrong."
            )
        # The ask it answers is corrected with it: else that would wait again for an answer.
        wave_id = gate.wave(found.wave_number).id
        writes_of_forum.reword_ask(wave_id, (found.driver, found.ask), (new.driver, new.ask))


def _require_no_other(found: DecisionRow, new: NewDecision) -> None:
    for other in reads_of_forum.decisions(until_number=found.wave_number):
        about = (other.wave_number, other.driver, other.ask)
        if other.id != found.id and about == (found.wave_number, new.driver, new.ask):
            raise Conflict("This forum has another decision about the same ask. Correct that one.")


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
