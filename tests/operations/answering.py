"""Answers an invitation when told to: run as a script by the tests, several at once.

    python -m tests.operations.answering DATABASE_URL TOKEN VALUE

Prints a line when it is ready, waits for a line, and prints what became of the answer.
"""

from __future__ import annotations

import sys

from survey.errors import Conflict
from survey.operations import satisfaction
from survey.store import database
from tests.conftest import NOW


def main(url: str, token: str, value: int) -> None:
    """Answer once; see the module."""
    database.connect(url)
    database.rows("SELECT 1")
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        satisfaction.record_response(token, {"csat": value}, comment=None, now=NOW)
        print("kept")
    except Conflict:
        print("conflict")
    database.disconnect()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
