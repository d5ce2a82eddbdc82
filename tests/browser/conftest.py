"""The product as people meet it: granian, the demo centre, and Debian's chromium."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey import config
from survey.commands.serving import server_command
from survey.demo import install
from survey.demo.fill import email_of
from survey.operations import sign_in
from survey.store import database
from tests.browser.by_link import (
    address,
    claim_links,
    counted,
    link,
    open_browser,
    other_link,
)

# Fixtures for every test of this folder.
__all__ = ["address", "claim_links", "counted", "link", "open_browser", "other_link"]

playwright_api = pytest.importorskip("playwright.sync_api")

ROOT = Path(__file__).resolve().parents[2]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site_settings(tmp_path_factory: pytest.TempPathFactory) -> config.Settings:
    """Settings of a demo installation of this test run's own, already filled."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = config.load(
        {
            "SURVEY_DATABASE_URL": f"sqlite:///{folder / 'survey.db'}",
            "SURVEY_DATA_FOLDER": str(folder),
            "SURVEY_BASE_URL": f"http://127.0.0.1:{port}",
            "SURVEY_DEMO": "yes",
            "SURVEY_ORGANISATION": "Larkfield Support",
        }
    )
    install.make(settings, now=datetime.now(UTC), on_progress=lambda _: None)
    return settings


@pytest.fixture(scope="session")
def site(site_settings: config.Settings) -> Iterator[str]:
    """The address of the running product."""
    port = int(site_settings.base_url.rsplit(":", 1)[1])
    environment = os.environ | {
        "SURVEY_DATABASE_URL": site_settings.database_url,
        "SURVEY_DATA_FOLDER": str(site_settings.data_folder),
        "SURVEY_BASE_URL": site_settings.base_url,
        "SURVEY_DEMO": "yes",
        "SURVEY_ORGANISATION": site_settings.organisation,
    }
    server = subprocess.Popen(
        server_command(host="127.0.0.1", port=port), env=environment, cwd=ROOT
    )
    try:
        _wait_for(port)
        yield site_settings.base_url
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not answer within 20 seconds")


OpenPage = Callable[..., "playwright_api.Page"]


@pytest.fixture
def open_page(browser: object, site: str, site_settings: config.Settings) -> Iterator[OpenPage]:
    """Opens a fresh page: `open_page(role, phone=False, dark=False, script=True)`."""
    contexts = []

    def make(
        role: str | None = None, *, phone: bool = False, dark: bool = False, script: bool = True
    ) -> playwright_api.Page:
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport=PHONE if phone else DESK,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            base_url=site,
        )
        contexts.append(context)
        page = context.new_page()
        if role is not None:
            database.connect(site_settings.database_url)
            token = secrets.token_urlsafe(32)
            sign_in.make_link(email_of(role), token=token, now=datetime.now(UTC))
            database.disconnect()
            page.goto(f"/sign-in/{token}")
            page.click("main button")
        return page

    yield make
    for context in contexts:
        context.close()
