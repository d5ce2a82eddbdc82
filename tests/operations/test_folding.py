"""Old waves: ballots become counts of the whole centre, all or nothing, and are gone."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from survey.operations.pulse import folding
from survey.privacy import gate
from survey.privacy.audit import audit
from survey.store import database
from survey.store.database import is_postgresql, rows, run, transaction
from survey.store.pulse import folding as store_folding
from tests import waves
from tests.conftest import ROOT
from tests.waves import NOW

KEEP = 730
OLD = NOW + timedelta(days=KEEP, seconds=1)
on_postgresql = pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)


def closed_wave(n_ballots: int, number: int = 1, *, words: str = "words") -> gate.WaveRef:
    """A wave of four blocks of twelve with so many ballots, of which the last skips eNPS."""
    if number == 1:
        waves.build_teams(dict.fromkeys("abcd", 12))
    codes = [code for block in waves.open_with_cards(number).values() for code in block]
    ballots = [
        waves.ballot(
            1 + n % 5, ask_cost=f"{words} {n}", **({} if n == n_ballots - 1 else {"enps": 7})
        )
        for n in range(n_ballots)
    ]
    waves.submit(codes, ballots)
    return waves.close(number)


def tally(wave: gate.WaveRef, item: str) -> dict[int, int]:
    sql = "SELECT value, n FROM tally WHERE wave_id = ? AND item = ? ORDER BY value"
    return dict(rows(sql, (wave.id, item)))


def n_counted() -> int:
    count: int = rows("SELECT count(*) FROM counted_ballot")[0][0]
    return count


def published() -> list[list[tuple[object, ...]]]:
    tables = ("released_cell", "released_spread", "released_total", "released_remark", "turnout")
    return [sorted(rows(f"SELECT * FROM {table}"), key=str) for table in tables]


def problems() -> list[str]:
    return [problem for check in audit() for problem in check.problems]


def test_an_old_wave_is_folded_and_its_figures_stay(both_stores: str) -> None:
    wave = closed_wave(35)
    before = published()
    assert folding.fold_waves(KEEP, now=OLD) == (1,)
    assert n_counted() == 0
    assert tally(wave, "vigour") == {1: 7, 2: 7, 3: 7, 4: 7, 5: 7}
    assert tally(wave, "enps") == {7: 34}
    assert published() == before
    assert problems() == []


def test_folding_again_changes_nothing(both_stores: str) -> None:
    closed_wave(35)
    folding.fold_waves(KEEP, now=OLD)
    after = rows("SELECT * FROM tally"), rows("SELECT folded_at, scrubbed_at FROM wave")
    assert folding.fold_waves(KEEP, now=OLD + timedelta(days=1)) == ()
    assert (rows("SELECT * FROM tally"), rows("SELECT folded_at, scrubbed_at FROM wave")) == after


def test_a_wave_stays_as_long_as_promised(both_stores: str) -> None:
    closed_wave(35)
    assert folding.fold_waves(KEEP, now=NOW + timedelta(days=KEEP)) == ()
    assert folding.fold_waves(0, now=OLD) == ()
    assert n_counted() == 35


def test_an_open_wave_is_never_folded(both_stores: str) -> None:
    waves.build_teams({"a": 10})
    waves.submit(waves.open_with_cards()["a"], [waves.ballot(3)])
    assert folding.fold_waves(KEEP, now=OLD) == ()
    assert rows("SELECT count(*) FROM ballot") == [(1,)]


@pytest.mark.parametrize("n_ballots", [0, 1, 2, 29])
def test_of_few_ballots_nothing_is_left(both_stores: str, n_ballots: int) -> None:
    closed_wave(n_ballots)
    assert folding.fold_waves(KEEP, now=OLD) == (1,)
    assert (n_counted(), rows("SELECT * FROM tally")) == (0, [])
    assert problems() == []


def test_an_item_that_few_answered_is_not_tallied(both_stores: str) -> None:
    wave = closed_wave(30)
    folding.fold_waves(KEEP, now=OLD)
    assert sum(tally(wave, "vigour").values()) == 30
    assert tally(wave, "enps") == {}


def test_what_few_of_a_block_answered_is_in_no_tally(both_stores: str) -> None:
    """Else the tally, less the published means, would tell what the hidden block answered."""
    waves.build_teams({"a": 35, "b": 10})
    codes = waves.open_with_cards()
    waves.submit(codes["a"], [waves.ballot(4)] * 35)
    waves.submit(codes["b"], [waves.ballot(1)] * 4)
    wave = waves.close()
    folding.fold_waves(KEEP, now=OLD)
    assert tally(wave, "vigour") == {4: 35}


def test_the_other_waves_keep_their_ballots_in_their_order(both_stores: str) -> None:
    closed_wave(35)
    closed_wave(31, 2)
    run("UPDATE wave SET closed_at = closed_at - ? WHERE number = 2", (9_000_000,))
    second = sorted(rows(_BALLOTS_OF, (2,)))
    run("UPDATE wave SET closed_at = closed_at + ? WHERE number = 2", (99_000_000,))
    assert folding.fold_waves(KEEP, now=OLD) == (1,)
    assert rows("SELECT count(*) FROM counted_ballot") == [(31,)]
    assert sorted(rows(_BALLOTS_OF, (2,))) == second
    assert problems() == []


def _fold_and_die(wave_id: int) -> None:
    with transaction():
        assert store_folding.fold(wave_id, OLD)
        assert n_counted() == 0
        raise KeyboardInterrupt


def test_killed_before_its_end_nothing_has_happened(both_stores: str) -> None:
    wave = closed_wave(35)
    with pytest.raises(KeyboardInterrupt):
        _fold_and_die(wave.id)
    assert (n_counted(), rows("SELECT * FROM tally")) == (35, [])
    assert folding.fold_waves(KEEP, now=OLD) == (1,)


@pytest.mark.slow
def test_a_killed_process_leaves_all_ballots_or_all_tallies(
    both_stores: str, tmp_path: Path
) -> None:
    database.disconnect()
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.interrupting_folding", both_stores, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 6


def test_killed_before_the_files_are_rewritten_the_next_night_does_it(both_stores: str) -> None:
    wave = closed_wave(35)
    with transaction():
        store_folding.fold(wave.id, OLD)
    assert "Wave 1 is closed but its files are not rewritten: close it again." in problems()
    assert folding.fold_waves(KEEP, now=OLD) == ()
    assert problems() == []


def test_the_audit_finds_a_ballot_that_stayed_and_a_tally_of_few(both_stores: str) -> None:
    wave = closed_wave(35)
    folding.fold_waves(KEEP, now=OLD)
    run("UPDATE tally SET n = 1 WHERE item = 'vigour'")
    run("INSERT INTO counted_ballot SELECT min(id), 1, '{}' FROM block")
    assert problems() == [
        "Wave 1: its ballots are folded into tallies, and are still there.",
        "Wave 1: vigour is tallied from 5 answers.",
    ]
    run("DELETE FROM released_remark WHERE position > 7")
    assert "Wave 1: ask_cost shows the words of 7 people." in problems()
    assert wave.is_closed


@pytest.mark.parametrize("both_stores", ["sqlite"], indirect=True)
def test_the_file_keeps_nothing_of_a_folded_ballot(both_stores: str) -> None:
    closed_wave(35)
    path = Path(both_stores.removeprefix("sqlite:///"))
    trace = rows("SELECT answers FROM counted_ballot")[0][0].encode()
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert trace in path.read_bytes()
    folding.fold_waves(KEEP, now=OLD)
    assert trace not in path.read_bytes() + Path(f"{path}-wal").read_bytes()


@on_postgresql
def test_postgresql_gives_the_ballots_that_stay_a_new_file(both_stores: str) -> None:
    closed_wave(35)
    closed_wave(31, 2)
    run("UPDATE wave SET closed_at = closed_at + 99000000 WHERE number = 2")
    before = rows("SELECT pg_relation_filenode('counted_ballot')")
    folding.fold_waves(KEEP, now=OLD)
    assert is_postgresql()
    assert rows("SELECT pg_relation_filenode('counted_ballot')") != before
    assert rows("SELECT count(DISTINCT xmin::text) FROM counted_ballot") == [(1,)]
    kept = rows("SELECT block_id, position FROM counted_ballot ORDER BY ctid")
    assert kept == sorted(kept)


_BALLOTS_OF = (
    "SELECT block_id, position, answers FROM counted_ballot JOIN block ON block.id = block_id"
    " JOIN wave ON wave.id = wave_id WHERE number = ?"
)
