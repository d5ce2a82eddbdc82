"""A wave by link that is open today, behind its real server, and browsers that answer in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from survey.store import database
from survey.store.database import rows
from tests import links, waves
from tests.served import serving

Open = Callable[..., Any]
Count = Callable[[], tuple[int, int, int]]
PHONE = {"width": 360, "height": 740}
GET = "text=Get my ballot"
SEND = "text=Send my answers"
SENT = "text=A ballot was sent from this browser >> visible=true"


@pytest.fixture(scope="module")
def address(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product with a wave by link that is open today, over two blocks."""
    folder = tmp_path_factory.mktemp("by_link")
    shutil.copy(migrated_file, folder / "survey.db")
    url = f"sqlite:///{folder / 'survey.db'}"
    database.connect(url)
    waves.build_teams({"a": 40, "b": 9})
    today = datetime.now(UTC).date()
    links.open_by_link(
        name="Spring 2026",
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=8),
        help_contact="Sam Ortiz, 555 0100",
    )
    with serving(url, folder, SURVEY_SECRET_KEY=links.SECRET) as port:
        yield f"http://127.0.0.1:{port}"
    database.disconnect()


@pytest.fixture(scope="module")
def claim_links(address: str) -> Iterator[str]:
    """Links of agents of block a, each of whom is in one test only."""
    assert address
    return (f"/pulse/claim/{token}" for token in links.tokens()["a"])


@pytest.fixture
def link(claim_links: Iterator[str]) -> str:
    """An agent's link."""
    return next(claim_links)


@pytest.fixture
def other_link(claim_links: Iterator[str]) -> str:
    """Another agent's link."""
    return next(claim_links)


@pytest.fixture
def counted(address: str) -> Count:
    """Gives how many claims were used, credentials spent and ballots kept since the test began."""
    assert address

    def count() -> tuple[int, ...]:
        claims = rows("SELECT count(*) FROM claim WHERE blinded IS NOT NULL")[0]
        return (
            *claims,
            *rows("SELECT count(*) FROM spent")[0],
            *rows("SELECT count(*) FROM ballot")[0],
        )

    before = count()
    return lambda: tuple(now - then for now, then in zip(count(), before, strict=True))  # type: ignore[return-value]  # three


@pytest.fixture
def open_browser(browser: Any, address: str) -> Iterator[Open]:
    """Gives a page of a fresh browser, as another person or another device has it."""
    contexts = []

    def make(**options: Any) -> Any:
        context = browser.new_context(**({"viewport": PHONE, "base_url": address} | options))
        contexts.append(context)
        page = context.new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on(
            "console",
            lambda said: page.wrong.append(said.text) if "Security Policy" in said.text else None,
        )
        return page

    yield make
    for context in contexts:
        assert not [wrong for page in context.pages for wrong in getattr(page, "wrong", [])]
        context.close()


def claimed(page: Any, link: str) -> None:
    """Fetch the ballot behind a link, and be at its questions."""
    page.goto(link)
    page.click(GET)
    page.wait_for_url("**/pulse/answer/**")
    page.wait_for_selector(SEND)


def kept(page: Any) -> dict[str, Any]:
    """What the browser keeps of wave 1."""
    found = page.evaluate("localStorage.getItem('both-ends-credential:1')")
    credential: dict[str, Any] = json.loads(found or "{}")
    return credential


def answered(page: Any) -> str:
    """Answer one question and send; gives the receipt."""
    page.check("#vigour-4", force=True)
    page.click(SEND)
    page.wait_for_selector("#receipt:visible")
    receipt: str = page.text_content("#receipt")
    return receipt
