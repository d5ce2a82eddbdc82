"""Every edition of the report that a centre can have, as its readers get it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from survey.commands.reporting import make_edition
from survey.config import load
from survey.insight.report.data import data_bytes, data_digest
from survey.insight.report.occasions import occasions
from survey.insight.report.report import ForumReport, build_report
from survey.intake.editions import Edition
from survey.operations.reports.archive import keep_report
from survey.privacy import gate
from survey.render.document import Look, Stamp, document
from survey.render.speech import speaking
from survey.store.reads_of_departments import department_ids
from survey.store.reads_of_units import unit_ids

KEPT_AT = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def built(
    edition: Edition, *, today: date, organisation: str = "Larkfield", is_demo: bool = False
) -> ForumReport:
    """The report of an edition in its language."""
    with speaking(edition.language):
        return build_report(edition, organisation=organisation, is_demo=is_demo, today=today)


def page_of(report: ForumReport, *, for_screen: bool = False) -> str:
    """Its document."""
    with speaking(report.edition.language):
        stamp = Stamp(data_digest(report), "0" * 64)
        return document(report, look=Look(), stamp=stamp, for_screen=for_screen)


def every_edition(occasion: str) -> Iterator[Edition]:
    """Each kind about the occasion, each unit and each department on the list."""
    yield from (Edition("centre", occasion), Edition("agents", occasion))
    yield Edition("slides", occasion)
    yield from (Edition("unit", occasion, unit_id=one) for one in unit_ids())
    yield from (Edition("department", occasion, department_id=one) for one in department_ids())


def as_read(*, today: date) -> dict[tuple[str, str], bytes]:
    """JSON and page of every edition of every occasion, by what they are."""
    found: dict[tuple[str, str], bytes] = {}
    for occasion in occasions(today=today):
        for edition in every_edition(occasion.key):
            report = built(edition, today=today)
            name = f"{edition.kind} {edition.unit_id or edition.department_id} {occasion.key}"
            found["report", f"{name} JSON"] = data_bytes(report)
            found["report", f"{name} page"] = page_of(report).encode()
    return found


def keep_some(*, today: date, organisation: str = "Larkfield") -> None:
    """Put reports on the last closed wave into the archive: the centre's, the agents', slides."""
    settings = load({"SURVEY_ORGANISATION": organisation, "SURVEY_SECRET_KEY": "for tests only"})
    newest = f"wave:{gate.closed_waves()[-1].number}"
    for kind in ("centre", "agents", "slides"):
        made = make_edition(Edition(kind, newest), settings=settings, today=today)
        keep_report(made, now=KEPT_AT)
