"""A printed report as somebody hears it who does not see it: the words in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Page

from tests.reports.structure import opened

SILENT = frozenset(("/NonStruct", "/Span", "/Div", "/Document", "/Sect", "/Part"))
_CODE = r"<([0-9A-Fa-f]+)>\s*"
_CODES = {"bfchar": re.compile(_CODE * 2), "bfrange": re.compile(_CODE * 3)}
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heard:
    """An element that is announced as something, and all that is read out in it."""

    kind: str
    words: str


def listen(pdf: bytes) -> list[Heard]:
    """Headings, paragraphs, cells, items, links and figures, one after the other."""
    with opened(pdf) as file:
        said = {}
        for page in file.pages:
            said |= {(page.obj.objgen, mcid): text for mcid, text in _marked(page).items()}
        return list(_heard(file.Root.StructTreeRoot, said))


def _heard(node: Any, said: Mapping[tuple[Any, int], str]) -> Iterator[Heard]:
    kind = str(node.get("/S", "/Document"))
    if kind == "/Figure":
        yield Heard(kind, str(node.get("/Alt", "")))
        return
    if kind not in SILENT:
        yield Heard(kind, " ".join(_words(node, said, None).split()))
    for kid in _kids(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _heard(kid, said)


def _words(node: Any, said: Mapping[tuple[Any, int], str], page: Any) -> str:
    page = node.get("/Pg", page)
    if "/Alt" in node:
        return str(node.Alt)
    parts = []
    for kid in _kids(node):
        if isinstance(kid, int):
            parts.append(said.get((page.objgen, kid), ""))
        elif isinstance(kid, Dictionary) and kid.get("/Type") == "/MCR":
            parts.append(said.get((kid.get("/Pg", page).objgen, int(kid.MCID)), ""))
        elif isinstance(kid, Dictionary) and kid.get("/Type") != "/OBJR":
            parts.append(_words(kid, said, page))
    return " ".join(parts)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", ())
    return list(kids) if isinstance(kids, Array) else [kids]


def _marked(page: Page) -> dict[int, str]:
    """What is written under each mark of a page's content."""
    letters = {
        name: _letters(font)
        for name, font in page.obj.get("/Resources", Dictionary()).get("/Font", {}).items()
    }
    found: dict[int, str] = {}
    marks: list[int | None] = []
    font: Mapping[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC" and isinstance(operands[1], Dictionary):
            marks.append(int(operands[1].get("/MCID", -1)))
        elif name in ("BDC", "BMC"):
            marks.append(None)
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = letters.get(str(operands[0]), {})
        elif name in ("Tj", "TJ"):
            mark = next((one for one in reversed(marks) if one is not None), None)
            if mark is not None:
                found[mark] = found.get(mark, "") + _decoded(operands[0], font)
    return found


def _decoded(shown: Any, font: Mapping[int, str]) -> str:
    pieces = shown if isinstance(shown, Array) else [shown]
    text = ""
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            text += "".join(font.get(int.from_bytes(pair), "\ufffd") for pair in pairs)
    return text


def _letters(font: Any) -> dict[int, str]:
    """What each code of a font stands for."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for kind, block in _BLOCK.findall(table):
        for codes in _CODES[kind].findall(block):
            if kind == "bfchar":
                found[int(codes[0], 16)] = _text(codes[1])
            else:
                first, last, text = (int(code, 16) for code in codes)
                found |= {at: chr(text + at - first) for at in range(first, last + 1)}
    return found


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
