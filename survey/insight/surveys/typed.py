"""What was written into a form of the builder, to be shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form, and what is wrong with it: field's id and sentence.

    `conflict` says why a form without mistakes was not kept.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()
    conflict: str = ""

    def value(self, name: str, otherwise: str = "") -> str:
        """What was written into one field; `otherwise` where the form had none of that name."""
        return self.values.get(name, otherwise)

    def error(self, name: str) -> str:
        """What is wrong with one field, or nothing."""
        return next((sentence for one, sentence in self.errors if one == name), "")
