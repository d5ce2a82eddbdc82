"""What the measurements of reports share: the demo's database, and an edition with its times."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from survey import config
from survey.commands.reporting import make_edition
from survey.config import Settings
from survey.demo.pieces import TODAY, Studio
from survey.intake.editions import Edition
from survey.operations.reports.orders import Stage
from survey.privacy import gate
from survey.store import database


@dataclass(frozen=True, slots=True)
class Timed:
    """A printed edition, and the seconds of the processor before and while it was printed."""

    pdf: bytes
    before_printing: float
    printing: float


def made(edition: Edition, settings: Settings) -> Timed:
    """The edition, made as a worker makes it from the connected database."""
    at: dict[Stage, float] = {}

    def note(stage: Stage) -> None:
        at[stage] = time.process_time()

    printing = make_edition(edition, settings=settings, today=TODAY, stage=note)
    ended = time.process_time()
    return Timed(printing.pdf, at["printing"] - at["reading"], ended - at["printing"])


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # noqa: PLC0415 - wanted once

    return len(pypdfium2.PdfDocument(BytesIO(pdf)))


def demo_in(folder: Path) -> Path:
    """The database of the demo centre, filled in the folder."""
    return Studio(folder, folder, say).demo()


@contextmanager
def on_the_demo(folder: Path) -> Iterator[None]:
    """Connected to the demo centre, filled in the folder."""
    database.connect(f"sqlite:///{demo_in(folder)}")
    try:
        yield
    finally:
        database.disconnect()


def newest_wave() -> str:
    """The occasion of the newest closed wave."""
    return f"wave:{gate.closed_waves()[-1].number}"


def settings_of(folder: Path) -> Settings:
    """The settings of an installation that keeps everything in the folder."""
    return config.load(environment_of(folder / "not-used.db", folder))


def environment_of(path: Path, folder: Path) -> dict[str, str]:
    """The environment of an installation on the database with this path."""
    return {
        "SURVEY_DATABASE_URL": f"sqlite:///{path}",
        "SURVEY_DATA_FOLDER": str(folder / "var"),
        "SURVEY_MAIL_URL": f"outbox:{folder / 'outbox'}",
        "SURVEY_SECRET_KEY": "of-the-gallery-only",
        "SURVEY_ORGANISATION": "Bench",
    }


def say(words: str) -> None:
    """Tell what takes long."""
    print(words, file=sys.stderr)
