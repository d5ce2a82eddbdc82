"""The archive of printed reports: found by what they are about, opened, and checked."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from survey.intake.editions import Kind, Paper
from survey.intake.plain_letters import plain_letters
from survey.store.database import rows
from survey.store.fields import from_seconds
from survey.store.parts import marks

# The large columns of a report, each read by itself.
Body = Literal["document", "screen", "data", "pdf"]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A kept report without its large parts; `place` is the unit's or the department's name.

    `dated_on` is the last day it speaks of, `made_at` when it was printed, `current_at` when an
    order last came to it. `difference` says what came out otherwise when it was last printed
    again, at `checked_at`.
    """

    id: int
    kind: Kind
    occasion: str
    unit_id: int | None
    department_id: int | None
    language: str
    paper: Paper
    title: str
    place: str
    dated_on: date
    data_digest: str | None
    template_digest: str | None
    pdf_digest: str
    made_at: datetime
    current_at: datetime
    withdrawn_at: datetime | None
    checked_at: datetime | None
    difference: str | None


@dataclass(frozen=True, slots=True)
class Printed:
    """What a report was printed from: the files it opens, by name, and what printed it."""

    parts: dict[str, str]
    engine: dict[str, str]


@dataclass(frozen=True, slots=True)
class WantedReports:
    """Which reports to list; `unit_ids` is None for who may see all, and empty fields mean any."""

    unit_ids: Collection[int] | None
    words: tuple[str, ...] = ()
    kind: str = ""
    unit_id: int | None = None
    occasion: str = ""
    language: str = ""


def report(report_id: int) -> ReportRow | None:
    """The report with this id, or None."""
    found = rows(f"{_REPORTS} WHERE report.id = ?", (report_id,))
    return _row(found[0]) if found else None


def reports(wanted: WantedReports, *, n: int, skip: int) -> tuple[ReportRow, ...]:
    """So many reports of those wanted, the last that became current first."""
    where, values = _conditions(wanted)
    found = rows(
        f"{_REPORTS} WHERE {where} ORDER BY report.current_at DESC, report.id DESC"
        " LIMIT ? OFFSET ?",
        (*values, n, skip),
    )
    return tuple(_row(one) for one in found)


def n_reports(wanted: WantedReports) -> int:
    """How many reports are among those wanted."""
    where, values = _conditions(wanted)
    count: int = rows(
        "SELECT count(*) FROM report LEFT JOIN unit ON unit.id = report.unit_id"
        f" LEFT JOIN department ON department.id = report.department_id WHERE {where}",
        values,
    )[0][0]
    return count


def kept_under(column: Literal["content_hash", "pdf_digest"], value: str) -> ReportRow | None:
    """The newest report with this hash of its content or digest of its PDF, or None."""
    found = rows(f"{_REPORTS} WHERE report.{column} = ? ORDER BY report.id DESC LIMIT 1", (value,))
    return _row(found[0]) if found else None


def printed_from(data_digest: str, template_digest: str) -> ReportRow | None:
    """The newest report of this data and this template, or None."""
    found = rows(
        f"{_REPORTS} WHERE report.data_digest = ? AND report.template_digest = ?"
        " ORDER BY report.id DESC LIMIT 1",
        (data_digest, template_digest),
    )
    return _row(found[0]) if found else None


def body(report_id: int, column: Body) -> bytes | None:
    """One of a report's large parts as it is stored, or None where it has none."""
    found = rows(f"SELECT {column} FROM report WHERE id = ?", (report_id,))
    return bytes(found[0][0]) if found and found[0][0] is not None else None


def has_body(report_id: int, column: Body) -> bool:
    """Whether the report has this large part."""
    return bool(rows(f"SELECT 1 FROM report WHERE id = ? AND {column} IS NOT NULL", (report_id,)))


def pdf_size(report_id: int) -> int:
    """The size of a report's PDF in bytes; 0 where it has none."""
    found = rows("SELECT coalesce(length(pdf), 0) FROM report WHERE id = ?", (report_id,))
    return found[0][0] if found else 0


def printed(report_id: int) -> Printed | None:
    """What a report was printed from, or None where that was not kept."""
    found = rows("SELECT parts, engine FROM report WHERE id = ?", (report_id,))
    if not found or found[0][0] is None or found[0][1] is None:
        return None
    return Printed(json.loads(found[0][0]), json.loads(found[0][1]))


def part(digest: str) -> bytes | None:
    """A file that reports were printed with, or None."""
    found = rows("SELECT body FROM report_part WHERE digest = ?", (digest,))
    return bytes(found[0][0]) if found else None


def kept_parts(digests: Collection[str]) -> frozenset[str]:
    """Which of these files are kept already."""
    wanted = tuple(sorted(digests))
    found = rows(f"SELECT digest FROM report_part WHERE digest IN ({marks(wanted)})", wanted)
    return frozenset(row[0] for row in found)


def occasions_kept() -> tuple[str, ...]:
    """Every occasion with a report, without an order."""
    return tuple(row[0] for row in rows("SELECT DISTINCT occasion FROM report"))


def _conditions(wanted: WantedReports) -> tuple[str, tuple[Any, ...]]:
    where, values = ["1 = 1"], list[Any]()
    if wanted.unit_ids is not None:
        units = tuple(sorted(wanted.unit_ids))
        where.append(f"(report.kind = 'agents' OR report.unit_id IN ({marks(units)}))")
        values.extend(units)
    for column in ("kind", "unit_id", "occasion", "language"):
        value = getattr(wanted, column)
        if value:
            where.append(f"report.{column} = ?")
            values.append(value)
    for word in wanted.words:
        where.append(f"plain_letters({_SEARCHED}) LIKE ? ESCAPE '!'")
        values.append(f"%{_literally(plain_letters(word) or '')}%")
    return " AND ".join(where), tuple(values)


def _literally(word: str) -> str:
    # What LIKE would take for a wildcard is looked for as itself.
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _row(row: tuple[Any, ...]) -> ReportRow:
    values = list(row)
    values[9] = date.fromisoformat(values[9])
    for at in (13, 14, 15, 16):
        values[at] = None if values[at] is None else from_seconds(values[at])
    return ReportRow(*values)


_SEARCHED = "report.title || ' ' || coalesce(unit.name, department.name, '')"
_REPORTS = """
SELECT report.id, report.kind, report.occasion, report.unit_id, report.department_id,
    report.language, report.paper, report.title, coalesce(unit.name, department.name, ''),
    CAST(report.dated_on AS TEXT), report.data_digest, report.template_digest, report.pdf_digest,
    report.made_at, report.current_at, report.withdrawn_at, report.checked_at, report.difference
FROM report LEFT JOIN unit ON unit.id = report.unit_id
LEFT JOIN department ON department.id = report.department_id
"""
