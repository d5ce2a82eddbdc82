"""Opens of customers' links by programs: recognised, counted in memory, kept outside any request.

No address and no token is kept. Of a page a salted hash lies in memory for two seconds. A process
that is killed loses what it counted in its last moments, at most half a minute.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import Flask, current_app, request

from survey.config import Settings
from survey.intake.openings import is_program, sign_of
from survey.operations.automated_opens import count_opens
from survey.store import database
from survey.web import guard

SECONDS_TO_FOLD = 30.0
# Nobody looks at one page and opens it with another score within this time.
SECONDS_APART = 2.0
MOST_RECENT = 10_000

log = logging.getLogger("survey")
Counts = Mapping[tuple[date, str], int]


class Ledger:
    """Counts per day and sign, until they are folded into the database."""

    def __init__(self, keep: Callable[[Counts], None]) -> None:
        self._keep = keep
        self._counts: Counter[tuple[date, str]] = Counter()
        self._recent: dict[int, tuple[float, str, bool]] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self.has_timer = False

    def note(self, page: str, score: str, sign: str | None, *, day: date, at: float) -> None:
        """Count one opening at second `at`, if it shows a sign or differs from one just before."""
        with self._lock:
            seen_at, seen_score, was_counted = self._recent.get(hash(page), (0.0, score, True))
            is_burst = at - seen_at <= SECONDS_APART and seen_score != score
            if sign is None and is_burst:
                # The one before was of the same burst, so it was nobody's either.
                self._counts[day, "several"] += 1 if was_counted else 2
            elif sign is not None:
                self._counts[day, sign] += 1
            self._remember(page, (at, score, sign is not None or is_burst))
        if self._counts and self.has_timer:
            self._start_timer()

    def fold(self) -> None:
        """Keep what was counted; where the database fails it is counted on."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._timer = None
        if not counts:
            return
        try:
            self._keep(counts)
        except database.DatabaseError as error:
            log.error("automated opens could not be kept: %s", type(error).__name__)
            with self._lock:
                self._counts.update(counts)

    def _remember(self, page: str, opening: tuple[float, str, bool]) -> None:
        if len(self._recent) >= MOST_RECENT:
            self._recent.clear()
        self._recent[hash(page)] = opening

    def _start_timer(self) -> None:
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(SECONDS_TO_FOLD, self._fold_apart)
                self._timer.daemon = True
                self._timer.start()

    def _fold_apart(self) -> None:
        try:
            self.fold()
        finally:
            database.disconnect()  # this thread's own connection


def install(app: Flask, settings: Settings) -> None:
    """Give the application its ledger; days are the centre's."""
    app.extensions["opens"] = Ledger(count_opens)
    app.extensions["opens_zone"] = settings.timezone


def keep_folding(app: Flask) -> None:
    """Keep what is counted from now on within half a minute, in a thread of its own."""
    app.extensions["opens"].has_timer = True


def look() -> None:
    """Count this request's opening of a customer's page, if a program's."""
    ledger: Ledger = current_app.extensions["opens"]
    now: datetime = guard.now()
    ledger.note(
        request.path,
        request.args.get("score", ""),
        sign_of(request.method, dict(request.headers)),
        day=now.astimezone(current_app.extensions["opens_zone"]).date(),
        at=now.timestamp(),
    )


def is_of_program() -> bool:
    """Whether this request says that a program made it: what it sends is no person's choice."""
    return is_program(dict(request.headers))
