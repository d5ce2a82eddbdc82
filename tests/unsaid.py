"""Words of a document that did not go through `say`: what stands outside of the marks.

The report is made in a language whose catalogue says every key between ⟦ and ⟧, its values left
outside. What is left once the marked parts are gone is numbers, names, and what nobody said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

from survey.store.database import rows
from tests.catalogues import catalogue
from translations.keys import used

# Its numbers and months are German, so that an English one shows as well.
LANGUAGE = "de"
_READ_ALOUD = {"alt", "aria-label", "title", "data-label"}
# Addresses, digests and days, which numbers and babel write.
_DATA = re.compile(
    r"\b[0-9a-f]{4,64}\b|\b(?:[\w-]+\.)+[a-z]{2,4}(?:/\S*)?"
    r"|\b(?:Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez)(?:[a-z]+)?\b"
)
_HOLE = re.compile(r"(%\(\w+\)s)")
_MARKED = re.compile(r"⟦[^⟦⟧]*(?:⟧|…)")
# So long a part of what somebody wrote is no word of ours by chance.
_LONG = 12
_PIECES = re.compile(r"[\n⟦⟧]+")
_NO_WORDS = re.compile(r"[\W\d_]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def marked(folder: Path) -> Path:
    """A catalogue that marks what every key says, and the folder it stands in."""
    words = {key: _all_marked(key) if isinstance(key, str) else tuple(map(_all_marked, key))
             for key in used()}  # fmt: skip
    return catalogue(folder, LANGUAGE, words)


def _all_marked(text: str) -> str:
    parts = _HOLE.split(text)
    return "".join(one if _HOLE.fullmatch(one) or not one else f"⟦{one}⟧" for one in parts)


class _Heard(HTMLParser):
    """The text of a document and of its attributes that are read aloud, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script")
        self.parts.extend(value for name, value in attrs if name in _READ_ALOUD and value)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def unsaid(html: str, *, allowed: Iterable[str]) -> list[str]:
    """The pieces of the document that hold words nobody said and that are not allowed, sorted."""
    heard = _Heard()
    heard.feed(html)
    text = _MARKED.sub("\n", "\n".join(heard.parts))
    known = sorted((one for one in allowed if one), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")
    return sorted(
        piece
        for piece in set(_pieces(text))
        if _WORD.search(_DATA.sub(" ", pattern.sub(" ", piece))) and not _is_theirs(piece, known)
    )


def _is_theirs(piece: str, known: Sequence[str]) -> bool:
    """Whether people wrote it: a part of a text, the beginning of a name, words they share."""
    if "[agent]" in piece or any(piece in one for one in known if len(piece) >= _LONG):
        return True
    if piece.endswith("…"):
        return any(one.startswith(piece[:-1]) for one in known)
    words = piece.split(", ")
    texts = " ".join(known)
    return len(words) > 1 and all(re.search(rf"(?i)\b{re.escape(one)}", texts) for one in words)


def _pieces(text: str) -> Iterator[str]:
    for piece in _PIECES.split(text):
        stripped = " ".join(piece.split())
        if stripped and _NO_WORDS.sub("", stripped):
            yield stripped


def stored_words() -> set[str]:
    """Every text of the database, whole and line by line: names, codes, what people wrote."""
    found: set[str] = set()
    tables = rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (table,) in tables:
        columns = [row[1] for row in rows(f"PRAGMA table_info({table})") if "TEXT" in row[2].upper()
                   or "CHAR" in row[2].upper()]  # fmt: skip
        for column in columns:
            found |= {
                " ".join(str(value).split())
                for (value,) in rows(f"SELECT DISTINCT {column} FROM {table} LIMIT 5000")
                if value and len(str(value)) > 1 and str(value)[0] not in "{["
            }
    return found
