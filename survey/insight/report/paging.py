"""Cutting long lists into what fits on a printed page: figures cannot break in the middle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from survey.intake.editions import Edition
from survey.render.figures import PRINT
from survey.render.metrics import text_width

T = TypeVar("T")
# A label beyond this width takes a second line, and its row so much more than one of the others.
LABEL_WIDTH = 0.26 * PRINT.width
TALL = 1.65
ROWS_PER_PAGE = 29
ROWS_PER_SLIDE = 10


def rows_of(edition: Edition) -> int:
    """As many rows as stand on a page below a section's heading, or can be read on a slide."""
    return ROWS_PER_SLIDE if edition.kind == "slides" else ROWS_PER_PAGE


def pages(rows: Sequence[T], label: Callable[[T], str], *, room: float) -> list[Sequence[T]]:
    """The rows in order, in as few parts as fit pages of so many rows with one line."""
    parts: list[list[T]] = [[]]
    left = room
    for row in rows:
        height = TALL if text_width(label(row), PRINT.text) > LABEL_WIDTH else 1.0
        if height > left and parts[-1]:
            parts.append([])
            left = room
        parts[-1].append(row)
        left -= height
    return [part for part in parts if part]
