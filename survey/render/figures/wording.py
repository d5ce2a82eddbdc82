"""The sentences that stand around a figure: what it shows, what it hides, how to read it."""

from collections.abc import Iterable
from typing import Literal

from survey.render import numbers
from survey.render.speech import say, say_n

Thing = Literal["unit", "team", "block", "construct"]
# Where a sentence ends already, in the scripts we print.
_ENDS = (".", "?", "!", "؟", "।", "。")


def intervals() -> str:
    """Give the sentence that explains the thin lines through dots."""
    return say("Lines are 95% intervals.")


def band() -> str:
    """Give the sentence that explains the tinted band along a line."""
    return say("The band is the 95% interval.")


def nothing() -> str:
    """Give the sentence in place of rows where there are none."""
    return say("No row can be shown.")


def subtitle(what: str, *, n: int | None = None, period: str = "", unit: str = "") -> str:
    """Give the line under a figure's title: "Share of 4 and 5, by team. n = 1 204. Oct 2026.".

    The count never breaks across lines.
    """
    parts = (
        joined(what, unit),
        "" if n is None else numbers.n(n).replace(" ", "\u00a0"),
        period,
    )
    return sentences(parts)


def sentences(parts: Iterable[str]) -> str:
    """Give the parts that are not empty as sentences, each with one full stop."""
    return " ".join(
        part if part.endswith(_ENDS) else say("%(sentence)s.", sentence=part)
        for part in parts
        if part
    )


def listed(parts: Iterable[str]) -> str:
    """Give the parts that are not empty as one list: "A: 3; B: 4"."""
    return say("; ").join(part for part in parts if part)


def joined(*parts: str) -> str:
    """Give the parts that are not empty with commas between: "82%, n = 204"."""
    return say(", ").join(part for part in parts if part)


def named(name: str, words: str) -> str:
    """Give what there is to say about something named: "North: 82%"."""
    return say("%(name)s: %(words)s", name=name, words=words)


def counted(n: int | None) -> str:
    """Give "n = 204", or nothing where nothing is counted."""
    return "" if n is None else numbers.n(n)


def unnamed_note(names: Iterable[str]) -> str:
    """Give the sentence that names what found no room for a name, or nothing."""
    found = joined(*names)
    return say("Without a name for want of room: %(names)s", names=found) if found else ""


def hidden_note(count: int, thing: Thing, *, threshold: int = 5) -> str:
    """Give the sentence about hidden rows; one alone is not counted, for a count would name it."""
    if count < 1:
        return ""
    few = numbers.whole(threshold)
    return _not_every(thing, few) if count == 1 else _not_shown(count, thing, few)


def _not_every(thing: Thing, few: str) -> str:
    match thing:
        case "team":
            text = say("Not every team is shown: fewer than %(few)s answers stay hidden", few=few)
        case "block":
            text = say("Not every block is shown: fewer than %(few)s answers stay hidden", few=few)
        case "construct":
            text = say(
                "Not every construct is shown: fewer than %(few)s answers stay hidden", few=few
            )
        case _:
            text = say("Not every unit is shown: fewer than %(few)s answers stay hidden", few=few)
    return text


def _not_shown(count: int, thing: Thing, few: str) -> str:
    match thing:
        case "team":
            return say_n(
                "%(num)s team not shown: fewer than %(few)s answers",
                "%(num)s teams not shown: fewer than %(few)s answers",
                count,
                few=few,
            )
        case "block":
            return say_n(
                "%(num)s block not shown: fewer than %(few)s answers",
                "%(num)s blocks not shown: fewer than %(few)s answers",
                count,
                few=few,
            )
        case "construct":
            return say_n(
                "%(num)s construct not shown: fewer than %(few)s answers",
                "%(num)s constructs not shown: fewer than %(few)s answers",
                count,
                few=few,
            )
        case _:
            return say_n(
                "%(num)s unit not shown: fewer than %(few)s answers",
                "%(num)s units not shown: fewer than %(few)s answers",
                count,
                few=few,
            )


def thin_note(any_thin: bool, *, floor: int) -> str:
    """Give the sentence that explains open circles."""
    if not any_thin:
        return ""
    few = numbers.whole(floor)
    return say("Open circles: fewer than %(few)s answers, read with care", few=few)
