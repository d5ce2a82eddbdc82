"""Thresholds: what a unit, a queue or the whole centre calls low and high, set and removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from survey.errors import InvalidInput, NotFound
from survey.operations.keeping import kept
from survey.store import reads_of_contacts, reads_of_thresholds, reads_of_units, writes_of_signals

Measure = Literal["top_box", "mean"]
# Percent of customers who chose 4 or 5, and points of the mean.
SCALES: dict[str, tuple[float, float]] = {"top_box": (0.0, 100.0), "mean": (1.0, 5.0)}
LONGEST_ID = 18
_UNITS = {"top_box": "percent", "mean": "points"}


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose threshold it is: a unit's, a queue's, or (neither) the centre's."""

    unit_id: int | None = None
    queue_id: int | None = None


def set_threshold(
    measure: str, whose: str, low: str, high: str, *, user_id: int, now: datetime
) -> bool:
    """Keep a threshold; `whose` is "centre", "unit-3" or "queue-7".

    One before it is replaced; whether there was one is what this returns.

    Raises:
        InvalidInput: naming everything that is wrong with it.
    """
    problems = find_problems(measure, whose, low, high)
    if problems:
        raise InvalidInput([sentence for _, sentence in problems])
    holder = _holder(whose)
    assert holder is not None  # found among the problems otherwise
    with kept():
        is_there = any(
            (one.measure, one.unit_id, one.queue_id) == (measure, holder.unit_id, holder.queue_id)
            for one in reads_of_thresholds.thresholds()
        )
        writes_of_signals.keep_threshold(
            measure,
            _number(low, measure),
            _number(high, measure),
            unit_id=holder.unit_id,
            queue_id=holder.queue_id,
            user_id=user_id,
            now=now,
        )
    return is_there


def find_problems(measure: str, whose: str, low: str, high: str) -> list[tuple[str, str]]:
    """What is wrong with a threshold about to be set: pairs of field and sentence."""
    problems: list[tuple[str, str]] = []
    if measure not in SCALES:
        return [("measure", "Choose what is measured.")]
    if _holder(whose) is None:
        problems.append(("whose", "Choose the centre, a team or a queue from the list."))
    elif measure == "mean" and whose != "centre":
        problems.append(("whose", "The mean has a threshold for the whole centre only."))
    ends = [_parse(name, text, measure, problems) for name, text in (("low", low), ("high", high))]
    if ends[0] is not None and ends[1] is not None and ends[0] >= ends[1]:
        problems.append(
            ("high", f"High has to be above low: {high.strip()} is not above {low.strip()}.")
        )
    return problems


def remove_threshold(threshold_id: int) -> None:
    """There is no such threshold from now on; signals it made stay.

    Raises:
        NotFound: there is no such threshold.
    """
    with kept():
        if reads_of_thresholds.threshold(threshold_id) is None:
            raise NotFound("There is no such threshold. Somebody may have removed it already.")
        writes_of_signals.delete_threshold(threshold_id)


def _parse(name: str, text: str, measure: str, problems: list[tuple[str, str]]) -> float | None:
    bottom, top = SCALES[measure]
    label, written = name.capitalize(), text.strip()
    scale = f"a number from {bottom:g} to {top:g} ({_UNITS[measure]})"
    if not written:
        problem = f"{label} is empty. A threshold takes both lines, low and high: write {scale}."
        problems.append((name, problem))
        return None
    try:
        value = _number(text, measure)
    except ValueError:
        example = f"{(bottom + top) / 2 + 1:g}"
        problems.append((name, f"{label}: write {scale}, such as {example}."))
        return None
    if not bottom <= value <= top:
        problems.append((name, f"{label}: {written} is not {scale}."))
        return None
    if value == bottom and name == "low":
        problem = f"Low: nothing is under {bottom:g}. Write a number above it."
        problems.append((name, problem))
        return None
    if value == top and name == "high":
        problem = f"High: nothing is over {top:g}. Write a number below it."
        problems.append((name, problem))
        return None
    return value


def _number(text: str, measure: str) -> float:
    """The number, "72,5" or of a share "72.5%" as well. Raises ValueError."""
    bare = text.strip().replace(",", ".")
    return float(bare.removesuffix("%") if measure == "top_box" else bare)


def _holder(whose: str) -> _Holder | None:
    if whose == "centre":
        return _Holder()
    kind, _, number = whose.partition("-")
    # Python reads no number of thousands of digits.
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        return None
    holder_id = int(number)
    if kind == "unit" and holder_id in reads_of_units.unit_ids():
        return _Holder(unit_id=holder_id)
    if kind == "queue" and holder_id in dict(reads_of_contacts.queues()):
        return _Holder(queue_id=holder_id)
    return None
