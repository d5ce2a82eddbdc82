"""The questions that mean the same in every survey, with their words in every language shipped.

The words stand in `words/<language>.json`, under the keys of `survey.instruments.wording` without
`items.`; another language is another file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from survey.instruments.items import Item, ItemKind, Option, Scale
from survey.instruments.measures import (
    CALL_BACK,
    CES,
    COMMENT,
    CSAT,
    DRIVERS,
    NPS,
    RESOLVED,
    STRENGTHS,
    TESTIMONIAL,
)

FOLDER = Path(__file__).with_name("words")
OWN = "en"


def find_languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages that there is a file of words for, English first."""
    return (OWN, *sorted({path.stem for path in folder.glob("*.json")} - {OWN}))


LANGUAGES = find_languages()

# From, to, and where the top box begins.
_SCALES = {CSAT: (1, 5, 4), CES: (1, 7, 5), NPS: (0, 10, 9)}
# Values of the options. What is open asks for words.
_OPTIONS = {RESOLVED: (1, 2, 3), DRIVERS: (1, 2, 3, 4, 5, 9), STRENGTHS: (1, 2, 3, 4, 5, 9)}
_OPEN = 9
_KINDS: Mapping[str, ItemKind] = {
    CSAT: "scale",
    CES: "scale",
    NPS: "scale",
    RESOLVED: "choice",
    DRIVERS: "choices",
    STRENGTHS: "choices",
    COMMENT: "text",
    CALL_BACK: "tick",
    TESTIMONIAL: "tick",
}


@lru_cache(maxsize=64)
def words(language: str) -> Mapping[str, str]:
    """The words shipped in a language, by key: those of `pt` for `pt-BR`, none where none are."""
    tag = language.partition("-")[0]
    if tag not in LANGUAGES:
        return {}
    found: dict[str, str] = json.loads((FOLDER / f"{tag}.json").read_text(encoding="utf-8"))
    return found


def standard_item(measure: str, language: str = OWN) -> Item:
    """The question for a measure, in English where the language is not shipped."""
    own = words(language) or words(OWN)
    scale = None
    if measure in _SCALES:
        low, high, top = _SCALES[measure]
        labels = tuple(own[f"{measure}.labels.{point}"] for point in range(low, high + 1))
        scale = Scale(low, high, labels, top)
    options = tuple(
        Option(value, own[f"{_listed(measure)}.options.{value}"], is_open=value == _OPEN)
        for value in _OPTIONS.get(measure, ())
    )
    return Item(
        measure,
        own[f"{measure}.text"],
        _KINDS[measure],
        scale,
        hint=own.get(f"{measure}.hint", ""),
        options=options,
    )


def standard_words(measure: str, language: str) -> dict[str, str]:
    """A standard question in a language, by the keys of a translation; empty if not shipped."""
    found = words(language)
    listed = _listed(measure)
    return {
        f"items.{measure}.{rest}": text
        for key, text in found.items()
        for stem, _, rest in (key.partition("."),)
        if stem == measure or (stem == listed and rest.startswith("options."))
    }


def _listed(measure: str) -> str:
    """Whose options a question offers: what was good is asked with the list of what was not."""
    return DRIVERS if measure == STRENGTHS else measure
