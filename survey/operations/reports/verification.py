"""Whether a file is a report of ours: by its bytes first, then by the digests printed in it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from survey.store import reads_of_reports
from survey.store.reads_of_reports import ReportRow

Verdict = Literal["genuine", "withdrawn", "altered", "unknown", "not a PDF"]
# Names under which the printed document carries its digests; the engine drops the hyphens.
DATA_NAME = "/bothendsdata"
TEMPLATE_NAME = "/bothendstemplate"
# No report comes near it; nothing larger is read into memory.
LARGEST = 100_000_000
_HEX = frozenset("0123456789abcdef")
# What is wrong with a stranger's file is told in a sentence of ours, so the parser says nothing.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file is; `report` is the archived one that it is, or says that it is."""

    verdict: Verdict
    report: ReportRow | None = None


def verify(content: bytes) -> Verified:
    """What a file with this content is."""
    if not content.startswith(b"%PDF-"):
        return Verified("not a PDF")
    found = reads_of_reports.kept_under("pdf_digest", hashlib.sha256(content).hexdigest())
    if found is not None:
        return Verified("genuine" if found.withdrawn_at is None else "withdrawn", found)
    digests = _digests_in(content)
    named = reads_of_reports.printed_from(*digests) if digests else None
    return Verified("unknown" if named is None else "altered", named)


def _digests_in(content: bytes) -> tuple[str, str] | None:
    """The digests of data and template that the file names, or None where it names none."""
    from pypdf import PdfReader  # noqa: PLC0415 - 15 MB that only this needs

    try:
        metadata: Mapping[str, object] = PdfReader(BytesIO(content)).metadata or {}
        found = str(metadata.get(DATA_NAME, "")), str(metadata.get(TEMPLATE_NAME, ""))
    except Exception:  # of many kinds: whatever is wrong with a stranger's file, it is not ours
        return None
    is_whole = all(len(one) == 64 and _HEX.issuperset(one) for one in found)
    return found if is_whole else None
