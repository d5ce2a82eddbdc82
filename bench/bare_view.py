"""The yardstick: a Flask view that reads a form, inserts one row durably, and says thank you."""

from __future__ import annotations

import os
import sqlite3
import threading
import time

from flask import Flask, request

TABLE = """
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL,
    score INTEGER NOT NULL,
    comment TEXT,
    received_at INTEGER NOT NULL
) STRICT
"""

app = Flask("bare")
kept = threading.local()


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


def prepare(path: str) -> None:
    """Make the database; its journal stays in write-ahead mode."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute(TABLE)
    connection.close()


def _connection() -> sqlite3.Connection:
    if not hasattr(kept, "connection"):
        kept.connection = sqlite3.connect(
            os.environ["SURVEY_BENCH_DATABASE"], timeout=30, isolation_level=None
        )
        kept.connection.execute("PRAGMA synchronous = full")
        kept.connection.execute("PRAGMA cache_size = -32000")
    return kept.connection  # type: ignore[no-any-return]  # a thread-local is untyped
