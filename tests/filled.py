"""The demo centre, filled once per test run, however many processes test at once."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey import config
from survey.demo import install
from survey.store import database

# An ordinary Thursday, so that what the tests expect does not depend on today.
FILLED_AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def demo_settings(folder: Path) -> config.Settings:
    """Settings of a demo installation that keeps everything in the folder."""
    return config.load(demo_environment(folder))


def demo_environment(folder: Path) -> dict[str, str]:
    """The environment of the same installation."""
    return {
        "SURVEY_DATABASE_URL": f"sqlite:///{folder / 'survey.db'}",
        "SURVEY_DATA_FOLDER": str(folder),
        "SURVEY_MAIL_URL": f"outbox:{folder / 'outbox'}",
        "SURVEY_DEMO": "yes",
        "SURVEY_ORGANISATION": "Larkfield Support",
    }


@pytest.fixture(scope="session")
def filled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo installation, filled. Copy it before changing anything in it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "filled-demo"
    with (shared / "filled-demo.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / install.HANDLES).exists():
            folder.mkdir()
            # What a start that was killed half-way leaves behind.
            (folder / "survey.db.draft").write_bytes(b"half a demo")
            install.make(demo_settings(folder), now=FILLED_AT, on_progress=lambda _: None)
            database.disconnect()
    return folder
