"""What a link inside units shows, and what it lacks before it is judged, in words.

One vocabulary for every page with many such links: "goes with", "no link that matters", "no
evidence here", "cannot tell yet" (`survey.insight.inside_link.State`).
"""

from __future__ import annotations

from survey.insight.inside_link import WORTH_SEEING, InsideLink, State
from survey.insight.linkage.verdict import ALPHA
from survey.insight.words.association import counted
from survey.render import numbers

SHARP = (
    "“No evidence here” is said only where a link of"
    f" {numbers.r(WORTH_SEEING)} would have shown up reliably; what would have is told for one test"
    " alone, among several it takes a little more."
)


def needs(link: InsideLink, unit_noun: str, time_noun: str) -> str:
    """What the link lacks: "it needs 2 more blocks and about 3 more waves", or why it has none."""
    wanted = []
    if link.more_units:
        wanted.append(f"{counted(link.more_units, f'more {unit_noun}')} with several {time_noun}s")
    if link.more_times:
        about = "" if link.more_times == 1 else "about "
        wanted.append(f"{about}{counted(link.more_times, f'more {time_noun}')}")
    if wanted:
        return f"it needs {' and '.join(wanted)}"
    if link.estimate.reason:
        return f"{link.estimate.reason[0].lower()}{link.estimate.reason[1:].rstrip('.')}"
    return f"its {unit_noun}s and {time_noun}s have too many gaps to judge by"


def r_inside(link: InsideLink) -> str:
    """r with its interval, "0.31 (0.10 to 0.48)"; without one where it may not be judged."""
    r = numbers.r(link.estimate.value)
    if not link.is_enough or link.estimate.interval is None:
        return r
    return f"{r} ({numbers.interval(*link.estimate.ends)})"


def why_unclear(link: InsideLink, judged_by: float | None, *, is_alone: bool) -> str:
    """What stands between two signs that should agree, or nothing where neither is there.

    `is_alone` says that the link is judged by its own p.
    """
    is_small = judged_by is not None and judged_by < ALPHA
    if link.leaves_out_zero and not is_small:
        return "its own p is not below 0.05" if is_alone else "not clear among so many tests"
    return "its interval holds zero" if is_small and not link.leaves_out_zero else ""


def reading(
    link: InsideLink,
    state: State,
    judged_by: float | None,
    *,
    nouns: tuple[str, str],
    is_alone: bool = False,
) -> str:
    """The state, and beside an open one its reason or the smallest link that would have shown."""
    if state in ("goes with", "no link that matters"):
        return state
    if not link.is_enough:
        return f"{state}: {needs(link, *nouns)}"
    unclear = why_unclear(link, judged_by, is_alone=is_alone)
    if unclear:
        return f"{state}: {unclear}"
    least = link.detectable.value
    if least is None:
        return f"{state}: with so few {nouns[0]}s no link would show reliably"
    only = "" if state == "no evidence here" else "only "
    return f"{state}: {only}{numbers.r(least)} or more would show reliably"
