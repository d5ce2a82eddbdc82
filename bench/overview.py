"""Time of the overview page with 100 thousand and with a million responses.

Both centres have the same units and the same year; only how many customers answered differs.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from bench.report import Ratio
from survey import config
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import rollups, satisfaction
from survey.store import database, schema
from survey.store.people import User
from survey.web import guard
from survey.web.application import create_app

CEILING = 1.3
FEW, MANY = 100_000, 1_000_000
N_DAYS = 365
N_SITES, N_TEAMS, N_AGENTS, N_QUEUES = 3, 12, 150, 4
N_ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Centre:
    """A filled database and a signed-in client of the product on it."""

    url: str
    client: FlaskClient

    def seconds(self) -> float:
        """How long one overview takes."""
        database.connect(self.url)
        self.client.get("/overview")  # opens the files; the timed one finds them open
        start = time.perf_counter()
        reply = self.client.get("/overview")
        took = time.perf_counter() - start
        if reply.status_code != 200:
            raise RuntimeError(f"The overview answered {reply.status_code}.")
        return took


def measure() -> Ratio:
    """The ratio of the two medians, over rounds taken in turns."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder:
        few, many = (_centre(Path(folder) / f"{n}", n) for n in (FEW, MANY))
        times = [(few.seconds(), many.seconds()) for _ in range(N_ROUNDS)]
        database.disconnect()
    small, large = (median(column) for column in zip(*times, strict=True))
    return Ratio(
        name="overview page, a million responses against 100 thousand",
        value=large / small,
        floor_or_ceiling="ceiling",
        target=CEILING,
        note=f"medians of {N_ROUNDS}: {small * 1000:.0f} ms and {large * 1000:.0f} ms",
    )


def _centre(folder: Path, n: int) -> Centre:
    url = f"sqlite:///{folder}/survey.db"
    settings = config.load(
        {"SURVEY_DATABASE_URL": url, "SURVEY_DATA_FOLDER": str(folder), **_kept(os.environ)}
    )
    app = create_app(settings)
    schema.migrate()
    fill(n, until_on=datetime.now(settings.timezone).date())
    user = User.create(email="analyst@example.org", name="Analyst", role="analyst")
    client = app.test_client()
    with client.session_transaction() as session:
        session[guard.SESSION_USER], session[guard.SESSION_EPOCH] = user.id, user.session_epoch
    return Centre(url, client)


def _kept(environment: os._Environ[str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name == "SURVEY_TIMEZONE"}


def fill(n: int, *, until_on: date) -> None:
    """Put a centre and `n` answered contacts over a year into an empty SQLite database."""
    digest = satisfaction.ensure_instrument(AFTER_CONTACT)
    first_on = until_on - timedelta(days=N_DAYS - 1)
    with database.transaction():
        _people()
        database.run(
            _CONTACTS, (n, N_DAYS, N_AGENTS, N_TEAMS, 1 + N_SITES, N_QUEUES, str(first_on))
        )
        received = int(datetime.now(UTC).timestamp())
        database.run(_INVITATIONS, (digest, received))
        database.run(_RESPONSES, (digest, received))
        database.run(_ANSWERS, (CSAT,))
    rollups.rebuild()


def _people() -> None:
    database.run("INSERT INTO unit (id, code, name, depth) VALUES (1, 'centre', 'Centre', 0)")
    sites = [(2 + at, f"site-{at}", f"Site {at + 1}", 1, 1, 0) for at in range(N_SITES)]
    teams = [
        (2 + N_SITES + at, f"team-{at}", f"Team {at + 1}", 2, 2 + at % N_SITES, 1)
        for at in range(N_TEAMS)
    ]
    database.load_rows(
        "unit", ("id", "code", "name", "depth", "parent_id", "parent_depth"), sites + teams
    )
    agents = [(at + 1, f"agent-{at}", f"Agent {at + 1}") for at in range(N_AGENTS)]
    database.load_rows("agent", ("id", "code", "name"), agents)
    database.load_rows(
        "queue", ("id", "name"), [(at + 1, f"Queue {at + 1}") for at in range(N_QUEUES)]
    )


# Numbers that look random and are the same in every run: a multiplicative hash of the row number.
# Half the contacts come by phone; a team works in two queues.
_CONTACTS = """
WITH RECURSIVE number (i, h) AS (
    SELECT 1, 2654435761 % 4294967296
    UNION ALL SELECT i + 1, ((i + 1) * 2654435761) % 4294967296 FROM number WHERE i < ?1
)
INSERT INTO contact (source, external_id, queue_id, channel, agent_id, unit_id, closed_on)
SELECT 'bench', i,
    1 + ((h / 7) % ?3 % ?4 + (h / 1100) % 2) % ?6,
    CASE (h / 13) % 6 WHEN 0 THEN 'social' WHEN 1 THEN 'email' WHEN 2 THEN 'chat' ELSE 'phone' END,
    1 + (h / 7) % ?3,
    1 + ?5 + (h / 7) % ?3 % ?4,
    date(?7, '+' || ((h / 101) % ?2) || ' days')
FROM number
"""
# Every second customer answers an invitation; the scores of the others came from elsewhere.
_INVITATIONS = """
INSERT INTO invitation (contact_id, instrument_digest, token_digest, created_at, expires_at)
SELECT id, ?1, CAST(substr('00000000000000000000000000000000' || id, -32) AS BLOB), ?2, ?2 + 1
FROM contact WHERE (id * 16807) % 31 < 16
"""
_RESPONSES = """
INSERT INTO response (contact_id, invitation_id, instrument_digest, received_at)
SELECT contact.id, invitation.id, ?, ?
FROM contact LEFT JOIN invitation ON invitation.contact_id = contact.id ORDER BY contact.id
"""
_ANSWERS = """
INSERT INTO answer (response_id, item, value)
SELECT id, ?, CASE (id * 48271) % 20 WHEN 0 THEN 1 WHEN 1 THEN 2 WHEN 2 THEN 3 WHEN 3 THEN 3
    WHEN 4 THEN 4 WHEN 5 THEN 4 WHEN 6 THEN 4 WHEN 7 THEN 4 WHEN 8 THEN 4 ELSE 5 END
FROM response
"""
