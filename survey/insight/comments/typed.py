"""What was written into a form of these pages, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Typed:
    """A form's values, to be shown again; `errors` are pairs of field and sentence."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()

    def value(self, name: str, otherwise: str = "") -> str:
        """What was written into one field."""
        return self.values.get(name, otherwise)

    def error(self, name: str) -> str:
        """What is wrong with one field, or nothing."""
        return next((text for one, text in self.errors if one == name), "")
