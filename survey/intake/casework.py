"""What was written into the forms of a case: clean words, or an objection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from survey.intake.answers import Objection, read_comment
from survey.intake.problems import Unfit

Outcome = Literal["recovered", "not_recovered", "no_reply", "not_needed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LONGEST_WORDS = 4_000


def parse_words(
    typed: Mapping[str, str], name: str, *, missing: str = ""
) -> str | Objection | None:
    """The words of one field, or None where it is empty and nothing is said for that `missing`."""
    try:
        words = read_comment(typed.get(name, ""))
    except Unfit:
        words = "x" * (LONGEST_WORDS + 1)
    if words is not None and len(words) > LONGEST_WORDS:
        return Objection(name, f"Please keep it under {LONGEST_WORDS:,} characters.")
    return Objection(name, missing) if words is None and missing else words


def parse_outcome(typed: Mapping[str, str]) -> Outcome | Objection:
    """What came of a case."""
    found = next((one for one in OUTCOMES if one == typed.get("outcome")), None)
    return found or Objection("outcome", "Choose what came of it.")
