"""HTML to PDF/UA. The only module that knows WeasyPrint."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from survey.errors import Refusal

MISSING = (
    "PDF files need the libraries Pango and HarfBuzz, and they cannot be loaded here. On Debian or"
    " Ubuntu run: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. On a Mac"
    " run: brew install pango."
)
_OWN_FOLDER = Path(__file__).resolve().parents[1] / "reports"
_of_this_thread = threading.local()


def render_pdf(html: str, *, base: Path, created: date | None = None) -> bytes:
    """The document as an accessible PDF (PDF/UA-1); identical bytes for identical input.

    Style sheets, fonts and pictures are read from inside the folder `base` (addresses in the
    document are relative to it) and from data: addresses, nothing else; a missing or forbidden
    one is an error. `created` is the date in the document's properties, left out by default. The
    title and the language are those of the document; so are its `<meta>` of other names, whose
    names lose everything but letters and digits.

    Raises:
        Refusal: the system lacks the libraries WeasyPrint needs.
        ValueError: the document asks for something missing or outside of `base`, or holds a picture
            that cannot be drawn.
    """
    engine = load_engine()
    # Embedded fonts carry the time of their subsetting otherwise.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_identifier": hashlib.sha256(html.encode()).digest()[:16],
        "custom_metadata": True,
    }
    folder = base.resolve()
    fonts = _fonts_of(engine, folder)
    fetcher = _confined(engine, folder)
    try:
        with _nothing_left_out():
            page = engine.HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
            document = page.render(font_config=fonts, **options)
            if created is not None:
                document.metadata.created = document.metadata.modified = created.isoformat()
            pdf: bytes = document.write_pdf(finisher=_say_scopes, **options)
    except engine.urls.FatalURLFetchingError as error:
        raise ValueError(str(error.__cause__)) from error
    return pdf


def _fonts_of(engine: Any, folder: Path) -> Any:
    """The fonts of the product's own folder, kept from one document of a thread to the next.

    The system keeps a quarter of a megabyte of every set of fonts for good, which a worker makes
    thousands of. Other folders have theirs, because a font of theirs may have the same name.
    """
    if folder != _OWN_FOLDER:
        return engine.text.fonts.FontConfiguration()
    if not hasattr(_of_this_thread, "fonts"):
        _of_this_thread.fonts = engine.text.fonts.FontConfiguration()
    return _of_this_thread.fonts


def load_engine() -> Any:
    """WeasyPrint; the first call takes two or three seconds.

    Raises:
        Refusal: the system lacks the libraries it needs.
    """
    try:
        import weasyprint  # noqa: PLC0415 - slow, and most processes never print
    except OSError as error:
        raise Refusal(MISSING) from error
    _keep_labels_whole(weasyprint.svg)
    return weasyprint


def _say_scopes(document: Any, _pdf: Any) -> None:
    """Let every head of a table say whether it heads a row or a column, as the HTML does.

    The engine only links cells to their heads, which not every reader follows.
    """
    for page in document.pages:
        for box in page._page_box.descendants():
            mark = getattr(box, "mark", None)
            if mark is not None and box.element_tag == "th":
                is_row = box.element.attrib.get("scope") in ("row", "rowgroup")
                mark["A"]["Scope"] = "/Row" if is_row else "/Column"


@contextmanager
def _nothing_left_out() -> Iterator[None]:
    """Fail where the engine would only log that it left a picture blank.

    Raises:
        ValueError: it did, in this thread.
    """
    found: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == threading.get_ident():
                found.append(record.getMessage())

    listener, log = Listener(logging.ERROR), logging.getLogger("weasyprint")
    log.addHandler(listener)
    try:
        yield
    finally:
        log.removeHandler(listener)
    if found:
        raise ValueError(f"The document cannot be printed whole: {found[0][:200]}")


def _keep_labels_whole(svg: Any) -> None:
    """Have a figure's labels drawn in one piece.

    The engine draws them letter by letter, which tears Arabic and Devanagari apart, sets Latin
    without kerning and takes longer. Only a text with several positions, which a logo may have,
    needs that.
    """
    by_letter = svg.text
    if getattr(by_letter, "draws_whole", False):
        return

    def draw(document: Any, node: Any, font_size: float) -> None:
        if not any(re.search(r"[\s,]", node.get(name, "")) for name in ("x", "y", "rotate")):
            node._etree_node.text = _Whole(node.text or "")
        by_letter(document, node, font_size)

    draw.draws_whole = True  # type: ignore[attr-defined]
    svg.text = svg.TAGS["text"] = draw


class _Whole(str):
    """A text that counts as one letter to who goes through its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),) if self else ())


def _confined(engine: Any, base: Path) -> Any:
    """A fetcher that opens files below `base` and data: addresses, and fails on all else."""

    class Confined(engine.URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not _is_allowed(url, base):
                raise ValueError(f"The document asks for {url[:200]}, which it may not read.")
            return super().fetch(url, headers)

    return Confined(allowed_protocols=("file", "data"), fail_on_errors=True)


def _is_allowed(url: str, base: Path) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    path = Path(unquote(parts.path)).resolve()
    return (
        parts.scheme == "file"
        and parts.netloc in ("", "localhost")
        and path.is_relative_to(base)
        and path.is_file()
    )
