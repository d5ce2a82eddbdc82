"""Which contacts a survey asks about, decided from the contact alone.

The same contact gets the same answer today, tomorrow and on another machine: nothing here is left
to chance, and nobody can try again until it suits.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal, NamedTuple

from survey.intake.rules import Rules

RuleName = Literal["channel", "queue", "reason", "handle_time", "language"]
# In the order in which they are looked at; the last one that fails is the nearest to fitting.
RULES: tuple[RuleName, ...] = ("channel", "queue", "reason", "handle_time", "language")
SPACE = 2**64


class Candidate(NamedTuple):
    """What is known of a contact when it is decided whether its customer is asked.

    `closed_at` is in seconds and None where only the day is known; `closed_on` is that day as it is
    written. `outcome` is the decision that stands.
    """

    contact_id: int
    source: str
    external_id: str
    channel: str
    queue: str
    reason: str | None
    handle_seconds: int | None
    unit_id: int
    queue_id: int
    closed_on: str
    closed_at: int | None
    customer_ref: str | None
    email: str | None
    phone: str | None
    language: str | None
    timezone: str | None
    is_answered: bool
    is_invited: bool
    outcome: str | None


class Sieve:
    """The rules of one survey, ready for many contacts."""

    def __init__(self, code: str, rules: Rules) -> None:
        self._channels = frozenset(rules.channels)
        self._queues = frozenset(rules.queues)
        self._reasons = frozenset(rules.reasons)
        self._languages = frozenset(tag.lower() for tag in rules.languages)
        self._least, self._most = rules.least_handle_seconds, rules.most_handle_seconds
        self._below = rules.sampling_percent * SPACE // 100
        self._code = code.encode() + b"\0"

    def failing(self, one: Candidate) -> RuleName | None:
        """The rule that the contact does not fit, or None where it fits all.

        What is not known of a contact fits no rule that asks for it.
        """
        if self._channels and one.channel not in self._channels:
            return "channel"
        if self._queues and one.queue not in self._queues:
            return "queue"
        if self._reasons and one.reason not in self._reasons:
            return "reason"
        if not self._has_fitting_time(one.handle_seconds):
            return "handle_time"
        if self._languages and not self._speaks(one.language):
            return "language"

        return None

    def is_sampled(self, source: str, external_id: str) -> bool:
        """Whether the contact belongs to the share that is asked.

        Each survey draws its own: who is left out by one is not therefore left out by the next.
        A higher rate asks everybody whom a lower one asks.
        """
        name = self._code + f"{source}\0{external_id}".encode()
        drawn = blake2b(name, digest_size=8).digest()

        return int.from_bytes(drawn, "big") < self._below

    def _has_fitting_time(self, seconds: int | None) -> bool:
        if self._least is None and self._most is None:
            return True
        if seconds is None:
            return False

        return (self._least is None or self._least <= seconds) and (
            self._most is None or seconds <= self._most
        )

    def _speaks(self, language: str | None) -> bool:
        """Whether the tag is among the languages; `pt-BR` is where `pt` is."""
        tag = (language or "").lower()
        return tag in self._languages or tag.partition("-")[0] in self._languages
