"""The data map names every table and every column that could hold words."""

from __future__ import annotations

import re

from survey.store.database import database
from tests.conftest import ROOT

MAP = (ROOT / "docs" / "data-map.md").read_text(encoding="utf-8")
WORDY = ("TEXT", "BLOB", "DATE")


def mapped() -> set[str]:
    """Everything the page names, as `table.column` or `table`."""
    whole = set(re.findall(r"`(\w+\.\w+)`", MAP)) | set(re.findall(r"`(\w+)`", MAP))
    for table, columns in re.findall(r"`(\w+)`\s\(([^()]+)\)", MAP):
        whole |= {f"{table}.{column}" for column in re.findall(r"`(\w+)`", columns)}
    return whole


def test_every_table_is_on_the_map(store: str) -> None:
    named = mapped() | {one.split(".")[0] for one in mapped()}
    assert set(database.get_tables()) - named == set()


def test_every_column_that_could_hold_words_is_on_the_map(store: str) -> None:
    named = mapped()
    missing = [
        f"{table}.{column.name}"
        for table in database.get_tables()
        for column in database.get_columns(table)
        if column.data_type.upper() in WORDY and table != "schema_migration"
        if f"{table}.{column.name}" not in named
    ]
    assert missing == []


def test_the_map_names_nothing_that_is_not_there(store: str) -> None:
    known = {
        f"{table}.{column.name}"
        for table in database.get_tables()
        for column in database.get_columns(table)
    }
    dotted = {one for one in mapped() if "." in one and one.split(".")[1] not in ("md", "py")}
    assert dotted - known == set()
