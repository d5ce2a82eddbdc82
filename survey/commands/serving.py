"""How the product is served: one granian command line, used by `start` and by the docs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 1
# Answers wait for the disk and pages for the database, so more threads than cores are of use: with
# eight, four slow pages still leave customers four.
THREADS = 8


def server_command(*, host: str, port: int) -> list[str]:
    """The command that serves the application; no access log, because addresses hold secrets."""
    return [
        str(Path(sys.executable).with_name("granian")),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        # Said aloud, because the environment could switch it on.
        *("--no-access-log", "--log-level", "warning", "app:app"),
    ]


def environment_of(given: Mapping[str, str], base_url: str) -> dict[str, str]:
    """The environment of server and worker, which find the application from any folder."""
    return {
        **given,
        "SURVEY_BASE_URL": base_url,
        "FLASK_APP": str(ROOT / "app.py"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), given.get("PYTHONPATH")))),
    }


def worker_command() -> list[str]:
    """The command that does what waits in the outbox."""
    return [sys.executable, "-m", "flask", "work", "--print-mail"]
