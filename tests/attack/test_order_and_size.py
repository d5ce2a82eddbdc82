"""No order and no size joins agents to ballots: not of rows, of keys, of pages, of transactions."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest

from survey.operations.pulse.ballots import canonical
from survey.privacy import gate
from survey.privacy.credentials import claim_digest
from survey.store.database import is_postgresql, rows, run
from survey.store.pulse import slot, vault
from tests import links, waves
from tests.attack import pulses

TEAMS = {"a": 12, "b": 11}
N_WAVES = 6
# Right guesses by luck are one to a block, with a variance of one.
SURE = 4.0
OPEN_ORDERS = ("key", "answers", "length(answers), key")
CLOSED_ORDERS = ("position", "position DESC", "length(answers), position")


def _by_block(table: str, order: str) -> dict[int, list[str]]:
    """The ballots of each block in an order the database knows; "" is as they come."""
    ordered = f"ORDER BY {order}" if order else ""
    found: dict[int, list[str]] = defaultdict(list)
    for block, answers in rows(f"SELECT block_id, answers FROM {table} {ordered}"):
        found[block].append(answers)
    return found


def _hits(lived: pulses.Lived, table: str, order: str) -> int:
    """How many ballots in this order are those of the agents in the order of the roster."""
    ballots = _by_block(table, order)
    return sum(
        lived.ballots.get(agent) == ballot
        for block, agents in lived.invited.items()
        for agent, ballot in zip(agents, ballots[block], strict=False)
    )


def _live_in_order(lived: pulses.Lived, draw: random.Random) -> None:
    """Everybody answers in the order of the roster, so that any trace of order is a name."""
    for agents in lived.invited.values():
        for agent, kind in zip(agents, draw.sample(range(25), len(agents)), strict=True):
            ballot = pulses.distinct_ballot(kind)
            links.claim_and_answer(pulses.token_of(lived, agent), ballot)
            lived.ballots[agent] = canonical(ballot)


def _open_hits(n: int, orders: Iterable[str]) -> dict[str, int]:
    waves.build_teams(TEAMS)
    hits: dict[str, int] = defaultdict(int)
    for number in range(1, n + 1):
        lived = pulses.open_wave(number)
        _live_in_order(lived, random.Random(number))
        for order in orders:
            hits[order] += _hits(lived, "ballot", order)
        pulses.close(lived)
        for order in CLOSED_ORDERS:
            newest = f"(SELECT * FROM counted_ballot WHERE block_id IN {_ids(lived)}) AS one"
            hits[order] += _hits(lived, newest, order)
    return hits


def _ids(lived: pulses.Lived) -> str:
    return "(" + ", ".join(map(str, lived.invited)) + ")"


def test_no_order_of_ballots_is_that_of_the_roster(store: str) -> None:
    hits = _open_hits(N_WAVES, ("", *OPEN_ORDERS))
    expected = N_WAVES * len(TEAMS)
    for order, n in hits.items():
        assert n < expected + SURE * math.sqrt(expected), order


def test_keys_that_count_up_are_found(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _count_keys_up(monkeypatch)
    hits = _open_hits(1, ("", *OPEN_ORDERS))
    assert hits["key"] == hits[""] == sum(TEAMS.values())
    # Sorting by content takes even this away at closing.
    assert max(hits[order] for order in CLOSED_ORDERS) < sum(TEAMS.values()) / 2


def test_keys_that_count_up_and_ballots_left_unsorted_are_found_after_closing(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either rule alone holds: keys are random, and ballots are sorted by content."""
    _count_keys_up(monkeypatch)
    monkeypatch.setattr(vault, "ballots", lambda _: _by_block("ballot", "key"))
    assert _open_hits(1, ())["position"] == sum(TEAMS.values())


def _count_keys_up(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Callable[..., str] = links.pulse.record_link_ballot
    counting = _counting()
    monkeypatch.setattr(
        links.pulse,
        "record_link_ballot",
        lambda *of, **how: whole(*of, **how | {"randomness": counting}),
    )


def _counting() -> Callable[[int], bytes]:
    """What ought to give random bytes, and counts up instead."""
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size)


def test_transactions_of_an_open_wave_tell_which_claim_a_ballot_followed_and_no_more(
    both_stores: str,
) -> None:
    """The known limit: PostgreSQL numbers its writers, so a copy tells in what order they came."""
    if not is_postgresql():
        pytest.skip("only PostgreSQL numbers its writers")
    waves.build_teams(TEAMS)
    lived = pulses.open_wave()
    pulses.live(lived, random.Random(7))
    claims = [
        bytes(digest)
        for (digest,) in rows(
            "SELECT digest FROM claim WHERE blinded IS NOT NULL ORDER BY xmin::text::bigint"
        )
    ]
    ballots = [one for (one,) in rows("SELECT answers FROM ballot ORDER BY xmin::text::bigint")]
    whose = {claim_digest(pulses.token_of(lived, agent)): agent for agent in lived.ballots}
    told = [whose[claim] for claim in claims]  # with SURVEY_SECRET_KEY, or all mails, that is
    assert [lived.ballots[agent] for agent in told] == ballots
    for order in ("xmin::text::bigint", "ctid"):
        assert _hits(lived, "ballot", order) < len(TEAMS) + SURE * math.sqrt(len(TEAMS))
    pulses.close(lived)
    assert rows("SELECT count(DISTINCT xmin::text) FROM counted_ballot") == [(1,)]
    for order in ("xmin::text::bigint", "ctid"):
        hits = _hits(lived, "counted_ballot", order)
        assert hits < len(TEAMS) + SURE * math.sqrt(len(TEAMS))


def test_after_closing_no_page_of_postgresql_holds_a_version_of_the_open_vault(
    both_stores: str,
) -> None:
    if not is_postgresql():
        pytest.skip("SQLite's file is looked at beside")
    if not rows("SELECT 1 FROM pg_available_extensions WHERE name = 'pageinspect'"):
        pytest.skip("the server comes without pageinspect")
    waves.build_teams({"a": 8})
    lived = pulses.open_wave()
    pulses.live(lived, random.Random(8))
    run("CREATE EXTENSION IF NOT EXISTS pageinspect")
    assert _versions("claim") > len(lived.ballots)
    pulses.close(lived)
    assert [_versions(table) for table in slot.OPEN_TABLES] == [0] * len(slot.OPEN_TABLES)


def _versions(table: str) -> int:
    """How many row versions, dead ones included, stand on the pages of a table."""
    pages = rows(f"SELECT pg_relation_size('{table}') / 8192")[0][0]
    sql = f"SELECT count(*) FROM heap_page_items(get_raw_page('{table}', ?)) WHERE lp_len > 0"
    return sum(rows(sql, (page,))[0][0] for page in range(pages))


def test_after_closing_sqlites_files_hold_nothing_of_the_open_vault(store: str) -> None:
    waves.build_teams({"a": 9})
    lived = pulses.open_wave()
    pulses.live(lived, random.Random(9))
    traces = [bytes(one) for (one,) in rows("SELECT key FROM ballot UNION SELECT key FROM remark")]
    for table, column in (("claim", "digest"), ("claim", "blinded"), ("spent", "digest"),
                          ("sealed_key", "sealed")):  # fmt: skip
        traces += [bytes(one) for (one,) in rows(f"SELECT {column} FROM {table}")]
    path = Path(store.removeprefix("sqlite:///"))
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(trace in path.read_bytes() for trace in traces)
    pulses.close(lived)
    left = b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))
    assert not any(trace in left for trace in traces)


# ---------------------------------------------------------------- remarks


def _remarks_shown() -> tuple[list[str], list[str]]:
    """Remarks in the order written, and in the order shown."""
    waves.build_teams({"a": 14})
    lived = pulses.open_wave()
    words = [f"{random.Random(n).random()}" for n in range(14)]
    for agent, word in zip(lived.invited[lived.block_of(1)], words, strict=True):
        ballot = waves.ballot(3, ask_cost=word)
        links.claim_and_answer(pulses.token_of(lived, agent), ballot)
    shown = gate.remarks(pulses.close(lived).id)["ask_cost"]
    assert isinstance(shown, tuple)
    return words, list(shown)


def test_remarks_are_in_no_order_that_tells_anything(store: str) -> None:
    written, shown = _remarks_shown()
    assert sorted(written) == sorted(shown)
    assert sum(a == b for a, b in zip(written, shown, strict=True)) <= 1 + SURE


def test_without_shuffling_they_stand_by_letters_which_tells_nothing_either(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _switch_off_shuffling(monkeypatch)
    written, shown = _remarks_shown()
    assert shown == sorted(written)


def test_without_shuffling_and_sorting_the_order_of_writing_is_found(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _switch_off_shuffling(monkeypatch)
    _count_keys_up(monkeypatch)
    monkeypatch.setattr(vault, "remarks", _remarks_by_key)
    written, shown = _remarks_shown()
    assert shown == written


def _switch_off_shuffling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waves, "bytes_from", lambda _seed: _counting())


def _remarks_by_key(wave_id: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item, text in rows(
        "SELECT item, text FROM remark WHERE wave_id = ? ORDER BY key", (wave_id,)
    ):
        found[item].append(text)
    return found
