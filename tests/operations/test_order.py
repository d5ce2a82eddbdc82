"""After closing nothing tells in which order ballots came in, not even the bytes of the files."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from survey.operations import pulse
from survey.store import database
from survey.store.database import rows, run
from tests import waves

on_postgresql = pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
# Enough to fill several pages, whose division depends on the order in which rows come.
TEAMS = {"a": 40, "b": 60}
BALLOTS = {
    code: [
        waves.ballot(1 + n % 5, tools_work=1 + n % 3, ask_cost=f"{code} {n}") for n in range(size)
    ]
    for code, size in TEAMS.items()
}


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _fill_and_close(path: Path, codes: dict[str, list[str]], *, seed: int) -> bytes:
    """The file after the same ballots went in, in an order and under keys of this seed."""
    database.connect(f"sqlite:///{path}")
    draw = random.Random(seed)
    for team in TEAMS:
        draw.shuffle(codes[team])
    pairs = [
        (code, one) for team in TEAMS for code, one in zip(codes[team], BALLOTS[team], strict=True)
    ]
    draw.shuffle(pairs)
    for code, one in pairs:
        pulse.record_ballot(code, one, today=waves.OPENS_ON, randomness=draw.randbytes)
    waves.close()
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    return path.read_bytes()


def test_the_closed_file_is_the_same_whatever_the_order_of_the_ballots(
    store: str, tmp_path: Path
) -> None:
    waves.build_teams(TEAMS)
    codes = waves.open_with_cards()
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    contents = set()
    for seed in range(4):
        copy = tmp_path / f"order{seed}.db"
        shutil.copy(_file(store), copy)
        contents.add(_fill_and_close(copy, {k: list(v) for k, v in codes.items()}, seed=seed))
    assert len(contents) == 1


def test_the_closed_file_keeps_no_card_no_key_and_no_hidden_remark(store: str) -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()["a"]
    ballots = [waves.ballot(3, ask_people=f"canary {n}") for n in range(6)]
    waves.submit(codes, ballots)
    traces = [bytes(one) for (one,) in rows("SELECT digest FROM ballot_card")]
    traces += [bytes(one) for (one,) in rows("SELECT key FROM ballot UNION SELECT key FROM remark")]
    traces += [b"canary"]
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(trace in _file(store).read_bytes() for trace in traces)
    waves.close()
    left = _file(store).read_bytes() + Path(f"{_file(store)}-wal").read_bytes()
    assert not any(trace in left for trace in traces)


@on_postgresql
def test_postgresql_keeps_no_row_version_of_the_open_vault(both_stores: str) -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes, [waves.ballot(v, ask_cost="words") for v in (5, 1, 4, 2, 3)])
    tables = ("ballot_card", "ballot", "remark")
    before = [rows(f"SELECT pg_relation_filenode('{table}')") for table in tables]
    waves.close()
    after = [rows(f"SELECT pg_relation_filenode('{table}')") for table in tables]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert [rows(f"SELECT pg_relation_size('{table}')") for table in tables] == [[(0,)]] * 3
    assert rows("SELECT count(DISTINCT xmin::text) FROM counted_ballot") == [(1,)]
    assert rows("SELECT position FROM counted_ballot ORDER BY ctid") == [(n,) for n in range(1, 6)]


@on_postgresql
def test_postgresql_keeps_no_sample_of_the_vault_for_its_planner(both_stores: str) -> None:
    waves.build_teams({"a": 8})
    codes = waves.open_with_cards()["a"]
    waves.submit(codes, [waves.ballot(v, ask_cost="words") for v in (5, 1, 4, 2, 3)])
    run("ANALYZE ballot_card")
    run("ANALYZE ballot")
    run("ANALYZE remark")
    waves.close()
    run("ANALYZE counted_ballot")
    kept = rows(
        "SELECT tablename, attname FROM pg_stats WHERE tablename IN"
        " ('ballot_card', 'ballot', 'remark', 'counted_ballot')"
        " AND attname IN ('digest', 'key', 'answers', 'text')"
    )
    assert kept == []
