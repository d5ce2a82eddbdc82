"""Forum reports as files: asked for, made by a worker, kept under the hash of their content."""

from __future__ import annotations

import hashlib
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from survey.errors import Conflict
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.pdf import render_pdf
from survey.privacy import gate
from survey.store import writes_of_forum

KIND = "report"
FOLDER = Path(__file__).resolve().parents[3] / "reports"
# What the bytes of a PDF depend on besides the document and the files it opens.
ENGINE = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5")
# The parts of the folder that the report's document opens.
PARTS = ("forum.css", "fonts/*.otf", "marks/*.svg")


def subject_of(number: int) -> str:
    """What the work on a wave's report is known by in the outbox."""
    return f"{KIND}:{number}"


def request_report(number: int, *, now: datetime) -> bool:
    """Whether the report was queued; it was not where it waits or is being made already.

    Raises:
        NotFound: there is no such wave.
        Conflict: the wave is still open.
    """
    with kept():
        if not gate.wave(number).is_closed:
            raise Conflict(
                f"Wave {number} is still open. Its report can be made once it has closed."
            )
        return jobs.enqueue(KIND, {"wave": number}, due_at=now, subject=subject_of(number))


def make_report(number: int, html: str, *, now: datetime, folder: Path = FOLDER) -> bool:
    """Whether a PDF was printed; the same content is printed once and then only made newer.

    `folder` holds the style sheet, fonts and pictures that the document opens. Repeatable.

    Raises:
        NotFound: there is no such wave.
        Refusal: the system lacks the libraries of the PDF engine.
    """
    wave = gate.wave(number)
    content_hash = content_hash_of(html, folder=folder)
    with kept():
        if writes_of_forum.touch_report(content_hash, made_at=now):
            return False
    pdf = render_pdf(html, base=folder, created=wave.closes_on)
    with kept():
        writes_of_forum.keep_report(content_hash, wave.number, pdf, made_at=now)
    return True


def content_hash_of(html: str, *, folder: Path = FOLDER) -> str:
    """SHA-256 over everything a report's bytes depend on: document, files, and engine."""
    digest = hashlib.sha256()
    parts = [html.encode(), *(f"{name} {version(name)}".encode() for name in ENGINE)]
    parts += [(folder / name).read_bytes() for name in part_names(folder)]
    for part in parts:
        # The length first, so that no two lists of parts run into the same bytes.
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def part_names(folder: Path) -> tuple[str, ...]:
    """Every file a report's document may open, as paths inside the folder, in order."""
    return tuple(
        path.relative_to(folder).as_posix()
        for pattern in PARTS
        for path in sorted(folder.glob(pattern))
    )
