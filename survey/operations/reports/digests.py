"""What tells one report from another: the files it opens, its templates, its whole content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from survey.pdf_engine import package_versions
from survey.render import languages
from survey.render.document import FOLDER, PARTS, TEMPLATES
from survey.render.speech import DOMAIN

# What the templates of reports take from those of the pages.
SHARED = ("figures/*", "macros/*.html")


def read_parts(folder: Path = FOLDER) -> dict[str, bytes]:
    """Every file that a report's document may open, by its path inside the folder.

    Raises:
        OSError: one cannot be read.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for pattern in PARTS
        for path in sorted(folder.glob(pattern))
    }


def part_digests(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file in hex, by name."""
    return {name: hashlib.sha256(body).hexdigest() for name, body in parts.items()}


def template_digest(language: str, *, folder: Path = FOLDER) -> str:
    """SHA-256 in hex over all that gives a report its form: templates, files, catalogue, engine."""
    shared = folder.parent / "templates"
    files = [
        path
        for root, patterns in ((folder, (*TEMPLATES, *PARTS)), (shared, SHARED))
        for pattern in patterns
        for path in sorted(root.glob(pattern))
    ]
    spoken = languages.FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    files += [spoken] if spoken.exists() else []
    named = [(path.name.encode(), path.read_bytes()) for path in files]
    return _digest([piece for pair in named for piece in pair] + _lines(package_versions()))


def content_hash(document: str, parts: Mapping[str, str], engine: Mapping[str, str]) -> str:
    """SHA-256 in hex over everything a report's bytes depend on; `parts` are digests by name."""
    return _digest([document.encode(), *_lines(parts), *_lines(engine)])


def _lines(values: Mapping[str, str]) -> list[bytes]:
    return [f"{name} {value}".encode() for name, value in sorted(values.items())]


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        # The length first, so that no two lists of pieces run into the same bytes.
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()
