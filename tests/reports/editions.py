"""Real editions of the centres that tests build, made and kept as a worker does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from survey.commands.reporting import make_edition
from survey.intake.editions import Edition
from survey.operations.reports import archive
from survey.operations.reports.archive import Printing
from tests.conftest import NOW, settings_for

TODAY = date(2026, 3, 20)
CENTRE = Edition("centre", "wave:2")


def made(edition: Edition, folder: Path, *, today: date = TODAY, **changes: Any) -> Printing:
    """The edition from the connected database; `changes` are to the settings."""
    settings = replace(settings_for(f"sqlite:///{folder}/not-used.db", folder), **changes)
    return make_edition(edition, settings=settings, today=today)


def kept(edition: Edition, folder: Path, **changes: Any) -> int:
    """The id of the edition, made and in the archive."""
    return archive.keep_report(made(edition, folder, **changes), now=NOW)
