"""Whether this process can serve people, for whoever watches over it."""

from __future__ import annotations

from flask import Blueprint

from survey.store import schema
from survey.store.database import DatabaseError
from survey.web.guard import public

journey = Blueprint("health", __name__)
TEXT = {"Content-Type": "text/plain; charset=utf-8"}


@journey.get("/healthz")
@public
def healthz() -> tuple[str, int, dict[str, str]]:
    """200 when the database answers and needs no migration, else 503 and a sentence."""
    try:
        pending = schema.pending()
    except DatabaseError:
        return "The database does not answer.\n", 503, TEXT
    if pending:
        return "The database needs `flask migrate`.\n", 503, TEXT
    return "ok\n", 200, TEXT
