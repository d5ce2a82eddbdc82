"""The conformance page: docs/accessibility.md, read for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "accessibility.md"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph, or a list of points."""

    kind: Literal["heading", "paragraph", "points"]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The document's title and what follows it."""

    title: str
    parts: tuple[Part, ...]


@lru_cache(maxsize=1)
def statement() -> Statement:
    """The document as it is shipped. It knows headings, paragraphs and lists, no more."""
    blocks = DOCUMENT.read_text(encoding="utf-8").strip().split("\n\n")
    title = blocks[0].removeprefix("# ")
    return Statement(title, tuple(_part(block) for block in blocks[1:]))


def _part(block: str) -> Part:
    if block.startswith("## "):
        return Part("heading", (block.removeprefix("## "),))
    if block.startswith("- "):
        points = block.removeprefix("- ").split("\n- ")
        return Part("points", tuple(" ".join(point.split()) for point in points))
    return Part("paragraph", (" ".join(block.split()),))
