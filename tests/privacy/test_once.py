"""Inside a report a wave is read once, and nothing of it outlives the report."""

from __future__ import annotations

import pytest

from survey.privacy import gate
from survey.store.database import run
from tests import forums, waves

pytestmark = pytest.mark.usefixtures("store")


def test_what_was_read_stands_until_the_end_of_the_block_and_no_longer() -> None:
    waves.build_teams(forums.SIZES)
    wave = forums.hold(1)
    with gate.read_once():
        first = gate.cells(wave.id)
        run("DELETE FROM released_cell")
        assert gate.cells(wave.id) is first
        assert gate.centre(wave.id, "engagement") == gate.centre(wave.id, "engagement")
    assert gate.cells(wave.id) != first
    assert isinstance(gate.centre(wave.id, "engagement"), gate.Suppressed)


def test_waves_and_constructs_are_kept_apart() -> None:
    waves.build_teams(forums.SIZES)
    one, other = (forums.hold(number, months_ago=3 - number) for number in (1, 2))
    with gate.read_once():
        inside = [gate.centre(w.id, c) for w in (one, other) for c in ("engagement", "tools")]
        assert gate.cells(one.id) != gate.cells(other.id)
    outside = [gate.centre(w.id, c) for w in (one, other) for c in ("engagement", "tools")]
    assert inside == outside


def _read_and_break(wave_id: int) -> None:
    with gate.read_once():
        gate.cells(wave_id)
        run("DELETE FROM released_cell")
        raise RuntimeError


def test_a_fault_inside_leaves_nothing_behind() -> None:
    waves.build_teams(forums.SIZES)
    wave = forums.hold(1)
    with pytest.raises(RuntimeError):
        _read_and_break(wave.id)
    assert isinstance(gate.centre(wave.id, "engagement"), gate.Suppressed)
