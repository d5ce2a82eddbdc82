"""Editions small enough to print in a moment, and orders for them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from survey import pdf_engine
from survey.intake.editions import Edition
from survey.operations.reports import digests, orders
from survey.operations.reports.archive import Printing
from survey.pdf import render_pdf
from survey.store.database import rows, run
from tests.conftest import NOW

TODAY = date(2026, 3, 10)
CENTRE = Edition("centre", "month:2026-02")
AGENTS = Edition("agents", "month:2026-02")
MARK = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def printing(
    edition: Edition = CENTRE, *, text: str = "T", quotes: Collection[int] = ()
) -> Printing:
    """An edition of one page that really was printed; it opens one style sheet."""
    data = f'{{"text":"{text}"}}'.encode()
    stamp = hashlib.sha256(data).hexdigest(), "7" * 64
    document = (
        '<!doctype html><html lang="en"><head>'
        f"<title>{text}</title>"
        f'<meta name="both-ends-data" content="{stamp[0]}">'
        f'<meta name="both-ends-template" content="{stamp[1]}">'
        '<link rel="stylesheet" href="report.css"></head>'
        f"<body><h1>{text}</h1><p>{edition.kind} {edition.unit_id}</p></body></html>"
    )
    parts = {"report.css": b"h1 { color: #00696f }"}
    engine = pdf_engine.engine_versions()
    made = Printing(
        edition=edition,
        title=f"Forum report, {text}",
        dated_on=date(2026, 2, 28),
        document=document,
        screen=document,
        data=data,
        data_digest=stamp[0],
        template_digest=stamp[1],
        content_hash=digests.content_hash(document, digests.part_digests(parts), engine),
        parts=parts,
        engine=engine,
        quotes=quotes,
        pdf=b"",
    )
    return replace(made, pdf=_print(made))


def _print(made: Printing) -> bytes:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        for part, body in made.parts.items():
            (Path(name) / part).write_bytes(body)
        return render_pdf(made.document, base=Path(name), created=made.dated_on)


def order(*editions: Edition, now: datetime = NOW) -> list[int]:
    """Ids of the orders of a new batch of these editions."""
    batch = orders.order_editions(editions, "A batch", now=now)
    found = rows("SELECT id FROM report_order WHERE batch_id = ? ORDER BY id", (batch,))
    return [row[0] for row in found]


def states() -> list[tuple[str, str | None]]:
    """State and stage of every order, in the order in which they were asked for."""
    return [
        (state, stage) for state, stage in rows("SELECT state, stage FROM report_order ORDER BY id")
    ]


def withdraw(report_id: int = 1) -> None:
    """What erasing a customer does to a report that quotes them."""
    run(
        "UPDATE report SET withdrawn_at = 1, pdf = NULL, document = NULL, screen = NULL,"
        " data = NULL WHERE id = ?",
        (report_id,),
    )
