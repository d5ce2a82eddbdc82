"""Mappings and files written for the tests of this folder."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from survey.intake.contact import ContactRecord, read_contacts
from survey.intake.contact_mapping import ContactMapping, parse_contact_mapping
from survey.intake.mapping import CsvFormat
from survey.intake.problems import Problem, Rejected
from survey.intake.table import Table, open_table

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SHARED = ROOT.parent / "shared" / "data"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

MAPPING = """
source = "desk"
timezone = "Europe/Berlin"
missing = ["N/A"]

[fields]
external_id = "id"
queue = "queue"
channel = { column = "channel", values = { Call = "phone", Mail = "email" } }
agent = "agent"
team = "team"
opened = { column = "opened", format = "%d/%m/%Y %H:%M" }
closed = { column = "closed", format = "%d/%m/%Y %H:%M", date_only = "00:00" }
handle_seconds = { column = "handle", unit = "minutes" }
score = { column = "score", low = 1, high = 5 }
comment = "comment"
"""
HEADER = "id,queue,channel,agent,team,opened,closed,handle,score,comment"
SOUND = {
    "id": "c-1",
    "queue": "billing",
    "channel": "Call",
    "agent": "a-7",
    "team": "north",
    "opened": "05/03/2026 09:10",
    "closed": "05/03/2026 09:25",
    "handle": "1.5",
    "score": "4",
    "comment": "Quick.",
}


def mapping(text: str = MAPPING) -> ContactMapping:
    return parse_contact_mapping(text)


def line(**changed: str) -> str:
    cells = {**SOUND, **changed}.values()
    return ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)


def table(*lines: str, header: str = HEADER) -> Table:
    content = "\n".join((header, *lines)) + "\n"
    return open_table(io.BytesIO(content.encode()), CsvFormat(), needed=())


def read(
    *lines: str, text: str = MAPPING, zone: ZoneInfo | None = None
) -> list[ContactRecord | Rejected]:
    declared = mapping(text)
    return list(read_contacts(table(*lines), declared, zone=zone or declared.zone, now=NOW))


def read_one(**changed: str) -> ContactRecord:
    (record,) = read(line(**changed))
    assert isinstance(record, ContactRecord), record
    return record


def problems_of(**changed: str) -> tuple[Problem, ...]:
    (rejected,) = read(line(**changed))
    assert isinstance(rejected, Rejected), rejected
    return rejected.problems


def reason_of(**changed: str) -> str:
    (problem,) = problems_of(**changed)
    return problem.message
