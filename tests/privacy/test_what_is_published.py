"""Of a closed wave there are figures of constructs, and none of a single question among several."""

from __future__ import annotations

from survey.privacy import gate
from survey.store.database import rows
from tests import waves


def test_single_questions_of_a_construct_are_never_published(store: str) -> None:
    waves.build_teams(dict.fromkeys("abc", 12))
    codes = waves.open_with_cards()
    items = [item for item in gate.wave(1).instrument.items if item.scale is not None]
    whole = waves.ballot(**{item.code: item.scale.low + 1 for item in items if item.scale})
    for team in codes.values():
        waves.submit(team, [whole] * 11)
        # Who answers one question of three is in no figure of theirs.
        waves.submit(team[11:], [waves.ballot(vigour=5)])
    wave = waves.close()
    constructs = {construct.code for construct in wave.instrument.constructs}
    assert len(items) > len(constructs)
    for table in ("released_cell", "released_spread", "released_total"):
        published = {measure for (measure,) in rows(f"SELECT DISTINCT measure FROM {table}")}
        assert published
        assert published <= constructs
    figures = waves.engagement().values()
    assert {cell.n for cell in figures if isinstance(cell, gate.Published)} == {11}
