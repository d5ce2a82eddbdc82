"""Every text of an instrument under a key, and the instrument in another language.

Keys read `items.csat.text`, `items.csat.hint`, `items.csat.labels.1` (by point),
`items.topic.options.3` (by value), `items.care.rows.speed` (by code) and `texts.intro`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survey.instruments.items import Item
from survey.instruments.model import Instrument


def texts_of(instrument: Instrument) -> dict[str, str]:
    """Every text in the instrument's own language, by key, in the order of the page."""
    texts = {f"texts.{key}": text for key, text in instrument.texts.items() if text}
    for item in instrument.items:
        stem = f"items.{item.code}"
        texts[f"{stem}.text"] = item.text
        if item.hint:
            texts[f"{stem}.hint"] = item.hint
        if item.scale is not None:
            texts |= {f"{stem}.labels.{p}": item.scale.label(p) for p in item.scale.points}
        texts |= {f"{stem}.options.{option.value}": option.text for option in item.options}
        texts |= {f"{stem}.rows.{row.code}": row.text for row in item.rows}
    return texts


def in_language(instrument: Instrument, language: str) -> Instrument:
    """The instrument with every text that is translated in that language, the others as they are.

    For showing only: it has another digest than the instrument that is asked.
    """
    words = instrument.translations.get(language)
    if language == instrument.language or not words:
        return instrument
    own = {f"texts.{key}": text for key, text in instrument.texts.items()} | {
        key: text for key, text in words.items() if key.startswith("texts.") and text
    }
    return replace(
        instrument,
        language=language,
        items=tuple(_translated(item, words) for item in instrument.items),
        texts={key.removeprefix("texts."): text for key, text in own.items()},
        translations={},
    )


def _translated(item: Item, words: Mapping[str, str]) -> Item:
    stem = f"items.{item.code}"

    def word(key: str, own: str) -> str:
        return words.get(f"{stem}.{key}") or own

    scale = item.scale and replace(
        item.scale,
        labels=tuple(word(f"labels.{p}", item.scale.label(p)) for p in item.scale.points),
    )
    return replace(
        item,
        text=word("text", item.text),
        hint=word("hint", item.hint) if item.hint else "",
        scale=scale,
        options=tuple(replace(o, text=word(f"options.{o.value}", o.text)) for o in item.options),
        rows=tuple(replace(row, text=word(f"rows.{row.code}", row.text)) for row in item.rows),
    )
