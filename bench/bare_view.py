"""The yardstick: Flask views that find a token and show a form, and that insert one row durably."""

from __future__ import annotations

import os
import sqlite3
import threading
import time

from flask import Flask, abort, render_template_string, request

TABLE = """
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL,
    score INTEGER NOT NULL,
    comment TEXT,
    received_at INTEGER NOT NULL
) STRICT
"""

INVITATION = "CREATE TABLE invitation (token TEXT PRIMARY KEY, question TEXT NOT NULL) STRICT"
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ question }}</title></head>
<body>
<form method="post">
<fieldset>
<legend>{{ question }}</legend>
{% for value, label in points %}
<input id="csat-{{ value }}" name="csat" type="radio" value="{{ value }}">
<label for="csat-{{ value }}">{{ label }}</label>
{% endfor %}
</fieldset>
<label for="comment">What should we know about it?</label>
<textarea id="comment" name="comment"></textarea>
<button>Send answer</button>
</form>
</body>
</html>
"""
POINTS = (
    (1, "Very dissatisfied"), (2, "Dissatisfied"), (3, "Neither"), (4, "Satisfied"),
    (5, "Very satisfied"),
)  # fmt: skip

app = Flask("bare")
kept = threading.local()


@app.get("/c/<token>")
def ask(token: str) -> str:
    """Find the invitation and show its question."""
    found = (
        _connection()
        .execute("SELECT question FROM invitation WHERE token = ?", (token,))
        .fetchone()
    )
    if found is None:
        abort(404)
    return render_template_string(PAGE, question=found[0], points=POINTS)


@app.post("/c/<token>")
def answer(token: str) -> str:
    """Insert what was sent; the same journal, syncing and locking as the product uses."""
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO answer (token, score, comment, received_at) VALUES (?, ?, ?, ?)",
        (token, int(request.form["csat"]), request.form["comment"], int(time.time())),
    )
    connection.execute("COMMIT")
    return "Thank you."


def prepare(path: str, tokens: list[str]) -> None:
    """Make the database with these invitations; its journal stays in write-ahead mode."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute(TABLE)
    connection.execute(INVITATION)
    connection.executemany(
        "INSERT INTO invitation VALUES (?, 'How satisfied are you?')", [(one,) for one in tokens]
    )
    connection.commit()
    connection.close()


def _connection() -> sqlite3.Connection:
    if not hasattr(kept, "connection"):
        kept.connection = sqlite3.connect(
            os.environ["SURVEY_BENCH_DATABASE"], timeout=30, isolation_level=None
        )
        kept.connection.execute("PRAGMA synchronous = full")
        kept.connection.execute("PRAGMA cache_size = -32000")
    return kept.connection  # type: ignore[no-any-return]  # a thread-local is untyped
