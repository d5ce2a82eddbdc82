"""Scale, item, construct and instrument: what can be asked, as frozen data.

An instrument is identified by the digest of its canonical text. Whoever changes a word has made
another instrument; answers keep pointing to the one that was asked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from survey.errors import InvalidInput

ItemKind = Literal["scale", "text"]
InstrumentKind = Literal["satisfaction", "pulse"]


@dataclass(frozen=True, slots=True)
class Scale:
    """The permitted points of an item, from `low` to `high`, with a label per point.

    `favourable_from` is the lowest point that counts into the top box.
    """

    low: int
    high: int
    labels: tuple[str, ...]
    favourable_from: int

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise InvalidInput(["A scale needs at least two points, the lowest first."])
        if len(self.labels) != self.high - self.low + 1:
            raise InvalidInput(["A scale needs one label for each of its points."])
        if not self.low < self.favourable_from <= self.high:
            raise InvalidInput(["The top box must begin above the lowest point of the scale."])

    @property
    def points(self) -> range:
        """Every permitted value, lowest first."""
        return range(self.low, self.high + 1)

    def label(self, value: int) -> str:
        """The word for one point."""
        return self.labels[value - self.low]


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `construct` names what it measures; a text item has no scale."""

    code: str
    text: str
    kind: ItemKind
    scale: Scale | None = None
    construct: str | None = None
    reverse: bool = False
    hint: str = ""

    def __post_init__(self) -> None:
        if (self.kind == "scale") != (self.scale is not None):
            raise InvalidInput([f"Item {self.code}: a scale item has a scale, a text item none."])

    def keyed(self, value: int) -> int:
        """The value with reverse-keyed items turned round, so that more always means more."""
        assert self.scale is not None
        return self.scale.low + self.scale.high - value if self.reverse else value


@dataclass(frozen=True, slots=True)
class Construct:
    """What several items measure together. `higher_is_better` is false for strain."""

    code: str
    name: str
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Instrument:
    """A versioned set of items. `headline` is the item or construct a page leads with."""

    kind: InstrumentKind
    name: str
    items: tuple[Item, ...]
    constructs: tuple[Construct, ...] = ()
    headline: str = ""

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        known = {construct.code for construct in self.constructs}
        problems = [f"Item code {code} is used twice." for code in codes if codes.count(code) > 1]
        problems += [
            f"Item {item.code} names the construct {item.construct}, which is not declared."
            for item in self.items
            if item.construct is not None and item.construct not in known
        ]
        if problems:
            raise InvalidInput(sorted(set(problems)))

    def item(self, code: str) -> Item:
        """The item with this code.

        Raises:
            KeyError: no such item.
        """
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

    def construct(self, code: str) -> Construct:
        """The construct with this code.

        Raises:
            KeyError: no such construct.
        """
        for construct in self.constructs:
            if construct.code == code:
                return construct
        raise KeyError(code)

    def items_of(self, construct: str) -> tuple[Item, ...]:
        """The items that measure one construct, in the order they are asked."""
        return tuple(item for item in self.items if item.construct == construct)

    @property
    def scale_items(self) -> tuple[Item, ...]:
        """The items answered by choosing a point."""
        return tuple(item for item in self.items if item.kind == "scale")

    @property
    def text_items(self) -> tuple[Item, ...]:
        """The items answered in one's own words."""
        return tuple(item for item in self.items if item.kind == "text")

    @property
    def definition(self) -> str:
        """The canonical text of the instrument: what `digest` is taken of and the store keeps."""
        return json.dumps(_as_data(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the definition, in hexadecimal."""
        return hashlib.sha256(self.definition.encode()).hexdigest()


def _as_data(instrument: Instrument) -> dict[str, Any]:
    return {
        "kind": instrument.kind,
        "name": instrument.name,
        "headline": instrument.headline,
        "constructs": [
            {"code": c.code, "name": c.name, "higher_is_better": c.higher_is_better}
            for c in instrument.constructs
        ],
        "items": [
            {
                "code": item.code,
                "text": item.text,
                "kind": item.kind,
                "construct": item.construct,
                "reverse": item.reverse,
                "hint": item.hint,
                "scale": None
                if item.scale is None
                else {
                    "low": item.scale.low,
                    "high": item.scale.high,
                    "labels": list(item.scale.labels),
                    "favourable_from": item.scale.favourable_from,
                },
            }
            for item in instrument.items
        ],
    }


def from_definition(definition: str) -> Instrument:
    """The instrument a stored definition describes; its digest is that of the text given."""
    data = json.loads(definition)
    items = tuple(
        Item(**(entry | {"scale": _scale(entry["scale"])})) for entry in data.pop("items")
    )
    constructs = tuple(Construct(**entry) for entry in data.pop("constructs"))
    return Instrument(items=items, constructs=constructs, **data)


def _scale(data: dict[str, Any] | None) -> Scale | None:
    return None if data is None else Scale(**(data | {"labels": tuple(data["labels"])}))
