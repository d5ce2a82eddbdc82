"""A WSGI application served as the product is, for as long as something is measured."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from survey.commands.serving import THREADS, WORKERS

ROOT = Path(__file__).resolve().parents[1]
# The product's own way to be served, for both.
SERVER = (
    "--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
    "--host", "127.0.0.1", "--no-ws", "--log-level", "error",
)  # fmt: skip


@contextmanager
def serving(target: str, environment: dict[str, str]) -> Iterator[int]:
    """The port of a granian that serves the target until the block ends."""
    port = _free_port()
    others = {key: value for key, value in os.environ.items() if not key.startswith("SURVEY_")}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("granian"), *SERVER, "--port", str(port), target],
        cwd=ROOT, env=others | environment,
    )  # fmt: skip
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(150):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
