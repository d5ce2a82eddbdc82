"""The linkage in one line for a page that is opened often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from survey.insight.linkage.page import linkage
from survey.insight.linkage.verdict import Verdict
from survey.privacy import gate
from survey.store import reads_of_linkage
from survey.store.reads_of_linkage import Mark


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict on pulse and satisfaction with its sentence, as of the newest closed wave."""

    number: int
    verdict: Verdict
    exploratory: str
    headline: str


def standing(newest: gate.WaveRef) -> Standing:
    """How the linkage stands up to the newest closed wave.

    Working it out takes a quarter of a second, so each process does it once for a wave, and again
    when answers have come or gone or a plan was stored.
    """
    return _standing(newest.number, reads_of_linkage.mark())


@lru_cache(maxsize=4)
def _standing(number: int, _mark: Mark) -> Standing:
    found = linkage()
    return Standing(number, found.verdict, found.exploratory, found.headline)
