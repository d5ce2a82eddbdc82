"""An instrument: a versioned set of items, with its wording in every language it has.

An instrument is identified by the digest of its canonical text. Whoever changes a word has made
another instrument; answers keep pointing to the one that was asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from survey.errors import InvalidInput
from survey.instruments.definition import to_definition
from survey.instruments.items import Construct, Item

InstrumentKind = Literal["satisfaction", "pulse"]
# Texts of an instrument beside its items. Where one is missing the product's own stands in.
TEXTS = ("intro", "thanks", "subject", "invitation", "reminder_subject", "reminder", "sms")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A versioned set of items. `headline` is the item or construct a page leads with.

    `language` is that of the items' own words; `translations` holds for other languages what is
    translated: text by key (see `survey.instruments.wording`), the rest stays in `language`.
    """

    kind: InstrumentKind
    name: str
    items: tuple[Item, ...]
    constructs: tuple[Construct, ...] = ()
    headline: str = ""
    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = sorted(set(_find_problems(self)))
        if problems:
            raise InvalidInput(problems)

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

    def is_required(self, item: Item) -> bool:
        """Whether a response needs an answer to this item (where it is shown)."""
        return item.is_required or item.code == self.headline

    @property
    def scale_items(self) -> tuple[Item, ...]:
        """The items answered by choosing a point."""
        return tuple(item for item in self.items if item.kind == "scale")

    @property
    def text_items(self) -> tuple[Item, ...]:
        """The items answered in one's own words."""
        return tuple(item for item in self.items if item.kind == "text")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are words in, its own first."""
        return (self.language, *sorted(self.translations))

    def pick_language(self, wanted: Sequence[str]) -> str:
        """The first of the wanted languages that there are words in, else the instrument's own.

        `pt-BR` is served by `pt` where there is no `pt-BR`, and the other way round.
        """
        known = {tag.lower(): tag for tag in self.languages}
        for tag in (one.lower() for one in wanted):
            plain = tag.partition("-")[0]
            nearest = (one for one in known if one.partition("-")[0] == plain)
            for candidate in (tag, plain, *nearest):
                if candidate in known:
                    return known[candidate]
        return self.language

    @property
    def definition(self) -> str:
        """The canonical text of the instrument: what `digest` is taken of and the store keeps."""
        return to_definition(self)

    @property
    def digest(self) -> str:
        """SHA-256 of the definition, in hexadecimal."""
        return hashlib.sha256(self.definition.encode()).hexdigest()


def _find_problems(instrument: Instrument) -> Iterator[str]:
    codes = [item.code for item in instrument.items]
    known = {construct.code for construct in instrument.constructs}
    yield from (f"Item code {code} is used twice." for code in codes if codes.count(code) > 1)
    earlier: dict[str, Item] = {}
    for item in instrument.items:
        if item.construct is not None and item.construct not in known:
            yield f"Item {item.code} names the construct {item.construct}, which is not declared."
        condition = item.condition
        if condition is not None:
            asked = earlier.get(condition.item)
            if asked is None or not asked.values:
                yield (
                    f"Item {item.code} depends on {condition.item}, which is no earlier question"
                    " with answers to choose from."
                )
            elif not condition.values or not set(condition.values) <= set(asked.values):
                yield f"Item {item.code} depends on answers that {condition.item} does not have."
        earlier[item.code] = item
    yield from (f"There is no text called {key}." for key in instrument.texts if key not in TEXTS)
    if instrument.language in instrument.translations:
        yield f"{instrument.language} is the survey's own language and needs no translation."
