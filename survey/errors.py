"""The domain's refusals: each carries a sentence that tells the person what to do."""


class Refusal(Exception):
    """The product declines to do what was asked; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInput(Refusal):
    """What came from outside breaks one or more rules; `problems` names every one."""

    def __init__(self, problems: list[str] | tuple[str, ...]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class NotFound(Refusal):
    """The thing does not exist, or this viewer may not know whether it does."""


class NotYet(NotFound):
    """The thing does not exist so far; `message` says what it waits for."""


class Conflict(Refusal):
    """The thing was changed by someone else, or has already happened."""


class Busy(Refusal):
    """Too much waits to be done already; the same can be asked for again later."""
