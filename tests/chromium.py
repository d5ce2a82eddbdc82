"""Debian's chromium for tests that need a browser: one process for the whole test run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()
# Without this it says that it is headless, and what a program chooses is not kept.
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
    " Safari/537.36"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; where it is missing CI fails and others skip."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            raise FileNotFoundError("chromium is not installed: apt-get install chromium")
        pytest.skip("no chromium here")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, f"--user-agent={AGENT}"]
        )
        yield chromium
        chromium.close()
