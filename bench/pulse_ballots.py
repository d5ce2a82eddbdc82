"""Ballots by link per second, against a bare insert of the same row.

Ours checks the signature, spends the credential and keeps the ballot, in one durable transaction.
The bare one puts the same ballot rows into the same schema, each in a durable transaction too.
"""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
import time
from statistics import median

from bench import wave_by_link
from bench.bare_power import bare
from bench.report import Ratio
from survey.blind_signatures import client
from survey.blind_signatures.keys import BITS, SigningKey
from survey.blind_signatures.signing import SALT_BYTES
from survey.instruments.pulse import PULSE
from survey.intake.ballots import FilledBallot
from survey.operations import pulse
from survey.operations.pulse.ballots import canonical
from survey.store import database
from survey.store.database import SQLITE_PRAGMAS

FLOOR = 0.25
N_ROUNDS, N_PER_ROUND = 9, 200
KEY_BYTES = 16


def measure() -> Ratio:
    """The median of the ratios over alternating rounds."""
    n_ballots = N_ROUNDS * N_PER_ROUND
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder:
        url = f"sqlite:///{folder}/ours.db"
        wave = wave_by_link.make(url, n_agents=n_ballots, block_size=n_ballots)
        credentials = [_credential(wave.key) for _ in range(n_ballots)]
        store = _bare_store(f"{folder}/bare.db")
        rates = []
        for number in range(N_ROUNDS):
            part = credentials[number * N_PER_ROUND : (number + 1) * N_PER_ROUND]
            rates.append((_record(wave.blocks[0].code, part), _insert(store)))
        store.close()
        (counted,) = database.rows(
            "SELECT (SELECT count(*) FROM ballot), (SELECT count(*) FROM spent)"
        )
        database.disconnect()
    if tuple(counted) != (n_ballots, n_ballots):
        raise RuntimeError(f"of {n_ballots} ballots these are kept and spent: {counted}")
    # The first round only warmed them.
    ours, plain = (median(one) for one in zip(*rates[1:], strict=True))
    return Ratio(
        name="Ballots by link per second, to a bare insert of the same row",
        value=median(own / bare_one for own, bare_one in rates[1:]),
        floor_or_ceiling="floor",
        target=FLOOR,
        note=f"{ours:,.0f}/s to {plain:,.0f}/s, medians of {N_ROUNDS - 1} alternating rounds of"
        f" {N_PER_ROUND}; SQLite with synchronous=FULL",
    )


def _credential(key: SigningKey) -> tuple[bytes, bytes]:
    """Message and signature as a browser holds them."""
    message = client.draw_message(secrets.token_bytes)
    encoded = client.encode(message, BITS - 1, salt=secrets.token_bytes(SALT_BYTES))
    signature = bare(key).of(int.from_bytes(encoded))
    return message, signature.to_bytes(len(key.modulus))


def _filled() -> FilledBallot:
    """Every question with points answered, and nothing in words."""
    scored = [item for item in PULSE.items if item.scale is not None]
    return FilledBallot({item.code: item.scale.high for item in scored if item.scale}, {})


def _record(code: str, credentials: list[tuple[bytes, bytes]]) -> float:
    filled = _filled()
    began = time.perf_counter()
    for message, signature in credentials:
        pulse.record_link_ballot(
            1, code, message, signature, filled,
            today=wave_by_link.TODAY, randomness=secrets.token_bytes,
        )  # fmt: skip
    return len(credentials) / (time.perf_counter() - began)


def _bare_store(path: str) -> sqlite3.Connection:
    """A table like ours, with its pragmas and nothing around it."""
    store = sqlite3.connect(path, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        store.execute(f"PRAGMA {name} = {value}")
    store.execute(
        "CREATE TABLE ballot (key BLOB NOT NULL PRIMARY KEY, block_id INTEGER NOT NULL,"
        " answers TEXT NOT NULL) WITHOUT ROWID, STRICT"
    )
    return store


def _insert(store: sqlite3.Connection) -> float:
    answers = canonical(_filled())
    began = time.perf_counter()
    for _ in range(N_PER_ROUND):
        store.execute("BEGIN IMMEDIATE")
        row = (secrets.token_bytes(KEY_BYTES), 1, answers)
        store.execute("INSERT INTO ballot VALUES (?, ?, ?)", row)
        store.execute("COMMIT")
    return N_PER_ROUND / (time.perf_counter() - began)
