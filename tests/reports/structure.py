"""What PDF/UA-1 asks of a printed report, as far as a program can tell: every rule it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
PAINTING = frozenset("Tj TJ ' \" f F f* B B* b b* S s sh Do BI INLINE IMAGE".split())
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree: its kind, the dictionary, and those it stands in."""

    kind: str
    it: Any
    above: tuple[str, ...]


def opened(pdf: bytes) -> Pdf:
    """The file, to be looked into."""
    return pikepdf.open(BytesIO(pdf))


def problems_of(pdf: bytes, *, language: str, hosts: frozenset[str] = frozenset()) -> list[str]:
    """Every rule that the file breaks; links may lead to these hosts and nowhere else."""
    with opened(pdf) as file:
        elements = tuple(elements_of(file))
        return [
            *_identity(file, language),
            *_headings(elements),
            *_alternatives(elements),
            *_tables(elements),
            *_bookmarks(file),
            *_links(file, hosts),
            *_fonts(file),
            *_actions(file),
            *_untagged(file),
        ]


def elements_of(file: Pdf) -> Iterator[Element]:
    """The elements of the structure tree in reading order."""
    yield from _elements(file.Root.StructTreeRoot, ())


def _elements(node: Any, above: tuple[str, ...]) -> Iterator[Element]:
    if not isinstance(node, Dictionary) or node.get("/Type") in ("/MCR", "/OBJR"):
        return
    inside = above
    if "/S" in node:
        kind = str(node.S)
        yield Element(kind, node, above)
        inside = (*above, kind)
    kids = node.get("/K", ())
    for kid in kids if isinstance(kids, Array) else (kids,):
        yield from _elements(kid, inside)


def _identity(file: Pdf, language: str) -> Iterator[str]:
    root = file.Root
    if str(root.get("/Lang", "")) != language:
        yield f"the language is {root.get('/Lang')}, not {language}"
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "the document is not marked as tagged"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "the window shows the file's name instead of the title"
    with file.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "the metadata does not say PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "the metadata has no title"
    if not str(file.docinfo.get("/Title", "")):
        yield "there is no title"
    for number, page in enumerate(file.pages, start=1):
        if "/StructParents" not in page.obj:
            yield f"page {number} is not in the structure tree"
        if "/Annots" in page.obj and page.obj.get("/Tabs") != "/S":
            yield f"page {number} has links out of the reading order"


def levels_of(elements: tuple[Element, ...]) -> list[int]:
    """The levels of the headings in reading order."""
    return [HEADINGS[one.kind] for one in elements if one.kind in HEADINGS]


def _headings(elements: tuple[Element, ...]) -> Iterator[str]:
    levels = levels_of(elements)
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"the headings do not begin with the only H1: {levels[:12]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _alternatives(elements: tuple[Element, ...]) -> Iterator[str]:
    for one in elements:
        words = str(one.it.get("/Alt", "")).strip()
        if one.kind == "/Figure" and len(words) < 3:
            yield f"a figure says nothing to those who do not see it: {words!r}"


def _tables(elements: tuple[Element, ...]) -> Iterator[str]:
    for one in elements:
        if one.kind == "/TH" and not _has_scope(one.it):
            yield "a table's header does not say whether it heads a row or a column"
        if one.kind in ("/TD", "/TH") and "/TR" not in one.above:
            yield f"a {one.kind} stands outside of a row"
        if one.kind == "/Table" and not any(other.kind == "/TH" for other in _below(one, elements)):
            yield "a table has no header"


def _has_scope(cell: Any) -> bool:
    attributes = cell.get("/A", ())
    owners = attributes if isinstance(attributes, Array) else (attributes,)
    return any(
        isinstance(one, Dictionary) and one.get("/Scope") in ("/Row", "/Column", "/Both")
        for one in owners
    )


def _below(table: Element, elements: tuple[Element, ...]) -> Iterator[Element]:
    yield from _elements(table.it, table.above)


def bookmarks_of(file: Pdf) -> list[tuple[int, str]]:
    """Depth, from 1, and words of each bookmark."""
    with file.open_outline() as outline:
        return list(_items(outline.root, 1))


def _items(items: Any, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, str(item.title)
        yield from _items(item.children, depth + 1)


def _bookmarks(file: Pdf) -> Iterator[str]:
    bookmarks = bookmarks_of(file)
    if not bookmarks:
        yield "there are no bookmarks"
    if not all(title.strip() for _, title in bookmarks):
        yield "a bookmark has no words"


def annotations(file: Pdf) -> Iterator[Any]:
    """What can be clicked, page by page."""
    for page in file.pages:
        yield from page.obj.get("/Annots", ())


def _links(file: Pdf, hosts: frozenset[str]) -> Iterator[str]:
    known = _destinations(file)
    for one in annotations(file):
        if one.get("/Subtype") != "/Link":
            yield f"there is something to click that is no link: {one.get('/Subtype')}"
            continue
        if "/StructParent" not in one:
            yield "a link is not in the structure tree"
        if not str(one.get("/Contents", "")).strip():
            yield "a link has no words for those who do not see it"
        action = one.get("/A", Dictionary())
        if "/URI" in action:
            host = re.sub(r"^https://([^/]+).*$", r"\1", str(action.URI))
            if host not in hosts:
                yield f"a link leads out of the document, to {action.URI}"
        else:
            target = str(one.get("/Dest", action.get("/D", "")))
            if target not in known:
                yield f"a link leads to {target!r}, which is not there"


def _destinations(file: Pdf) -> frozenset[str]:
    names = file.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())
    found = {str(key) for key in names.get("/Names", ())[::2]} if "/Names" in names else set()
    return frozenset(found | {str(key) for key in file.Root.get("/Dests", Dictionary())})


def _fonts(file: Pdf) -> Iterator[str]:
    for one in file.objects:
        if not isinstance(one, Dictionary) or one.get("/Type") != "/Font":
            continue
        name, kind = one.get("/BaseFont", "a font without a name"), one.get("/Subtype")
        if kind == "/Type0":
            if "/ToUnicode" not in one:
                yield f"letters of {name} cannot be read out"
        elif not any(key in one.get("/FontDescriptor", Dictionary()) for key in FONT_FILES):
            yield f"{name} is not embedded"


def _actions(file: Pdf) -> Iterator[str]:
    """Nothing in a report acts, and nothing is packed into it."""
    for key in ("/OpenAction", "/AA", "/AcroForm", "/Collection"):
        if key in file.Root:
            yield f"the document has {key}"
    if "/EmbeddedFiles" in file.Root.get("/Names", Dictionary()) or file.attachments:
        yield "there is a file in the document"
    for one in file.objects:
        if not isinstance(one, Dictionary):
            continue
        if "/JS" in one or "/JavaScript" in one or one.get("/S") in ("/JavaScript", "/Launch"):
            yield "there is a script in the document"
        if one.get("/Type") in ("/EmbeddedFile", "/Filespec"):
            yield "there is a file in the document"


def _untagged(file: Pdf) -> Iterator[str]:
    """What is painted belongs to an element of the structure, or is marked as an artifact."""
    for number, page in enumerate(file.pages, start=1):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BMC", "BDC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in PAINTING and depth == 0:
                yield f"page {number} paints something that is not tagged ({name} {operands})"
                break
