"""A centre of any size with a wave by link that is open today, for what is measured about it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from survey.blind_signatures import client
from survey.blind_signatures.keys import SigningKey, draw_key
from survey.operations import pulse
from survey.operations.tokens import pulse_token
from survey.privacy import gate
from survey.store import database, schema
from survey.store.pulse import rosters

SECRET = "a-secret-for-measuring"  # noqa: S105  # no secret
TODAY = datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the wave, and the tokens that were mailed to its agents."""

    code: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """The wave, whose blocks all have the same key."""

    key: SigningKey
    blocks: tuple[Block, ...]


def make(url: str, *, n_agents: int, block_size: int) -> Wave:
    """A new database with the wave; it stays connected."""
    add_agents(url, n_agents=n_agents, block_size=block_size)
    key = draw_key()
    open_wave(draw=lambda: key)
    wave = gate.wave(1)
    invited = rosters.invited(wave.id)
    blocks = tuple(
        Block(
            block.code,
            tuple(pulse_token(1, agent, secret_key=SECRET) for agent in invited[block.id]),
        )
        for block in gate.blocks(wave.id)
    )
    return Wave(key, blocks)


def add_agents(url: str, *, n_agents: int, block_size: int) -> None:
    """A new database with a unit for every so many agents, all with a mail address."""
    database.connect(url)
    schema.migrate()
    n_units = -(-n_agents // block_size)
    numbers = range(1, n_agents + 1)
    with database.transaction():
        database.run("INSERT INTO unit (id, code, name, depth) VALUES (1, 'centre', 'Centre', 0)")
        database.load_rows(
            "unit",
            ("id", "code", "name", "depth", "parent_id", "parent_depth"),
            [(2 + i, f"t{i:04}", f"Team {i:04}", 1, 1, 0) for i in range(n_units)],
        )
        agents = [(i, f"a{i}", f"Agent {i}") for i in numbers]
        database.load_rows("agent", ("id", "code", "name"), agents)
        database.load_rows(
            "membership",
            ("agent_id", "unit_id", "from_on"),
            [(i, 2 + (i - 1) // block_size, str(date(2025, 1, 1))) for i in numbers],
        )
        database.load_rows(
            "app_user",
            ("email", "name", "role", "agent_id"),
            [(f"a{i}@example.org", f"Agent {i}", "agent", i) for i in numbers],
        )


def open_wave(
    *,
    draw: Callable[[], SigningKey] = draw_key,
    on_progress: Callable[[str], None] | None = None,
) -> None:
    """Wave 1, open from yesterday for two weeks."""
    new = pulse.NewWave(
        number=1,
        name="Wave 1",
        opens_on=TODAY - timedelta(days=1),
        closes_on=TODAY + timedelta(days=13),
        window_from=TODAY - timedelta(days=40),
        window_until=TODAY - timedelta(days=10),
        mode="link",
    )
    keys = pulse.KeySource(SECRET, secrets.token_bytes, draw)
    pulse.open_wave(new, now=datetime.now(UTC), keys=keys, on_progress=on_progress)


def blinded_values(key: SigningKey, n: int) -> list[bytes]:
    """So many values as browsers send them to be signed."""
    random = secrets.token_bytes
    messages = [client.draw_message(random) for _ in range(n)]
    return [client.blind(key.modulus, one, randomness=random).blinded for one in messages]
