"""Statements of the archive: keep a report once, note a second printing, withdraw."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from survey.intake.editions import Edition
from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds
from survey.store.parts import marks, parts


@dataclass(frozen=True, slots=True)
class NewReport:
    """A printed edition about to be kept; `document`, `screen` and `data` are compressed.

    `parts` maps the names of the files it opens to their digests, `engine` names what printed it.
    """

    edition: Edition
    content_hash: str
    title: str
    dated_on: date
    data_digest: str
    template_digest: str
    pdf_digest: str
    parts: Mapping[str, str]
    engine: Mapping[str, str]
    document: bytes
    screen: bytes
    data: bytes
    pdf: bytes


def insert_part(digest: str, content: bytes) -> None:
    """Keep a file that reports are printed with, once."""
    run(
        "INSERT INTO report_part (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
        (digest, content),
    )


def insert_report(new: NewReport, *, now: datetime) -> int:
    """Id of the report; one of the same content that is there already only becomes current."""
    edition = new.edition
    found = rows(
        "INSERT INTO report (content_hash, kind, occasion, unit_id, department_id, language,"
        " paper, title, dated_on, data_digest, template_digest, pdf_digest, made_at, current_at,"
        " parts, engine, document, screen, data, pdf)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (content_hash) DO UPDATE SET current_at = excluded.current_at RETURNING id",
        (
            *(new.content_hash, edition.kind, edition.occasion, edition.unit_id),
            *(edition.department_id, edition.language, edition.paper, new.title),
            *(str(new.dated_on), new.data_digest, new.template_digest, new.pdf_digest),
            *(to_seconds(now), to_seconds(now)),
            *(json.dumps(one, sort_keys=True) for one in (dict(new.parts), dict(new.engine))),
            *(new.document, new.screen, new.data, new.pdf),
        ),
    )
    report_id: int = found[0][0]
    return report_id


def insert_quotes(report_id: int, response_ids: Collection[int]) -> None:
    """Note whose words the report prints."""
    for response_id in sorted(response_ids):
        run(
            "INSERT INTO report_quote (report_id, response_id) VALUES (?, ?)"
            " ON CONFLICT (report_id, response_id) DO NOTHING",
            (report_id, response_id),
        )


def still_said(response_ids: Collection[int]) -> frozenset[int]:
    """Which of these responses still have words; until the transaction ends they keep them."""
    found: set[int] = set()
    for part in parts(tuple(sorted(response_ids))):
        said = rows(
            f"SELECT id FROM response WHERE id IN ({marks(part)}) AND (comment IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM answer_text WHERE response_id = response.id))"
            + (" ORDER BY id FOR UPDATE" if is_postgresql() else ""),
            part,
        )
        found |= {row[0] for row in said}
    return frozenset(found)


def note_check(report_id: int, difference: str | None, *, now: datetime) -> None:
    """Keep how printing the report again came out; None where it gave the same bytes."""
    run(
        "UPDATE report SET checked_at = ?, difference = ? WHERE id = ?",
        (to_seconds(now), difference, report_id),
    )
