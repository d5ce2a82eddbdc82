"""The vault's tables, pinned to the letter: a column more is a promise less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from survey.privacy.audit import VAULT
from survey.store.database import is_postgresql, rows
from survey.store.pulse import inspection

ROOT = Path(__file__).resolve().parents[2]
PINNED = {
    "ballot_card": "digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),"
    " block_id INTEGER NOT NULL REFERENCES block (id)",
    "sealed_key": "block_id INTEGER NOT NULL PRIMARY KEY REFERENCES block_key (block_id),"
    " sealed BLOB NOT NULL",
    "claim": "digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),"
    " block_id INTEGER NOT NULL REFERENCES block (id),"
    " blinded BLOB CHECK (length(blinded) = 32)",
    "spent": "digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),"
    " block_id INTEGER NOT NULL REFERENCES block (id)",
    "ballot": "key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 16),"
    " block_id INTEGER NOT NULL REFERENCES block (id),"
    " answers TEXT NOT NULL CHECK (answers <> '')",
    "remark": "key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 16),"
    " wave_id INTEGER NOT NULL REFERENCES wave (id), item TEXT NOT NULL,"
    " text TEXT NOT NULL CHECK (text <> '')",
    "counted_ballot": "block_id INTEGER NOT NULL REFERENCES block (id),"
    " position INTEGER NOT NULL CHECK (position > 0),"
    " answers TEXT NOT NULL CHECK (answers <> ''), PRIMARY KEY (block_id, position)",
}
PROTECTED = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE)\s+"
    r"(ballot|ballot_card|sealed_key|claim|spent|remark|counted_ballot|released_\w+|turnout|receipt|tally)\b"
)
MAY_NAME_THEM = {
    "survey/store/pulse/vault.py",
    "survey/store/pulse/ledger.py",
    "survey/store/pulse/slot.py",
    "survey/store/pulse/folding.py",
    "survey/store/pulse/credentials.py",
    "survey/store/migrations/0001_the_spine.py",
    "survey/store/migrations/0007_pulse_by_link.py",
    "survey/store/migrations/0008_is_it_real.py",
}


@pytest.mark.parametrize("table", sorted(PINNED))
def test_the_vault_is_exactly_what_is_promised(store: str, table: str) -> None:
    found = rows("SELECT type, sql FROM sqlite_master WHERE tbl_name = ?", (table,))
    ((kind, sql),) = found  # nothing but the table: no index, no trigger
    assert kind == "table"
    text = " ".join(sql.split()).replace("( ", "(").replace(" )", ")")
    assert text == f"CREATE TABLE {table} ({PINNED[table]}) WITHOUT ROWID, STRICT"


def test_the_vault_has_the_same_columns_on_both_engines(both_stores: str) -> None:
    assert sorted(VAULT) == sorted(PINNED)
    for table, columns in VAULT.items():
        assert inspection.columns_of(table) == columns
    if is_postgresql():
        types = rows(
            "SELECT DISTINCT data_type FROM information_schema.columns"
            " WHERE table_name IN"
            " ('ballot_card', 'sealed_key', 'claim', 'spent', 'ballot', 'remark',"
            " 'counted_ballot')"
        )
        assert sorted(types) == [("bytea",), ("integer",), ("text",)]


def test_no_other_module_speaks_to_the_vault_or_the_ledger_in_sql() -> None:
    """The import contracts hold the modules apart; this holds the statements apart."""
    named = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "survey").rglob("*.py")
        if PROTECTED.search(path.read_text(encoding="utf-8"))
    }
    assert named <= MAY_NAME_THEM
