"""Which contacts the rules of a survey let through, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from survey.insight.selection import CHANNEL_NAMES
from survey.intake.rules import Rules
from survey.render import numbers


def asks_about(rules: Rules) -> str:
    """Such as: Asks about 70 of 100 contacts: channel Phone; queues Billing, Moves."""
    share = rules.sampling_percent
    many = "every contact" if share == 100 else f"{numbers.whole(share)} of 100 contacts"
    limits = "; ".join(_limits(rules))
    return f"Asks about {many}: {limits}." if limits else f"Asks about {many}."


def _limits(rules: Rules) -> Iterator[str]:
    channels = tuple(CHANNEL_NAMES[one] for one in rules.channels)
    for one, many, names in (
        ("channel", "channels", channels),
        ("queue", "queues", rules.queues),
        ("reason", "reasons", rules.reasons),
        ("language", "languages", rules.languages),
    ):
        if names:
            yield f"{one if len(names) == 1 else many} {', '.join(names)}"
    least, most = rules.least_handle_seconds, rules.most_handle_seconds
    if least is not None:
        yield f"handled for {numbers.duration(least)} or longer"
    if most is not None:
        yield f"handled for {numbers.duration(most)} or less"
