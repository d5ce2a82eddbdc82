"""The language a comment is written in, as far as its letters tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from survey.instruments.standard import LANGUAGES

UNKNOWN = "und"
# Neighbours that would otherwise be taken for one of ours: a comment in one of them is unknown.
_NEIGHBOURS = ("it", "nl", "ru", "uk", "sv", "da", "cs", "ro", "tr", "fa", "ur", "mr", "ca")
FEWEST_LETTERS = 6
LEAST_CONFIDENCE = 0.5
# What masking put there is English whatever the comment is in; more than this adds nothing.
_WORDS_OF_OURS = re.compile(r"\[(?:mail|phone|card|account)\]")
_ENOUGH = 1_000


def recognise(text: str) -> str:
    """The code of one of our languages, or `und` where the text is too short or fits none.

    The first call reads a model of 5 MB: for workers, not for pages.
    """
    words = _WORDS_OF_OURS.sub(" ", text)[:_ENOUGH]
    if sum(map(str.isalpha, words)) < FEWEST_LETTERS:
        return UNKNOWN
    language, confidence = _identifier()(words)
    return language if confidence >= LEAST_CONFIDENCE and language in LANGUAGES else UNKNOWN


@cache
def _identifier() -> Callable[[str], tuple[str, float]]:
    # Imported here: reading the model takes most of a second, and pages never need it.
    from py3langid import langid  # noqa: PLC0415

    model = Path(langid.__file__).parent / langid.MODEL_FILE
    found = langid.LanguageIdentifier.from_model_file(model, norm_probs=True)
    found.set_languages([*LANGUAGES, *_NEIGHBOURS])
    classify: Callable[[str], tuple[str, float]] = found.classify
    return classify
