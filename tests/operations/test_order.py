"""After closing nothing tells in which order ballots came in, not even the bytes of the files."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from survey.operations import pulse
from survey.store import database
from survey.store.database import rows, run
from survey.store.pulse.slot import OPEN_TABLES
from tests import links, waves

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


def _claim_and_close(path: Path, *, seed: int) -> bytes:
    """The file after the same ballots came in by link, from agents and in an order of this seed.

    The messages are the same for every seed, so that the receipts are; some ballots come twice.
    """
    database.connect(f"sqlite:///{path}")
    draw = random.Random(seed)
    ballots = [(team, n, one) for team in TEAMS for n, one in enumerate(BALLOTS[team][:20])]
    mailed = {team: draw.sample(tokens, 20) for team, tokens in links.tokens().items()}
    draw.shuffle(ballots)
    held = [
        (links.claim(mailed[team][n], message=f"{team} {n}".encode().ljust(64)), one)
        for team, n, one in ballots
    ]
    draw.shuffle(held)
    for credential, one in held:
        links.answer(credential, one)
        if draw.random() < 0.3:
            links.answer(credential, waves.ballot(1))
    waves.close()
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    return path.read_bytes()


def _opened_by_link(url: str) -> Path:
    waves.build_teams(TEAMS)
    links.open_by_link()
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    return _file(url)


def test_the_closed_file_is_the_same_whoever_claimed_and_whatever_the_order(
    store: str, tmp_path: Path
) -> None:
    opened = _opened_by_link(store)
    contents = set()
    for seed in range(4):
        copy = tmp_path / f"order{seed}.db"
        shutil.copy(opened, copy)
        contents.add(_claim_and_close(copy, seed=seed))
    assert len(contents) == 1


def test_who_claimed_and_did_not_answer_leaves_a_count_and_nothing_else(
    store: str, tmp_path: Path
) -> None:
    opened = _opened_by_link(store)
    dumps = []
    for number, (first, last) in enumerate([(0, 3), (5, 8), (0, 0)]):
        copy = tmp_path / f"claims{number}.db"
        shutil.copy(opened, copy)
        database.connect(f"sqlite:///{copy}")
        for token in links.tokens()["a"][first:last]:
            links.claim(token)
        waves.close()
        assert rows("SELECT n_issued FROM block_key ORDER BY block_id") == [(last - first,), (0,)]
        if number == 2:
            run("UPDATE block_key SET n_issued = 3 WHERE block_id = 1")
        with closing(sqlite3.connect(copy)) as plain:
            dumps.append("\n".join(plain.iterdump()))
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        database.disconnect()
    assert (tmp_path / "claims0.db").read_bytes() == (tmp_path / "claims1.db").read_bytes()
    assert dumps[0] == dumps[1] == dumps[2]


def test_the_closed_file_keeps_no_claim_no_credential_and_no_private_key(store: str) -> None:
    waves.build_teams({"a": 8})
    links.open_by_link()
    links.answer_all(links.tokens()["a"], [waves.ballot(3)] * 6)
    traces = [
        bytes(value)
        for table in ("claim", "spent", "sealed_key")
        for row in rows(f"SELECT * FROM {table}")
        for value in row
        if isinstance(value, bytes)
    ]
    assert len(traces) == 8 + 6 + 6 + 1
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(trace in _file(store).read_bytes() for trace in traces)
    waves.close()
    left = _file(store).read_bytes() + Path(f"{_file(store)}-wal").read_bytes()
    assert not any(trace in left for trace in traces)


def _fill_both_ways() -> None:
    """Five ballots by link in one block, five by card in another."""
    waves.build_teams({"a": 8, "b": 8})
    by_card = rows("SELECT id FROM unit WHERE code = 'b'")[0]
    links.open_by_link(card_unit_ids=frozenset(by_card))
    sheet = pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(1))
    ballots = [waves.ballot(v, ask_cost="words") for v in (5, 1, 4, 2, 3)]
    waves.submit(sheet.blocks[0].codes, ballots)
    links.answer_all(links.tokens()["a"], ballots)


@on_postgresql
def test_postgresql_keeps_no_row_version_of_the_open_vault(both_stores: str) -> None:
    _fill_both_ways()
    before = [rows(f"SELECT pg_relation_filenode('{table}')") for table in OPEN_TABLES]
    waves.close()
    after = [rows(f"SELECT pg_relation_filenode('{table}')") for table in OPEN_TABLES]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert [rows(f"SELECT pg_relation_size('{table}')") for table in OPEN_TABLES] == [[(0,)]] * 6
    assert rows("SELECT count(DISTINCT xmin::text) FROM counted_ballot") == [(1,)]
    positions = [(n,) for n in range(1, 6)] * 2
    assert rows("SELECT position FROM counted_ballot ORDER BY ctid") == positions
    assert rows("SELECT position FROM receipt ORDER BY ctid") == positions[:5]


@on_postgresql
def test_postgresql_keeps_no_sample_of_the_vault_for_its_planner(both_stores: str) -> None:
    _fill_both_ways()
    for table in OPEN_TABLES:
        run(f"ANALYZE {table}")
    waves.close()
    run("ANALYZE counted_ballot")
    kept = rows(
        "SELECT tablename, attname FROM pg_stats WHERE tablename IN"
        " ('ballot_card', 'sealed_key', 'claim', 'spent', 'ballot', 'remark', 'counted_ballot')"
        " AND attname IN ('digest', 'sealed', 'blinded', 'key', 'answers', 'text')"
    )
    assert kept == []
