"""Ballot cards and remarks: what is left of a spent card, and of the words of few."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from survey.operations.pulse import closing
from survey.privacy import gate
from survey.privacy.release import publish
from survey.store.database import is_postgresql, run
from survey.store.pulse import slot
from tests import waves
from tests.attack.loot import VAULT, Copy, copied, joins

CANARIES = ("canary one", "canary two", "canary three")


def _written_together(copy: Copy) -> set[tuple[str, str]]:
    """Pairs of the vault's tables with rows that one transaction wrote."""
    by = {name: {number for number, _ in copy[name].written} for name in VAULT}
    return {(a, b) for a in by for b in by if a < b and by[a] & by[b]}


def _held_by_cards() -> None:
    waves.build_teams({"a": 9})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes, [waves.ballot(1 + n % 5) for n in range(6)])


def test_no_row_is_left_of_a_card_that_a_ballot_came_in_with(both_stores: str) -> None:
    _held_by_cards()
    copy = copied()
    assert joins(copy) == set()
    assert len(copy["ballot_card"].rows) == 3
    assert _written_together(copy) == set()


def test_a_spent_card_that_is_marked_instead_of_deleted_is_found(
    both_stores: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One copy then tells with which card a ballot came, to whoever noted who drew which."""
    if not is_postgresql():
        pytest.skip("SQLite does not note which transaction wrote a row")
    whole = slot.run

    def marking(sql: str, parameters: Any = ()) -> Any:
        if sql.startswith("DELETE FROM ballot_card WHERE digest"):
            sql = "UPDATE ballot_card SET block_id = block_id WHERE digest = ?"
        return whole(sql, parameters)

    monkeypatch.setattr(slot, "run", marking)
    _held_by_cards()
    assert _written_together(copied()) == {("ballot", "ballot_card")}


def _remarks() -> list[str]:
    """All that is shown of remarks, three people having written some."""
    waves.build_teams({"a": 9})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes, [waves.ballot(3, ask_people=words) for words in CANARIES])
    waves.submit(codes[3:], [waves.ballot(3)] * 3)
    shown = gate.remarks(waves.close().id)
    return [text for texts in shown.values() if isinstance(texts, tuple) for text in texts]


def test_the_words_of_three_are_shown_nowhere(store: str) -> None:
    assert _remarks() == []
    everything = repr(copied())
    assert not any(words in everything for words in CANARIES)


def test_without_the_threshold_for_remarks_the_words_of_three_are_found(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish_all(wave: gate.WaveRef, **how: Any) -> None:
        publish(replace(wave, comment_threshold=1), **how)

    monkeypatch.setattr(closing, "publish", publish_all)
    assert sorted(_remarks()) == sorted(CANARIES)


def test_an_open_wave_shows_nothing_to_subtract(store: str) -> None:
    _held_by_cards()
    (wave,) = gate.waves()
    run("INSERT INTO turnout SELECT id, 6 FROM block")  # even if it were written down too early
    assert gate.turnout(wave.id) == {}
    assert {type(cell) for of in gate.cells(wave.id).values() for cell in of.values()} == {
        gate.Suppressed
    }
    assert gate.receipts(wave.id) == {}
    assert {key.n_issued for key in gate.block_keys(wave.id).values()} <= {None}
