"""A copy of an instrument for another survey, whose own questions are questions of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace

from survey.instruments.items import Item
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument


def with_own_codes(
    instrument: Instrument, survey: str, *, known: Collection[str] = ()
) -> Instrument:
    """The instrument with other codes for all but the standard questions, made for this survey.

    Answers are counted by code. A copy that kept them would be counted with its original, however
    far apart the two are edited. What the survey knows already, `known`, is left; the same survey
    gives the same codes again.
    """
    kept = {*known, *MEASURES}
    fresh = {
        item.code: item.code if item.code in kept else _made_for(survey, item.code)
        for item in instrument.items
    }
    return replace(
        instrument,
        items=tuple(_recoded(item, fresh) for item in instrument.items),
        headline=fresh.get(instrument.headline, instrument.headline),
        translations={
            language: {_rekeyed(key, fresh): text for key, text in words.items()}
            for language, words in instrument.translations.items()
        },
    )


def _made_for(survey: str, code: str) -> str:
    return f"q_{hashlib.sha256(f'{survey} {code}'.encode()).hexdigest()[:12]}"


def _recoded(item: Item, fresh: Mapping[str, str]) -> Item:
    condition = item.condition and replace(item.condition, item=fresh[item.condition.item])
    return replace(item, code=fresh[item.code], condition=condition)


def _rekeyed(key: str, fresh: Mapping[str, str]) -> str:
    area, code, *rest = key.split(".")
    return ".".join((area, fresh.get(code, code), *rest)) if area == "items" else key
