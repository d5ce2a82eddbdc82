"""The canonical text of an instrument: what its digest is taken of.

What a part leaves at its default is left out where the first version did not have it, so that an
instrument from then keeps its digest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from survey.instruments.items import Item, Scale

if TYPE_CHECKING:
    from survey.instruments.model import Instrument


def to_definition(instrument: Instrument) -> str:
    """The canonical text: JSON with sorted keys and no spaces."""
    data = as_data(instrument)
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def as_data(instrument: Instrument) -> dict[str, Any]:
    """The instrument as plain lists and mappings."""
    data: dict[str, Any] = {
        "kind": instrument.kind,
        "name": instrument.name,
        "headline": instrument.headline,
        "constructs": [
            {"code": c.code, "name": c.name, "higher_is_better": c.higher_is_better}
            for c in instrument.constructs
        ],
        "items": [_item_data(item) for item in instrument.items],
    }
    if instrument.language != "en":
        data["language"] = instrument.language
    if instrument.texts:
        data["texts"] = dict(instrument.texts)
    if instrument.translations:
        data["translations"] = {tag: dict(one) for tag, one in instrument.translations.items()}
    return data


def _item_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": item.code,
        "text": item.text,
        "kind": item.kind,
        "construct": item.construct,
        "reverse": item.reverse,
        "hint": item.hint,
        "scale": None if item.scale is None else _scale_data(item.scale),
    }
    if item.options:
        data["options"] = [
            {"value": o.value, "text": o.text, "is_open": o.is_open} for o in item.options
        ]
    if item.rows:
        data["rows"] = [{"code": row.code, "text": row.text} for row in item.rows]
    if item.condition:
        data["condition"] = {"item": item.condition.item, "values": list(item.condition.values)}
    if item.is_required:
        data["is_required"] = True
    return data


def _scale_data(scale: Scale) -> dict[str, Any]:
    return {
        "low": scale.low,
        "high": scale.high,
        "labels": list(scale.labels),
        "favourable_from": scale.favourable_from,
    }
