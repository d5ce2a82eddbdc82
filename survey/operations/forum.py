"""The forum's ledger: what was decided about an ask, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from survey.errors import Conflict, NotFound
from survey.intake.decision import FINAL_STATES, NewAsk, NewDecision, Progress
from survey.intake.meeting import ask_reference, promise_reference
from survey.operations.keeping import kept
from survey.privacy import gate
from survey.store import (
    reads_of_forum,
    reads_of_meetings,
    writes_of_forum,
    writes_of_meetings,
)
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
        return writes_of_forum.keep_ask(wave.id, new, noted_on=today)


def take_back_ask(wave_number: int, driver: str, wording: str) -> None:
    """The ask is gone as if nobody had noted it, from the agendas of planned meetings too.

    What a meeting has had on its agenda, and what is answered, stays. Repeatable.

    Raises:
        NotFound: there is no such wave.
        Conflict: it is answered, or a meeting that was held had it on its agenda.
    """
    reference = ask_reference(wave_number, driver, wording)
    with kept():
        wave = gate.wave(wave_number)
        if _answer_to(wave_number, driver, wording) is not None:
            raise Conflict("The forum has answered this ask, so it stays.")
        if reads_of_meetings.was_on_agenda(reference):
            raise Conflict("A meeting has talked about this ask, so it stays, and waits.")
        writes_of_forum.delete_ask(wave.id, driver, wording)
        writes_of_meetings.delete_items(reference)


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
        decision_id = writes_of_forum.insert_decision(wave.id, new, decided_on=today)
        if decision_id is None:
            return same_decision(wave_number, new).id
        # A planned meeting need not talk about it any more.
        reference = ask_reference(wave_number, new.driver, new.ask)
        writes_of_meetings.settle_planned(reference, decision_id)
        return decision_id


def follow_up(
    decision_id: int,
    progress: Progress,
    *,
    seen: Progress,
    now: datetime,
    user_id: int | None = None,
) -> None:
    """The decision stands as `progress` says, if it stood as it was `seen`. Repeatable.

    Each change is kept as a step, with its instant and who noted it.

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
            _keep_step(decision_id, progress, seen=seen, now=now, user_id=user_id)
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
    other = _answer_to(found.wave_number, new.driver, new.ask)
    if other is not None and other.id != found.id:
        raise Conflict("This forum has another decision about the same ask. Correct that one.")


def same_decision(wave_number: int, new: NewDecision) -> DecisionRow:
    """The decision of this wave's forum that reads like this one.

    Raises:
        Conflict: it has decided about the same ask in other words.
    """
    found = _answer_to(wave_number, new.driver, new.ask)
    if found is not None and found.wording == new:
        return found
    raise Conflict(
        "This forum has already decided about the same ask, in other words. Look at that decision"
        " first; write a new ask if it really is another one."
    )


def _answer_to(wave_number: int, driver: str, ask: str) -> DecisionRow | None:
    about = (wave_number, driver, ask)
    found = reads_of_forum.decisions(until_number=wave_number)
    return next((one for one in found if (one.wave_number, one.driver, one.ask) == about), None)


def _keep_step(
    decision_id: int, progress: Progress, *, seen: Progress, now: datetime, user_id: int | None
) -> None:
    if progress == seen:
        return
    writes_of_forum.insert_step(
        decision_id, progress.state, progress.outcome, now=now, user_id=user_id
    )
    if progress.state in FINAL_STATES:
        # Nothing is left to remind of.
        writes_of_meetings.settle_planned(promise_reference(decision_id), decision_id)
