"""Whether a file is a report of ours: to the last byte, or not."""

from __future__ import annotations

import random

import pytest

from survey.operations.reports import archive
from survey.operations.reports.verification import verify
from tests.conftest import NOW
from tests.ordered import printing, withdraw


@pytest.fixture
def store(both_stores: str) -> str:
    return both_stores


def test_a_report_of_the_archive_is_genuine(store: str) -> None:
    kept = archive.keep_report(printing(), now=NOW)
    found = verify(printing().pdf)
    assert found.verdict == "genuine"
    assert found.report is not None
    assert found.report.id == kept


@pytest.mark.parametrize("at", [100, -40, -1])
def test_one_changed_byte_makes_it_altered_or_unknown_and_never_genuine(
    store: str, at: int
) -> None:
    archive.keep_report(printing(), now=NOW)
    changed = bytearray(printing().pdf)
    changed[at] ^= 1
    assert verify(bytes(changed)).verdict in ("altered", "unknown")
    found = verify(printing().pdf + b"\n")
    assert found.verdict == "altered"
    assert found.report is not None


def test_the_digests_of_another_archive_are_unknown(store: str) -> None:
    assert verify(printing().pdf).verdict == "unknown"
    archive.keep_report(printing(text="U"), now=NOW)
    assert verify(printing().pdf).verdict == "unknown"


def test_a_withdrawn_report_is_still_recognised(store: str) -> None:
    kept = archive.keep_report(printing(), now=NOW)
    withdraw(kept)
    assert verify(printing().pdf).verdict == "withdrawn"


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"", "not a PDF"),
        (b"<html>", "not a PDF"),
        (b"%PDF-1.7", "unknown"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(5_000), "unknown"),
        (b"%PDF-1.7\ntrailer << /Info 1 0 R /Root 1 0 R >>\nstartxref\n0\n%%EOF", "unknown"),
    ],
)
def test_what_is_no_report_is_none(store: str, content: bytes, verdict: str) -> None:
    assert verify(content).verdict == verdict
