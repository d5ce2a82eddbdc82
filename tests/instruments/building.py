"""Short ways to write a question down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.instruments.editing import find_item, replace_item
from survey.instruments.items import Item, ItemKind, Option, Row, Scale
from survey.instruments.model import Instrument


def new_item(
    kind: ItemKind,
    code: str,
    *,
    labels: Sequence[str] = (),
    options: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> Item:
    """A question with points from 1, options from 1, and rows by number."""
    return Item(
        code,
        "What was it about?",
        kind,
        Scale(1, len(labels), tuple(labels), len(labels)) if labels else None,
        options=tuple(Option(value, text) for value, text in enumerate(options, 1)),
        rows=tuple(Row(f"row_{n}", text) for n, text in enumerate(rows, 1)),
    )


def changed(
    instrument: Instrument, code: str, *, asked: Sequence[Instrument] = (), **changes: Any
) -> Instrument:
    """The instrument with one item changed as the builder changes it."""
    item = find_item(instrument, code)
    parts = {name: getattr(item, name) for name in Item.__dataclass_fields__}
    return replace_item(instrument, Item(**(parts | changes)), asked=asked)
