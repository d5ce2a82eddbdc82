"""Pages that only list or ask load nothing of SciPy, which costs a new process a quarter second."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from survey.operations import satisfaction
from survey.store import database
from survey.store.database import rows
from tests.conftest import ROOT
from tests.every_kind import EVERY_KIND
from tests.filled import demo_environment

TOKEN = "token-of-a-question-just-sent"
# By who opens it; nobody is signed in for "".
PAGES = (
    ("", "/sign-in"),
    ("analyst", "/contacts"),
    ("analyst", "/cases"),
    ("analyst", "/comments"),
    ("analyst", "/surveys"),
    ("analyst", "/surveys/funnel"),
    ("analyst", "/pulse"),
    ("analyst", "/linkage/plan"),
    ("agent", "/pulse"),
    ("agent", "/pulse/said"),
    ("leader", "/recognition"),
    ("administrator", "/administration"),
)
# Needs a quantile of t, so that the test is known to see it.
NEEDS_IT = ("analyst", "/linkage")
OPENING = """
import json, os, sys
from survey import config
from survey.store.database import rows
from survey.web.application import create_app

app = create_app(config.load(os.environ))
told = []
for role, address in json.loads(sys.argv[1]):
    browser = app.test_client()
    if role:
        ((user,),) = rows("SELECT min(id) FROM app_user WHERE role = ?", (role,))
        with browser.session_transaction() as session:
            session["user"], session["epoch"] = user, 0
    reply = browser.get(address)
    told.append([address, reply.status_code, "scipy" in sys.modules])
print(json.dumps(told))
"""


def opened(folder: Path, pages: tuple[tuple[str, str], ...]) -> list[tuple[str, int, bool]]:
    """Each page opened in turn by a new process: its status, and whether SciPy was there then."""
    done = subprocess.run(
        [sys.executable, "-c", OPENING, json.dumps(pages)],
        cwd=ROOT,
        env=demo_environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(one) for one in json.loads(done.stdout.splitlines()[-1])]


def test_a_page_that_needs_no_scipy_does_not_load_it(filled_demo: Path, tmp_path: Path) -> None:
    shutil.copy(filled_demo / "survey.db", tmp_path / "survey.db")
    database.connect(f"sqlite:///{tmp_path / 'survey.db'}")
    ((contact,),) = rows(
        "SELECT max(id) FROM contact WHERE NOT EXISTS"
        " (SELECT 1 FROM invitation WHERE contact_id = contact.id)"
    )
    satisfaction.invite(contact, token=TOKEN, now=datetime.now(UTC), instrument=EVERY_KIND)
    database.disconnect()
    told = opened(tmp_path, (("", f"/c/{TOKEN}"), *PAGES, NEEDS_IT))
    assert [status for _, status, _ in told] == [200] * len(told)
    assert [address for address, _, is_loaded in told if is_loaded] == [NEEDS_IT[1]]
