"""The installation's secret, and what is worked out from it, stand in no table."""

from __future__ import annotations

from pathlib import Path

from survey.operations.pulse import letters
from survey.store.database import database, rows, run
from tests import links, waves


def everything(url: str) -> bytes:
    """Every row of every table, and on SQLite the bytes of the files."""
    found = "".join(
        repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in kept])
        for kept in (rows(f"SELECT * FROM {table}") for table in database.get_tables())
    ).encode()
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        found += path.read_bytes() + Path(f"{path}-wal").read_bytes()
    return found


def test_no_table_holds_the_secret_or_a_token(both_stores: str) -> None:
    waves.build_teams({"a": 8})
    wave = links.open_by_link()
    letters.queue_reminders(wave, now=waves.NOW)
    mailed = links.tokens()["a"]
    links.answer_all(mailed[:6], [waves.ballot(4, ask_cost="Less")] * 6)
    secrets = [links.SECRET, *mailed]
    for _ in range(2):
        found = everything(both_stores)
        assert b"agents.example" in found
        assert [one for one in secrets if one.encode() in found] == []
        waves.close()
    run("UPDATE wave SET help_contact = ?", (mailed[0],))
    assert mailed[0].encode() in everything(both_stores)
