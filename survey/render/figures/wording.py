"""The sentences that stand around a figure: what it shows, what it hides, how to read it."""

from collections.abc import Iterable

from survey.render import numbers

INTERVALS = "Lines are 95% intervals."
BAND = "The band is the 95% interval."


def subtitle(what: str, *, n: int | None = None, period: str = "", unit: str = "") -> str:
    """Give the line under a figure's title: "Share of 4 and 5, by team. n = 1 204. Oct 2026.".

    The count never breaks across lines.
    """
    parts = (
        f"{what}, {unit}" if unit else what,
        "" if n is None else numbers.n(n).replace(" ", "\u00a0"),
        period,
    )
    return sentences(parts)


def sentences(parts: Iterable[str]) -> str:
    """Give the parts that are not empty as sentences, each with one full stop."""
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )


def hidden_note(count: int, thing: str, *, threshold: int = 5) -> str:
    """Give the sentence about hidden rows; one alone is not counted, for a count would name it."""
    if count < 1:
        return ""
    if count == 1:
        return f"Not every {thing} is shown: fewer than {threshold} answers stay hidden"
    return f"{numbers.counted(count, thing)} not shown: fewer than {threshold} answers"


def thin_note(any_thin: bool, *, floor: int) -> str:
    """Give the sentence that explains open circles."""
    return f"Open circles: fewer than {floor} answers, read with care" if any_thin else ""
