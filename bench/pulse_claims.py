"""Claims per second against the bare modular power with the same key, in one run and in turns.

A claim is the whole operation: the right found, the key unsealed, the value checked and blinded
once more, the power, its check, and the claim noted durably. Through the door it comes as an HTTP
request to the product as it is served.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from bench import wave_by_link
from bench.bare_power import bare
from bench.report import Ratio
from bench.served import ROOT, serving
from survey.blind_signatures.keys import SigningKey
from survey.operations import pulse
from survey.store import database

FLOOR, FLOOR_AT_THE_DOOR = 0.25, 0.15
N_ROUNDS, N_PER_ROUND = 9, 100


def measure() -> tuple[Ratio, Ratio]:
    """Medians over alternating rounds: of the operation, and of the door."""
    n_claims = 2 * N_ROUNDS * N_PER_ROUND
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder:
        url = f"sqlite:///{folder}/claims.db"
        wave = wave_by_link.make(url, n_agents=n_claims, block_size=n_claims)
        tokens = wave.blocks[0].tokens
        values = wave_by_link.blinded_values(wave.key, n_claims)
        half = n_claims // 2
        by_operation = _in_turns(_claims(tokens[:half], values[:half]), _powers(wave.key, values))
        database.settle()
        with serving("app:app", _environment(url, folder)) as port:
            door = _door(port, tokens[half:], values[half:])
            at_the_door = _in_turns(door, _powers(wave.key, values))
        _require_claimed(url, n_claims)
    return (
        _ratio("Claims per second, to the bare modular power", by_operation, FLOOR),
        _ratio("Claims per second over HTTP, to the bare modular power", at_the_door,
               FLOOR_AT_THE_DOOR),
    )  # fmt: skip


Work = Callable[[int], float]


def _in_turns(ours: Work, plain: Work) -> tuple[list[float], list[float]]:
    """Rates of both per round; the first round only warmed them."""
    rounds = [(ours(number), plain(number)) for number in range(N_ROUNDS)]
    own, bare_ones = zip(*rounds[1:], strict=True)
    return list(own), list(bare_ones)


def _part(things: Sequence[Any], number: int) -> Sequence[Any]:
    return things[number * N_PER_ROUND : (number + 1) * N_PER_ROUND]


def _timed(one: Callable[..., object], arguments: Sequence[tuple[Any, ...]]) -> float:
    began = time.perf_counter()
    for given in arguments:
        one(*given)
    return len(arguments) / (time.perf_counter() - began)


def _claims(tokens: Sequence[str], values: Sequence[bytes]) -> Work:
    def claim(token: str, blinded: bytes) -> object:
        return pulse.claim(
            token,
            blinded,
            today=wave_by_link.TODAY,
            secret_key=wave_by_link.SECRET,
            randomness=secrets.token_bytes,
        )

    pairs = list(zip(tokens, values, strict=True))
    return lambda number: _timed(claim, _part(pairs, number))


def _powers(key: SigningKey, values: Sequence[bytes]) -> Work:
    power, numbers = bare(key), [(int.from_bytes(one),) for one in values]
    return lambda number: _timed(power.of, _part(numbers, number))


def _door(port: int, tokens: Sequence[str], values: Sequence[bytes]) -> Work:
    paths = [f"/pulse/claim/{token}" for token in tokens]
    bodies = [
        json.dumps({"blinded": urlsafe_b64encode(one).rstrip(b"=").decode()}) for one in values
    ]

    def one_round(number: int) -> float:
        plan = [{"port": port, "method": "POST", "paths": _part(paths, number),
                 "bodies": _part(bodies, number)}]  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "bench.posting"],
            input=json.dumps(plan), capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        (found,) = json.loads(done.stdout)
        if set(found["statuses"]) != {"200"}:
            raise RuntimeError(f"not every claim was signed: {found['statuses']}")
        return float(found["rate"])

    return one_round


def _ratio(name: str, rates: tuple[list[float], list[float]], floor: float) -> Ratio:
    ours, plain = map(median, rates)
    return Ratio(
        name=name,
        value=median(own / power for own, power in zip(*rates, strict=True)),
        floor_or_ceiling="floor",
        target=floor,
        note=f"{ours:,.0f}/s to {plain:,.0f}/s, medians of {N_ROUNDS - 1} alternating rounds of"
        f" {N_PER_ROUND}; 2,048 bits, SQLite with synchronous=FULL",
    )


def _require_claimed(url: str, n: int) -> None:
    database.connect(url)
    (counted,) = database.rows("SELECT count(*), count(blinded) FROM claim")
    database.disconnect()
    if tuple(counted) != (n, n):
        raise RuntimeError(f"of {n} claims these are kept and noted: {counted}")


def _environment(url: str, folder: str) -> dict[str, str]:
    return {
        "SURVEY_DATABASE_URL": url,
        "SURVEY_DATA_FOLDER": folder,
        "SURVEY_SECRET_KEY": wave_by_link.SECRET,
    }
