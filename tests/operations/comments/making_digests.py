"""A process that makes the letters of a month, to be run beside others and to be killed."""

from __future__ import annotations

import sys
from datetime import UTC

from survey.operations.comments import departments
from survey.store import database
from tests.conftest import NOW

if __name__ == "__main__":
    database.connect(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    departments.make_digests("2026-04", secret_key="k", zone=UTC, now=NOW)
