"""A small centre that runs in earnest: its server, its mail server, its shell, and its database."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from survey.operations import sign_in
from survey.store import database
from survey.store.database import rows
from tests.browser.conftest import DESK
from tests.conftest import ROOT
from tests.mail_server import Inbox
from tests.mail_server import serving as serving_mail
from tests.served import environment_for, free_port, serving


@dataclass
class Centre:
    """A centre that runs: its address, its database, the mail it sends, and its shell."""

    address: str
    url: str
    environment: dict[str, str]
    inbox: Inbox = field(default_factory=Inbox)
    key: str = ""

    def flask(self, *words: str) -> str:
        """What a command of the product says."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            check=True,
            cwd=ROOT,
            env=self.environment,
            timeout=120,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def work(self) -> None:
        """Do all that waits, as `flask work` does it."""
        self.flask("work", "--once")

    def letter_to(self, address: str) -> EmailMessage:
        """The one letter that this address has got since the last look."""
        found = [one for one in self.inbox.messages if one["To"] == address]
        assert len(found) == 1, [one["To"] for one in self.inbox.messages]
        self.inbox.messages.clear()
        return found[0]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the running centre's database."""
        database.connect(self.url)
        try:
            return rows(sql)
        finally:
            database.disconnect()


@contextmanager
def served(url: str, folder: Path, *, key: str = "") -> Iterator[Centre]:
    """The centre in this database, served in earnest; `key` is one of its API's."""
    port, inbox = free_port(), Inbox()
    address = f"http://127.0.0.1:{port}"
    with serving_mail(inbox) as mail_port:
        settings = {
            "SURVEY_BASE_URL": address,
            "SURVEY_MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "SURVEY_MAIL_FROM": "North Line <feedback@northline.example>",
            "SURVEY_ORGANISATION": "North Line",
        }
        environment = environment_for(url, folder, FLASK_APP=str(ROOT / "app.py"), **settings)
        with serving(url, folder, port=port, **settings):
            yield Centre(address, url, environment, inbox, key)


def signed_in(browser: Any, centre: Centre, email: str) -> Any:
    """A page on a desk on which this user has just signed in."""
    token = secrets.token_urlsafe(32)
    database.connect(centre.url)
    sign_in.make_link(email, token=token, now=datetime.now(UTC))
    database.disconnect()
    page = browser.new_context(viewport=DESK, base_url=centre.address).new_page()
    page.goto(f"/sign-in/{token}")
    page.click("main button")
    return page
