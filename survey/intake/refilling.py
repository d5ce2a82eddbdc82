"""A form filled in again: with what was kept, or with what was saved on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.intake.answers import OTHER, Typed


def typed_of(
    instrument: Instrument, values: Mapping[str, int], texts: Mapping[str, str]
) -> dict[str, list[str]]:
    """The form that would give these answers; `texts` holds words by item."""
    typed: dict[str, list[str]] = {}
    for item in instrument.items:
        typed |= _of_item(item, values)
        if item.code in texts:
            typed[item.code if item.kind == "text" else f"{item.code}.{OTHER}"] = [texts[item.code]]
    return typed


def _of_item(item: Item, values: Mapping[str, int]) -> dict[str, list[str]]:
    code = item.code
    if item.kind == "choices":
        ticked = [str(o.value) for o in item.options if f"{code}.{o.value}" in values]
        return {code: ticked} if ticked else {}
    if item.kind == "matrix":
        names = [f"{code}.{row.code}" for row in item.rows]
        return {name: [str(values[name])] for name in names if name in values}
    if item.kind == "tick":
        return {code: ["1"]} if values.get(code) else {}
    return {code: [str(values[code])]} if code in values else {}


def of_this_form(instrument: Instrument, typed: Typed, *, longest: int) -> dict[str, list[str]]:
    """What a form says in fields of this instrument, each text cut to `longest` characters."""
    names = _names(instrument)
    return {
        name: [text[:longest] for text in texts[:longest]]
        for name, texts in typed.items()
        if name in names and any(texts)
    }


def _names(instrument: Instrument) -> set[str]:
    names: list[str] = []
    for item in instrument.items:
        rows: Sequence[str] = [f"{item.code}.{row.code}" for row in item.rows]
        names += rows or [item.code]
        if any(option.is_open for option in item.options):
            names.append(f"{item.code}.{OTHER}")
    return set(names)
