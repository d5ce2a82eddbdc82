"""Who receives the demo centre's comments, and what became of those they were sent."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from survey.demo.calendar import month_start
from survey.operations import jobs
from survey.operations.comments import departments, reading, replies, routing, themes
from survey.operations.comments.replies import Said
from survey.operations.tokens import digest_token
from survey.store.database import rows, transaction
from survey.store.fields import from_seconds

ROUTES = (
    ("product", "the app, router, bill nobody, menu, website"),
    ("competitor", "other shop, leaving"),
    ("market", "evening slot, do you sell, family tariff, insurance"),
)
DEPARTMENTS = (
    ("Product", "product@larkfield.example", "product"),
    ("Sales", "sales@larkfield.example", "market"),
    ("Strategy", "strategy@larkfield.example", "competitor"),
    ("Marketing", "marketing@larkfield.example", "testimonial"),
)
MONTHS_OF_LETTERS = 3
QUOTED = 12
# Replies come some days after the letter, and to some of what can be read in it.
REPLIED_AFTER = timedelta(days=4)
REPLIED_TO = 10
REPLIES = (
    Said("yes", "In the list for the next release."),
    Said("yes", "Went into the talk with our supplier."),
    Said("yes", ""),
    Said("yes", "Text on the second page of the bill was rewritten."),
    Said("no", "Known already, and mended in the spring."),
    Said("no", ""),
)


def set_up(*, now: datetime) -> None:
    """Rules that put comments into baskets, and the departments that receive them."""
    with transaction():
        for basket, words in ROUTES:
            routing.add_rule(basket, words, now=now)
        for name, email, basket in DEPARTMENTS:
            departments.add_department(name, email, basket)


def read_comments(*, now: datetime) -> None:
    """Look at every comment that came in: for its language, and for the rules."""
    while reading.read_batch(now=now):
        pass


def quote_and_send(rng: random.Random, *, secret_key: str, zone: ZoneInfo, now: datetime) -> None:
    """Choose what may be quoted, write the last months' letters, and let departments reply."""
    today = now.astimezone(zone).date()
    with transaction():
        _choose_quotes()
        for months_ago in reversed(range(MONTHS_OF_LETTERS)):
            first = month_start(today, months_ago=months_ago)
            made_at = datetime(first.year, first.month, 1, 6, tzinfo=zone)
            departments.make_digests(
                f"{first:%Y-%m}", secret_key=secret_key, zone=zone, now=min(made_at, now)
            )
        _settle_letters(now)
        for digest_id, department_id, month, made in rows(
            "SELECT id, department_id, month, made_at FROM digest ORDER BY id"
        ):
            replied_at = from_seconds(made) + REPLIED_AFTER
            if replied_at < now:
                token = digest_token(department_id, month, secret_key=secret_key)
                replies.keep_replies(token, _said(rng, digest_id), now=replied_at)
    themes.read_themes(today=today, now=now)


def _choose_quotes() -> None:
    ((analyst,),) = rows("SELECT id FROM app_user WHERE role = 'analyst'")
    for response_id, received in rows(
        "SELECT response.id, received_at FROM response"
        " JOIN testimonial_consent ON testimonial_consent.response_id = response.id"
        " WHERE withdrawn_at IS NULL AND comment IS NOT NULL ORDER BY response.id LIMIT ?",
        (QUOTED,),
    ):
        chosen_at = from_seconds(received) + timedelta(hours=2)
        routing.route_by_hand(response_id, ["testimonial"], seen=[], user_id=analyst, now=chosen_at)


def _settle_letters(now: datetime) -> None:
    """Letters of the past are long sent."""
    while (job := jobs.claim((departments.LETTER,), now=now)) is not None:
        jobs.complete(job)


def _said(rng: random.Random, digest_id: int) -> dict[int, Said]:
    sent = rows(
        "SELECT response_id FROM digest_comment WHERE digest_id = ? ORDER BY response_id LIMIT ?",
        (digest_id, REPLIED_TO),
    )
    return {row[0]: rng.choice(REPLIES) for row in sent if rng.random() < 0.7}
