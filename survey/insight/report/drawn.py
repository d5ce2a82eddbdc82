"""The figures of a printed report by name, as they stand in its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# Where no section has begun yet.
FIRST = "report"
_PARTS = re.compile(
    r'<section id="(?P<section>[\w-]+)"|(?P<figure><figure class="figure[^"]*".*?</figure>)',
    re.DOTALL,
)
_TITLE = re.compile(r'<p class="figure-title">(.*?)</p>', re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure: named after its section, with its title."""

    name: str
    title: str


def drawn_in(document: str) -> tuple[Drawn, ...]:
    """The figures of a document in their order: `customers-1`, `customers-2` and so on."""
    return tuple(_drawn(document))


def _drawn(document: str) -> Iterator[Drawn]:
    section, numbers = FIRST, Counter[str]()
    for part in _PARTS.finditer(document):
        if part["section"]:
            section = part["section"]
            continue
        numbers[section] += 1
        title = _TITLE.search(part["figure"])
        words = unescape(_TAGS.sub("", title.group(1))) if title else ""
        yield Drawn(f"{section}-{numbers[section]}", " ".join(words.split()))
