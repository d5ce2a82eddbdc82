"""What the database itself says about its tables: columns, references, triggers, equal values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.store.database import is_postgresql, rows

LONG = 16  # bytes; shorter values are equal by chance


@dataclass(frozen=True, slots=True)
class Column:
    """A column of bytes, or else of text."""

    table: str
    column: str
    is_binary: bool

    @property
    def name(self) -> str:
        """The column with its table before it."""
        return f"{self.table}.{self.column}"


def tables() -> tuple[str, ...]:
    """The names of all tables and views but those of the engine and of PostgreSQL's extensions.

    Those outside the schema that the product uses have their schema's name before them.
    """
    return tuple(sorted(name for (name,) in rows(_TABLES if is_postgresql() else _SQLITE_TABLES)))


def columns_of_values() -> tuple[Column, ...]:
    """Every column of bytes or text in the tables that the product uses, by table."""
    found = rows(_COLUMNS if is_postgresql() else _SQLITE_COLUMNS)
    return tuple(
        Column(table, column, kind.lower() in ("blob", "bytea"))
        for table, column, kind in sorted(found)
    )


def holds_long_values(of: Column) -> bool:
    """Whether any value of a column of bytes is too long to be equal to another by chance."""
    return bool(rows(f"SELECT 1 {_long(of)} LIMIT 1"))


def share_a_value(columns: Sequence[Column], other: Column) -> bool:
    """Whether a long value of these columns of bytes is in the other, as bytes or hex digits."""
    values = " UNION ALL ".join(f"SELECT {_shown(one, other)} {_long(one)}" for one in columns)
    at = f'"{other.column}"'
    looked_up = at if other.is_binary else f"lower({at})"
    shortest = LONG if other.is_binary else 2 * LONG
    return bool(
        rows(
            f'SELECT 1 FROM "{other.table}"'
            f" WHERE length({at}) >= {shortest} AND {looked_up} IN ({values}) LIMIT 1"
        )
    )


def _long(of: Column) -> str:
    return f'FROM "{of.table}" WHERE length("{of.column}") >= {LONG}'


def _shown(of: Column, other: Column) -> str:
    """A column of bytes in the form in which the other column would hold its values."""
    if other.is_binary:
        return f'"{of.column}"'
    if is_postgresql():
        return f"encode(\"{of.column}\", 'hex')"
    return f'lower(hex("{of.column}"))'


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
_TABLES = """
SELECT CASE WHEN nspname = current_schema() THEN relname ELSE nspname || '.' || relname END
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
AND nspname <> 'information_schema' AND left(nspname, 3) <> 'pg_'
AND NOT EXISTS (
    SELECT 1 FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
)
"""
_SQLITE_TABLES = """
SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'
"""
_COLUMNS = """
SELECT relname, attname, typname FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid JOIN pg_type ON pg_type.oid = atttypid
WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
AND attnum > 0 AND NOT attisdropped AND typname IN ('bytea', 'text', 'varchar', 'bpchar')
"""
_SQLITE_COLUMNS = """
SELECT m.name, c.name, c.type FROM sqlite_master AS m, pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND (c.type = 'BLOB' OR c.type = 'TEXT' OR c.type LIKE '%CHAR%')
"""
