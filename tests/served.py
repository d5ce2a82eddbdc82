"""The product behind its real server on the loopback address, and what a browser sends it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from survey.commands.serving import server_command
from tests.conftest import ROOT

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment_for(url: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process of the product: this database, everything else in `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ours = {
        "SURVEY_DATABASE_URL": url,
        "SURVEY_DATA_FOLDER": str(folder),
        "SURVEY_MAIL_URL": f"outbox:{folder / 'outbox'}",
    }
    return kept | ours | more


@contextmanager
def serving(
    url: str, folder: Path, *, words: Path | None = None, port: int | None = None, **more: str
) -> Iterator[int]:
    """The port of the product, served as it is in earnest; what the server says goes to `words`."""
    port = port or free_port()
    with (words or Path(os.devnull)).open("ab") as heard:
        process = subprocess.Popen(
            server_command(host="127.0.0.1", port=port),
            cwd=ROOT,
            env=environment_for(url, folder, **more),
            stdout=heard,
            stderr=heard,
        )
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def send(
    port: int, method: str, path: str, form: Mapping[str, str] | None = None
) -> http.client.HTTPResponse:
    """The reply to one request on a connection of its own; its body is `.read()` still."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(
        method, path, urlencode(form or {}), FORM if form is not None else {"Connection": "close"}
    )
    return connection.getresponse()
