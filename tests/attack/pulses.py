"""Waves as they are lived: who claims and answers when, and whose ballot is whose."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from survey.intake.ballots import FilledBallot
from survey.operations.pulse.ballots import canonical
from survey.operations.tokens import pulse_token
from survey.privacy import gate
from survey.store.pulse import rosters
from tests import links, waves

LINK_TEAMS = {"a": 9, "b": 8}


@dataclass(slots=True)
class Lived:
    """A wave, and what nobody but its agents can know."""

    number: int
    # Per block id the agents invited, by id.
    invited: dict[int, list[int]]
    # What each agent answered, as it is kept.
    ballots: dict[int, str] = field(default_factory=dict)
    receipts: dict[int, str] = field(default_factory=dict)

    def block_of(self, agent: int) -> int:
        """The block in which the agent was invited."""
        return next(block for block, agents in self.invited.items() if agent in agents)


def open_wave(number: int = 1, **changes: object) -> Lived:
    """A wave by link just opened, for teams that are there."""
    wave = links.open_by_link(number, **changes)
    return Lived(number, rosters.invited(wave.id))


def live(
    lived: Lived, draw: random.Random, *, after_each: Callable[[int, str], None] | None = None
) -> None:
    """Let everybody claim and answer, in an order and with answers drawn by `draw`.

    Every ballot of a block is another. `after_each` is called with the agent and what they did.
    """
    agents = [agent for some in lived.invited.values() for agent in some]
    draw.shuffle(agents)
    kinds = {block: draw.sample(range(25), len(some)) for block, some in lived.invited.items()}
    for agent in agents:
        kind = kinds[lived.block_of(agent)].pop()
        ballot = distinct_ballot(kind)
        credential = links.claim(pulse_token(lived.number, agent, secret_key=links.SECRET))
        if after_each:
            after_each(agent, "claim")
        lived.receipts[agent] = links.answer(credential, ballot)
        lived.ballots[agent] = canonical(ballot)
        if after_each:
            after_each(agent, "ballot")


def distinct_ballot(kind: int) -> FilledBallot:
    """A ballot unlike those of all other kinds from 0 to 24."""
    return waves.ballot(3, tools_work=1 + kind % 5, decide=1 + kind // 5)


def close(lived: Lived) -> gate.WaveRef:
    """The wave, closed on its last day."""
    return waves.close(lived.number)


def token_of(lived: Lived, agent: int) -> str:
    """The token in the agent's mail."""
    return pulse_token(lived.number, agent, secret_key=links.SECRET)
