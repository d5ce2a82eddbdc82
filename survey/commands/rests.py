"""How long a worker leaves a server alone that takes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Rest:
    """This process's rest from one server, twice as long each time, until it takes a message."""

    until: datetime = LONG_AGO
    pause: timedelta = FIRST_REST

    def take(self, *, now: datetime, seconds: int) -> None:
        """Rest, as long as the server asked for at least."""
        self.until = now + max(self.pause, timedelta(seconds=seconds))
        self.pause = min(2 * self.pause, LONGEST_REST)

    def end(self) -> None:
        """The server takes messages again."""
        self.pause = FIRST_REST


def make_rests() -> Mapping[str, Rest]:
    """A rest for each way out."""
    return {"mail": Rest(), "sms": Rest()}
