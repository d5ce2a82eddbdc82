"""Which report it is: for whom, about what, in which language, on which paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["centre", "unit", "agents", "department", "slides"]
Paper = Literal["a4", "letter"]
Every = Literal["wave", "month", "quarter"]
Section = Literal[
    "month", "asked", "became", "people", "customers", "linkage", "baskets", "recognition",
    "unknown", "method", "literature",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
PAPERS: tuple[Paper, ...] = get_args(Paper)
EVERY: tuple[Every, ...] = get_args(Every)

# What each edition holds, in the order of its pages.
SECTIONS: dict[Kind, tuple[Section, ...]] = {
    "centre": get_args(Section),
    "unit": ("month", "became", "people", "customers", "linkage", "recognition", "unknown",
             "method"),
    "agents": ("month", "asked", "became", "people", "customers", "linkage", "recognition",
               "unknown"),
    "department": ("month", "baskets", "method"),
    "slides": ("month", "asked", "became", "people", "customers", "linkage", "baskets",
               "recognition", "unknown"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """One report as it can be ordered; `occasion` is `wave:4`, `month:2026-10` or `quarter:2026-3`.

    A unit's edition has the unit's id, a department's that of the department, the others neither.
    """

    kind: Kind
    occasion: str
    unit_id: int | None = None
    department_id: int | None = None
    language: str = "en"
    paper: Paper = "a4"

    @property
    def sections(self) -> tuple[Section, ...]:
        """What it holds, in the order of its pages."""
        return SECTIONS[self.kind]
