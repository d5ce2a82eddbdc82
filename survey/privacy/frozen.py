"""What is frozen when a wave opens or closes, as everybody else may hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey.instruments.model import Instrument


@dataclass(frozen=True, slots=True)
class WaveRef:
    """A wave as it was frozen when it opened."""

    id: int
    number: int
    name: str
    opens_on: date
    closes_on: date
    window_from: date
    window_until: date
    threshold: int
    comment_threshold: int
    block_minimum: int
    state: Literal["open", "closed"]
    statement: str
    help_contact: str
    instrument: Instrument

    @property
    def is_closed(self) -> bool:
        """Whether its results are published; closed is final."""
        return self.state == "closed"


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A block of a wave and the units joined in it, in the order of their ids.

    `mode` says how it answers; `reason` in words why units are joined and why it answers by card
    where others do not, "" where there is nothing to say.
    """

    id: int
    wave_id: int
    code: str
    name: str
    unit_ids: tuple[int, ...]
    n_invited: int
    mode: Literal["link", "cards"]
    reason: str


@dataclass(frozen=True, slots=True)
class BlockKeyRef:
    """The public half of a block's key, and how many credentials were issued with it.

    `n_issued` is None while the wave is open.
    """

    modulus: bytes
    fingerprint: str
    n_issued: int | None


@dataclass(frozen=True, slots=True)
class TurnoutRef:
    """How many of a block were invited to a wave, and how many answered."""

    n_invited: int
    n_answered: int
