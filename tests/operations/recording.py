"""Records the first item of the first agenda when told to: run as a script by the tests.

    python -m tests.operations.recording DATABASE_URL OWNER

Prints a line when it is ready, waits for a line, and prints what became of the decision.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from survey.errors import Conflict
from survey.intake.decision import Taken
from survey.operations import agenda
from survey.store import database
from tests import forums
from tests.meetings import DAY, TAKEN


def main(url: str, owner: str) -> None:
    """Record once; see the module."""
    database.connect(url)
    ((item_id,),) = database.rows("SELECT min(id) FROM agenda_item")
    taken = Taken(replace(forums.DECISION, owner=owner), TAKEN.dissent)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        agenda.record_taken(item_id, taken, today=DAY)
        print("kept")
    except Conflict as refused:
        print(refused.message.split(",")[0])
    database.disconnect()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
