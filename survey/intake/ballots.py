"""What an agent filled in on a ballot, checked, or every objection at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.instruments.model import Instrument
from survey.intake.answers import Objection, read_comment
from survey.intake.fields import LONGEST_COMMENT
from survey.intake.problems import Unfit


@dataclass(frozen=True, slots=True)
class FilledBallot:
    """The points chosen and the words written, by item; skipped items are absent."""

    answers: Mapping[str, int]
    remarks: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        """Whether everything was skipped."""
        return not self.answers and not self.remarks


def parse_ballot(
    instrument: Instrument, typed: Mapping[str, Sequence[str]]
) -> FilledBallot | tuple[Objection, ...]:
    """The ballot as filled in, or every objection; `typed` holds all values of each name.

    Every item may be skipped: no value and an empty value are no answer.
    """
    objections: list[Objection] = []
    answers: dict[str, int] = {}
    for item in instrument.scale_items:
        assert item.scale is not None
        chosen = [value for value in typed.get(item.code, ()) if value]
        points = {str(point): point for point in item.scale.points}
        if len(chosen) == 1 and chosen[0] in points:
            answers[item.code] = points[chosen[0]]
        elif chosen:
            objections.append(Objection(item.code, "Choose one of the answers, or none."))
    remarks: dict[str, str] = {}
    for item in instrument.text_items:
        try:
            if words := read_comment("".join(typed.get(item.code, ())[:1])):
                remarks[item.code] = words
        except Unfit:
            objections.append(Objection(item.code, _TOO_LONG))
    return tuple(objections) or FilledBallot(answers, remarks)


_TOO_LONG = f"This is too long. Please keep it under {LONGEST_COMMENT:,} characters."
