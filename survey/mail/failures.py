"""What can go wrong on a message's way, told apart by what may be done about it.

Letters and short messages fail in the same ways.
"""

from __future__ import annotations

from collections.abc import Callable

from survey.errors import Refusal

# Asked when all of a message but its last line is with the other side: whether the last line may
# follow. After a yes the message counts as handed over, whatever becomes of us.
Confirm = Callable[[], bool]


def always() -> bool:
    """Yes: for messages that bear being sent twice."""
    return True


class NotSent(Refusal):
    """The message did not leave; trying again later may help."""


class Undeliverable(NotSent):
    """The message will never arrive: the other side refused its address for good."""


class Unreachable(NotSent):
    """The other side takes no message at all just now, whoever it is for.

    `seconds` is how long it asked us to wait; 0 where it named no time.
    """

    def __init__(self, message: str, *, seconds: int = 0) -> None:
        super().__init__(message)
        self.seconds = seconds


class Unanswered(NotSent):
    """The whole message went out, and nobody can say whether it was taken."""


class Withheld(NotSent):
    """The message was not completed, because it was not confirmed."""
