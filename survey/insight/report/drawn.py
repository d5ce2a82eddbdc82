"""The figures of a printed report, cut out of its document, each to be a picture of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# Where no section has begun yet.
FIRST = "report"
# As tall as the longest figure can be; what stays white is cut off.
_TALLEST = 2400
_WIDTH = 700
_AIR = 16
_PARTS = re.compile(
    r'<section id="(?P<section>[\w-]+)"|(?P<figure><figure class="figure[^"]*".*?</figure>)',
    re.DOTALL,
)
_TITLE = re.compile(r'<p class="figure-title">(.*?)</p>', re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_HEAD = re.compile(r"\A.*?</head>", re.DOTALL)
_PLACES = tuple(
    f"{side}-{place}" for side in ("top", "bottom") for place in ("left", "center", "right")
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as it stands in a document: named after its section, with its title."""

    name: str
    title: str
    html: str


def drawn_in(document: str) -> tuple[Drawn, ...]:
    """The figures of a document in their order: `customers-1`, `customers-2` and so on."""
    return tuple(_drawn(document))


def sheet_of(document: str, figure: Drawn) -> str:
    """A document of this figure only, on one tall page, with the style sheets of the whole."""
    head = _HEAD.match(document)
    without = " ".join(f"@{place} {{ content: none }}" for place in _PLACES)
    page = f"size: {_WIDTH}px {_TALLEST}px; margin: {_AIR}px; background: #ffffff; {without}"
    style = (
        f"<style>@page {{ {page} }} @page :first {{ {page} }}"
        " html, body { background: #ffffff; margin: 0; padding: 0; page: auto }"
        " .figure { margin: 0; break-inside: auto }</style>"
    )
    begin = head.group().removesuffix("</head>") if head else "<!doctype html><html><head>"
    return f"{begin}{style}</head><body>{figure.html}</body></html>"


def _drawn(document: str) -> Iterator[Drawn]:
    section, numbers = FIRST, Counter[str]()
    for part in _PARTS.finditer(document):
        if part["section"]:
            section = part["section"]
            continue
        numbers[section] += 1
        title = _TITLE.search(part["figure"])
        words = unescape(_TAGS.sub("", title.group(1))) if title else ""
        yield Drawn(f"{section}-{numbers[section]}", " ".join(words.split()), part["figure"])
