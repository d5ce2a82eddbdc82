"""How the product is served: one granian command line, used by `start` and by the docs."""

from __future__ import annotations

import sys
from pathlib import Path

WORKERS = 1
THREADS = 4


def server_command(*, host: str, port: int) -> list[str]:
    """The command that serves the application; no access log, because addresses hold secrets."""
    return [
        str(Path(sys.executable).with_name("granian")),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        *("--log-level", "warning", "app:app"),
    ]


def worker_command() -> list[str]:
    """The command that does what waits in the outbox."""
    return [sys.executable, "-m", "flask", "work", "--print-mail"]
