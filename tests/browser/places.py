"""Pages of the demo that are reached by a number or a secret, and what has to be there for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from survey.config import Settings
from survey.demo import install
from survey.operations import kiosks, satisfaction, surveys, tokens, webhook_settings
from survey.operations.comments import departments, reading, themes
from survey.store import database, writes_of_departments
from survey.store.database import rows, run, transaction
from tests.every_kind import EVERY_KIND

DRAFT, RETIRED = "every-kind", "retired"
KIOSK = "code-of-the-kiosk-in-the-hall"
ANSWERED, EXPIRED = "token-of-an-answer-kept", "token-of-a-link-expired"
ANSWER = {"csat": ["2"], "drivers": ["1"], "comment": ["Slow."], "testimonial": ["1"]}


def make(settings: Settings) -> dict[str, str]:
    """What stands for each name in an address, once all of it is there."""
    database.connect(settings.database_url)
    now = datetime.now(UTC)
    _add_surveys(now)
    while reading.read_batch(now=now):
        pass
    themes.read_themes(today=now.astimezone(settings.timezone).date(), now=now)
    contact, answered, expired = _uninvited(3)
    satisfaction.invite(answered, token=ANSWERED, now=now, instrument=EVERY_KIND)
    satisfaction.record_form(ANSWERED, ANSWER, now=now)
    satisfaction.invite(expired, token=EXPIRED, now=now - timedelta(days=300))
    events = ["case.opened", "response.recorded"]
    webhook = webhook_settings.add("CRM", "https://crm.example.org/hooks", events, now=now)
    webhook_settings.send_test(webhook, now=now)
    found = {
        "draft": DRAFT,
        "retired": RETIRED,
        "kiosk": KIOSK,
        "answered": ANSWERED,
        "expired": EXPIRED,
        "contact": str(contact),
        "webhook": str(webhook),
        "claim": _claim(settings, now=now),
        "schedule": _first("SELECT max(id) FROM wave_schedule"),
        "letter": _letter(settings, now=now),
        "stop": _stop(settings),
        "open_case": _first("SELECT max(id) FROM customer_case WHERE state = 'open'"),
        "closed_case": _first("SELECT max(id) FROM customer_case WHERE state = 'closed'"),
        "comment": _first("SELECT max(id) FROM response WHERE comment IS NOT NULL"),
        "customer": _first("SELECT max(id) FROM contact WHERE customer_ref IS NOT NULL"),
    }
    database.disconnect()
    return found


def _add_surveys(now: datetime) -> None:
    for code in (DRAFT, RETIRED):
        surveys.create_survey(code.capitalize(), EVERY_KIND, code=code, now=now)
    surveys.publish(RETIRED, seen=1, now=now)
    surveys.retire(RETIRED, now=now)
    source, survey = rows("SELECT max(source), (SELECT min(id) FROM survey) FROM contact")[0]
    kiosks.add_kiosk("The hall", survey_id=survey, source=source, code=KIOSK, now=now)


def _uninvited(n: int) -> list[int]:
    found = rows(
        "SELECT id FROM contact WHERE NOT EXISTS"
        " (SELECT 1 FROM invitation WHERE contact_id = contact.id)"
        " AND NOT EXISTS (SELECT 1 FROM response WHERE contact_id = contact.id)"
        " ORDER BY id DESC LIMIT ?",
        (n,),
    )
    return [row[0] for row in found]


def _letter(settings: Settings, *, now: datetime) -> str:
    """The token of a letter to a department, about one comment."""
    departments.add_department("Quality", "quality@larkfield.example", "product")
    department = int(_first("SELECT max(id) FROM department"))
    token = tokens.digest_token(department, "2026-01", secret_key=settings.secret_key)
    digest = departments.token_digest(token)
    comment = int(_first("SELECT max(id) FROM response WHERE comment IS NOT NULL"))
    with transaction():
        letter = writes_of_departments.insert_digest(department, "2026-01", digest, now=now)
        run("INSERT INTO digest_comment (digest_id, response_id) VALUES (?, ?)", (letter, comment))
    return token


def _claim(settings: Settings, *, now: datetime) -> str:
    today = now.astimezone(settings.timezone).date()
    return str(install.usable_handles(settings.data_folder, now=now, today=today).claim_path)


def _stop(settings: Settings) -> str:
    delivery = int(_first("SELECT max(id) FROM delivery"))
    return tokens.delivery_mark(delivery, "unsubscribe", secret_key=settings.secret_key)


def _first(sql: str) -> str:
    return str(rows(sql)[0][0])
