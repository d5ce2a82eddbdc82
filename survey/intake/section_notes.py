"""What an editor wrote on the sections of a report: plain words, or every objection at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from survey.intake.answers import Objection, read_comment
from survey.intake.problems import Unfit

LONGEST = 600
# A note stands on the section's page, whose figures need the rest of it.
MOST_LINES = 10
_EMPTY_LINES = re.compile(r"\n{3,}")


def parse_notes(
    typed: Mapping[str, str], sections: Iterable[str]
) -> dict[str, str] | tuple[Objection, ...]:
    """The words by section, without the sections nothing was written on, or every objection.

    Fields are named as sections are. Line ends stay; nothing in the words means anything but
    itself.
    """
    words: dict[str, str] = {}
    objections: list[Objection] = []
    for section in sections:
        try:
            text = _plain(typed.get(section, ""))
        except Unfit as unfit:
            objections.append(Objection(section, str(unfit)))
        else:
            words |= {section: text} if text else {}
    return tuple(objections) or words


def _plain(text: str) -> str:
    try:
        lines = (read_comment(text) or "").split("\n")
    except Unfit as unfit:
        raise Unfit(f"Keep the note under {LONGEST} characters.") from unfit
    words = _EMPTY_LINES.sub("\n\n", "\n".join(" ".join(line.split()) for line in lines))
    if len(words) > LONGEST:
        raise Unfit(f"This note has {len(words)} characters. Keep it under {LONGEST}.")
    if words.count("\n") >= MOST_LINES:
        raise Unfit(f"This note has more than {MOST_LINES} lines. Write it in fewer.")
    return words
