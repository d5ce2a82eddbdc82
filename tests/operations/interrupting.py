"""Kills a process between two statements, again and again: run as a script by the tests.

    python -m tests.operations.interrupting open|claim|answer|spend|close DATABASE_URL SCRATCH

For k = 1, 2, 3, ... a forked child does the work and kills itself with SIGKILL just before its
k-th statement, beginning and committing included; the parent then looks at what was left behind
and does the work again. It ends with the first k that the child outlives, and prints how many
times it killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from survey.blind_signatures import client
from survey.errors import Conflict, NotFound
from survey.operations import pulse
from survey.privacy import gate
from survey.privacy.credentials import receipt_code, spent_digest
from survey.store import database
from survey.store.database import rows, run
from tests import links, waves
from tests.conftest import _empty_all_tables

STATEMENTS = ("execute_sql", "begin", "commit", "cursor")
BALLOTS = [waves.ballot(1 + n % 5, ask_cost=f"Words {n}") for n in range(11)]
# Block a answers by card, block b by link; each has one ballot to come.
TEAMS = {"a": 12, "b": 12}
MESSAGES = [f"message {n}".encode().ljust(64) for n in range(12)]
STATE = (
    "SELECT state, closed_at IS NULL FROM wave",
    "SELECT name, mode, n_invited FROM block ORDER BY code",
    "SELECT count(*) FROM roster",
    "SELECT count(*) FROM job",
    "SELECT count(*), count(n_issued), sum(n_issued) FROM block_key",
    "SELECT count(*) FROM sealed_key",
    "SELECT digest, blinded FROM claim ORDER BY digest",
    "SELECT digest FROM spent ORDER BY digest",
    "SELECT position, code FROM receipt ORDER BY position",
    "SELECT block_id, count(*) FROM ballot_card GROUP BY block_id",
    "SELECT answers FROM ballot ORDER BY answers",
    "SELECT item, text FROM remark ORDER BY item, text",
    "SELECT * FROM counted_ballot ORDER BY block_id, position",
    "SELECT * FROM turnout ORDER BY block_id",
    "SELECT * FROM released_cell ORDER BY block_id, measure",
    "SELECT * FROM released_spread ORDER BY measure",
    "SELECT * FROM released_total ORDER BY measure",
    "SELECT * FROM released_remark ORDER BY item, position",
)


def _state() -> list[list[tuple[Any, ...]]]:
    return [[tuple(map(_plain, row)) for row in rows(sql)] for sql in STATE]


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _killed(url: str, work: Callable[[], None], k: int) -> bool:
    """Whether a child that dies before its k-th statement was still at work."""
    child = os.fork()
    if child == 0:
        database.connect(url)
        rows("SELECT 1")
        _die_before(k)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _die_before(k: int) -> None:
    engine, left = database.database.obj, [k]

    def counting(statement: Callable[..., Any]) -> Callable[..., Any]:
        def one(*args: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return statement(*args, **options)

        return one

    for name in STATEMENTS:
        setattr(engine, name, counting(getattr(engine, name)))


class _Work:
    """What is done in each of the killed processes, and done again by the parent."""

    def __init__(self) -> None:
        self.codes: dict[str, list[str]] = {}
        self.credential: links.Credential | None = None
        self.blinding: client.Blinding | None = None

    def open(self) -> None:
        """Open the wave; by then it may be open."""
        try:
            wave = waves.new_wave(mode="link", card_unit_ids=pulse.find_units(["a"]))
            pulse.open_wave(wave, now=waves.NOW, keys=links.key_source())
        except Conflict:
            assert gate.wave(1).number == 1

    def claim(self) -> None:
        """Claim once more: whatever happened, the signature fits."""
        assert self.blinding
        token = links.tokens()["b"][11]
        modulus = pulse.find_claim(token, today=waves.OPENS_ON).modulus
        signed = links.sign(token, self.blinding.blinded)
        assert client.finish(modulus, MESSAGES[11], signed, self.blinding.inverse)

    def answer(self) -> None:
        """Answer by link: whatever happened, the receipt is the same."""
        assert self.credential
        receipt = links.answer(self.credential, waves.ballot(5, ask_cost="One", ask_people="Two"))
        assert receipt == receipt_code(spent_digest(self.credential.message))

    def spend(self) -> None:
        """Answer by card; by then the card may be spent."""
        ballot = waves.ballot(5, ask_cost="One", ask_people="Two")
        draw = waves.bytes_from(4)
        try:
            code = self.codes["a"][11]
            pulse.record_ballot(code, ballot, today=waves.OPENS_ON, randomness=draw)
        except NotFound:
            return

    def close(self) -> None:
        """Close the wave for good."""
        waves.close()
        assert rows("SELECT scrubbed_at IS NULL FROM wave") == [(False,)]
        assert gate.turnout(gate.wave(1).id)

    def prepare(self, verb: str, url: str) -> None:
        """Bring a database to where the work begins; the same each time."""
        database.connect(url)
        if database.is_postgresql():
            _empty_all_tables()
        waves.build_teams(TEAMS)
        links.give_addresses()
        if verb == "open":
            return
        self.open()
        sheet = pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(1))
        self.codes = {one.block.code: list(one.codes) for one in sheet.blocks}
        waves.submit(self.codes["a"], BALLOTS)
        mailed = links.tokens()["b"]
        draw = waves.bytes_from(5)
        held = [links.claim(mailed[n], message=MESSAGES[n], randomness=draw) for n in range(11)]
        for credential, ballot in zip(held[:10], BALLOTS, strict=False):
            links.answer(credential, ballot)
        self.credential = held[10]
        modulus = pulse.find_claim(mailed[11], today=waves.OPENS_ON).modulus
        self.blinding = client.blind(modulus, MESSAGES[11], randomness=draw)


def _fresh(work: _Work, verb: str, url: str, scratch: Path, k: int) -> str:
    """The address of a database that stands just before the work."""
    if not url.startswith("sqlite:"):
        work.prepare(verb, url)
        database.disconnect()
        return url
    template = Path(url.removeprefix("sqlite:///"))
    copy = scratch / f"{k}.db"
    shutil.copy(template, copy)
    return f"sqlite:///{copy}"


def main(verb: str, url: str, scratch: Path) -> None:
    """Kill until the work is outlived; see the module."""
    work = _Work()
    work.prepare(verb, url)
    before = _state()
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    do = getattr(work, verb)
    outcomes, k, was_killed = set(), 0, True
    while was_killed:
        k += 1
        at = _fresh(work, verb, url, scratch, k)
        was_killed = _killed(at, do, k)
        database.connect(at)
        found = _state()
        do()
        after = _state()
        outcomes.add(repr(after))
        assert found in (before, after), f"half done at statement {k}: {found}"
        assert len(outcomes) == 1, f"counted otherwise at statement {k}"
        assert after != before
        database.disconnect()
    print(k - 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
