"""Stored definitions read back into instruments."""

from __future__ import annotations

import json
from typing import Any

from survey.instruments.items import Condition, Construct, Item, Option, Row, Scale
from survey.instruments.model import Instrument


def from_definition(definition: str) -> Instrument:
    """The instrument a stored definition describes; its digest is that of the text given.

    Raises:
        InvalidInput: the parts contradict each other.
    """
    return from_data(json.loads(definition))


def from_data(data: dict[str, Any]) -> Instrument:
    """The instrument that well-formed plain lists and mappings describe."""
    rest = {key: value for key, value in data.items() if key not in ("items", "constructs")}
    return Instrument(
        items=tuple(_item(entry) for entry in data["items"]),
        constructs=tuple(Construct(**entry) for entry in data.get("constructs", ())),
        **rest,
    )


def _item(entry: dict[str, Any]) -> Item:
    scale, condition = entry.get("scale"), entry.get("condition")
    parts: dict[str, Any] = {
        "scale": scale and Scale(**(scale | {"labels": tuple(scale["labels"])})),
        "options": tuple(Option(**one) for one in entry.get("options", ())),
        "rows": tuple(Row(**one) for one in entry.get("rows", ())),
        "condition": condition and Condition(condition["item"], tuple(condition["values"])),
    }
    return Item(**(entry | parts))
