"""What the database itself says about the vault's tables: columns, references, triggers."""

from __future__ import annotations

from collections.abc import Sequence

from survey.store.database import is_postgresql, rows


def columns_of(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in order; empty where there is no such table."""
    if is_postgresql():
        sql = (
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position"
        )
    else:
        sql = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    return tuple(name for (name,) in rows(sql, (table,)))


def references() -> frozenset[tuple[str, str]]:
    """Every foreign key of the database as (from table, to table)."""
    if is_postgresql():
        sql = (
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f'"
        )
    else:
        sql = (
            'SELECT m.name, f."table" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f'
            " WHERE m.type = 'table'"
        )
    return frozenset((here.strip('"'), there.strip('"')) for here, there in rows(sql))


def triggers_on(tables: Sequence[str]) -> tuple[str, ...]:
    """The names of triggers on these tables, other than those that check foreign keys."""
    marks = ", ".join("?" * len(tables))
    if is_postgresql():
        sql = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            f" WHERE NOT tgisinternal AND relname IN ({marks})"
        )
    else:
        sql = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})"
    return tuple(sorted(name for (name,) in rows(sql, tuple(tables))))


def has_insertion_order(table: str) -> bool:
    """Whether rows carry a hidden number in the order they came in (a rowid, on SQLite)."""
    if is_postgresql():
        return False
    return not rows("SELECT 1 FROM pragma_table_list WHERE name = ? AND wr = 1", (table,))


def settings_that_log() -> tuple[str, ...]:
    """Settings of the server under which it writes statements and their values to its log."""
    if not is_postgresql():
        return ()
    return tuple(name for (name,) in rows(_LOGGING))


_LOGGING = """
SELECT name FROM pg_settings WHERE name = 'log_statement' AND setting NOT IN ('none', 'ddl')
OR name IN ('log_min_duration_statement', 'log_min_duration_sample') AND setting <> '-1'
OR name = 'auto_explain.log_min_duration' AND setting <> '-1'
OR name IN ('log_transaction_sample_rate', 'log_parameter_max_length_on_error') AND setting <> '0'
ORDER BY name
"""
