"""What counts tell: of a block of one person, and of a wave looked at while ballots come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from survey.errors import Conflict
from survey.operations.pulse import planning
from survey.privacy import blocks, gate
from survey.privacy.release import publish
from survey.store.database import run, transaction
from survey.store.pulse import rosters
from tests import waves

ANSWERS = [3, 5, 2, 4, 4, 1, 3, 2, 4]
ENOUGH = 5
CENTRE: dict[str, Any] = {
    "sizes": {"a": 9, "b": 1, "c": 1},
    "n_answers": {"a": 6, "b": 1},
}


class _Undone(Exception):
    """Ends a look: it takes back what was only looked at."""


def _look(number: int = 1) -> tuple[dict[int, gate.TurnoutRef], dict[int, gate.Cell]]:
    """Turnout and engagement, had they been written down already; nothing of it is kept."""
    wave = gate.wave(number)
    try:
        with transaction():
            publish(wave, randomness=waves.bytes_from(5))
            cells = {id: of["engagement"] for id, of in gate.cells(wave.id).items()}
            seen = (gate.turnout(wave.id), cells)
            raise _Undone
    except _Undone:
        return seen


def _told_between_looks() -> list[int]:
    """What an attacker who looks before and after every ballot works out by subtracting."""
    waves.build_teams({"a": len(ANSWERS)})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes[:ENOUGH], [waves.ballot(one) for one in ANSWERS[:ENOUGH]])
    told = []
    _, before = _look()
    for code, answer in zip(codes[ENOUGH:], ANSWERS[ENOUGH:], strict=True):
        waves.submit([code], [waves.ballot(answer)])
        _, after = _look()
        for id, now in after.items():
            then = before[id]
            if isinstance(now, gate.Published) and isinstance(then, gate.Published):
                assert now.n == then.n + 1
                told.append(round(now.value * now.n) - round(then.value * then.n))
        before = after
    return told


def test_two_looks_at_an_open_wave_tell_nothing(store: str) -> None:
    assert _told_between_looks() == []
    assert _look()[0] == {}


def test_were_an_open_wave_shown_two_looks_would_tell_each_answer_as_it_comes(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gate._wave_of
    monkeypatch.setattr(gate, "_wave_of", lambda id: replace(whole(id), state="closed"))
    assert _told_between_looks() == ANSWERS[ENOUGH:]


def _told_by_turnout(sizes: dict[str, int], n_answers: dict[str, int]) -> dict[int, bool]:
    """Per agent whether they took part, where roster and published turnout say it."""
    waves.build_teams(sizes)
    codes = waves.open_with_cards()
    for block, n in n_answers.items():
        spent = codes.get(block, codes[min(codes)])
        waves.submit([spent.pop() for _ in range(n)], [waves.ballot(3)] * n)
    wave = waves.close()
    invited = rosters.invited(wave.id)
    return {
        agent: one.n_answered > 0
        for id, one in gate.turnout(wave.id).items()
        if one.n_answered in (0, one.n_invited)
        for agent in invited[id]
    }


def _blocks_of_any_size(
    units: Sequence[blocks.RosterUnit], *, minimum: int
) -> tuple[blocks.PlannedBlock, ...]:
    assert minimum > 1
    return blocks.plan(units, minimum=1)


def test_the_database_refuses_a_small_block_that_was_planned(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "plan", _blocks_of_any_size)
    with pytest.raises(Conflict) as refused:
        _told_by_turnout(**CENTRE)
    assert "n_invited" in str(refused.value.__cause__)


def test_turnout_does_not_tell_whether_one_of_a_small_team_took_part(store: str) -> None:
    assert _told_by_turnout(**CENTRE) == {}


def test_without_the_block_minimum_turnout_tells_who_took_part_and_who_did_not(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "plan", _blocks_of_any_size)
    # The database would refuse such a block too.
    run("PRAGMA ignore_check_constraints = ON")
    told = _told_by_turnout(**CENTRE)
    assert sorted(told.values()) == [False, True]
