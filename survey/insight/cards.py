"""The printed sheet of ballot cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from survey.privacy.cards import grouped
from survey.privacy.gate import BlockRef, WaveRef
from survey.render.qr import QrMark, qr_mark

CARDS_PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its code in groups, on two lines, and the mark that leads to its ballot."""

    lines: tuple[str, str]
    mark: QrMark


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet of paper with cards of one block only; `number` of `n_pages` of that block."""

    block: str
    n_cards: int
    number: int
    n_pages: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All cards of a wave, ready to be printed. `address` is typed by those without a camera."""

    organisation: str
    is_demo: bool
    wave: str
    closes_on: date
    address: str
    pages: tuple[SheetPage, ...]


def sheet(
    wave: WaveRef,
    codes: Sequence[tuple[BlockRef, Sequence[str]]],
    *,
    organisation: str,
    base_url: str,
    is_demo: bool = False,
) -> Sheet:
    """The sheet of a wave, from the codes drawn for each block."""
    address = f"{base_url}/pulse/ballot"
    pages = tuple(page for block, drawn in codes for page in _pages(block, drawn, address))
    shown = address.partition("://")[2]
    return Sheet(organisation, is_demo, wave.name, wave.closes_on, shown, pages)


def _pages(block: BlockRef, codes: Sequence[str], address: str) -> Iterator[SheetPage]:
    n_pages = -(-len(codes) // CARDS_PER_PAGE)
    for number in range(n_pages):
        drawn = codes[number * CARDS_PER_PAGE : (number + 1) * CARDS_PER_PAGE]
        cards = tuple(Card(_lines(code), qr_mark(f"{address}/{code}")) for code in drawn)
        yield SheetPage(block.name, len(codes), number + 1, n_pages, cards)


def _lines(code: str) -> tuple[str, str]:
    middle = len(code) // 2
    return grouped(code[:middle]), grouped(code[middle:])
