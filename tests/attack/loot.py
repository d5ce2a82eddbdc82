"""What somebody has who copied the database: every row of every table, and what joins them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.store.database import is_postgresql, rows

# Where ballots, and the rights to send one, are.
VAULT = frozenset(
    {"ballot", "ballot_card", "claim", "counted_ballot", "receipt", "remark", "sealed_key", "spent"}
)
# Shorter values are equal by chance.
TELLING = 8
CUT = 16
HASHES = ("md5", "sha1", "sha256", "sha384", "sha512", "blake2b")
PREFIXES = ("", "pulse claim ", "pulse credential ", "ballot card ", "pulse:1:", "agent:", "agent ")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table as they come, and where and by whom PostgreSQL wrote each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    # Transaction and place of each row on PostgreSQL, else nothing.
    written: tuple[tuple[int, str], ...]


Copy = Mapping[str, Table]


def copied() -> Copy:
    """Every row of every table now."""
    if is_postgresql():
        found = rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        )
    else:
        found = rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name: _table(name) for (name,) in sorted(found)}


def _table(name: str) -> Table:
    if is_postgresql():
        sql = "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0"
        columns = tuple(one for (one,) in rows(f"{sql} AND NOT attisdropped ORDER BY 1", (name,)))
        listed = ", ".join(f'"{one}"' for one in columns)
        kept = rows(f"SELECT xmin::text::bigint, ctid::text, {listed} FROM {name}")
        return Table(
            columns,
            tuple(tuple(map(_plain, row[2:])) for row in kept),
            tuple((row[0], row[1]) for row in kept),
        )
    columns = tuple(one for (one,) in rows("SELECT name FROM pragma_table_info(?)", (name,)))
    listed = ", ".join(f'"{one}"' for one in columns)
    return Table(columns, tuple(map(tuple, rows(f'SELECT {listed} FROM "{name}"'))), ())


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def changes(before: Copy, after: Copy) -> dict[str, tuple[list[Any], list[Any]]]:
    """Per table that differs the rows that are gone and those that have come."""
    found = {}
    for name, table in after.items():
        old, new = _counted(before[name]), _counted(table)
        if old != new:
            found[name] = (list((old - new).elements()), list((new - old).elements()))
    return found


def _counted(table: Table) -> Counter[tuple[Any, ...]]:
    written = table.written or ((),) * len(table.rows)
    return Counter((*row, *where) for row, where in zip(table.rows, written, strict=True))


def joins(copy: Copy) -> set[tuple[str, str]]:
    """Pairs of columns, one of them in the vault, that share a value in whatever form.

    Looked for are equal values, also as hexadecimal digits, base64, or the beginning of the other,
    and values of the vault that are digests of anything else.
    """
    vault: dict[bytes, set[str]] = defaultdict(set)
    for column, value in _cells(copy):
        if column.partition(".")[0] in VAULT:
            for form in _forms(value):
                vault[form].add(column)
    found = set()
    for column, value in _cells(copy):
        looked_for = {*_forms(value)}
        if column.partition(".")[0] not in VAULT:
            looked_for |= {*_digests(value)}
        for form in looked_for:
            found |= {(other, column) for other in vault.get(form, ()) if other != column}
    return {(one, other) for one, other in found if (other, one) not in found or one < other}


def _cells(copy: Copy) -> Iterator[tuple[str, Any]]:
    for name, table in copy.items():
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                yield f"{name}.{column}", value


def _forms(value: object) -> Iterator[bytes]:
    if isinstance(value, str):
        yield from _read(value)
        value = value.encode()
    if isinstance(value, bytes) and len(value) >= TELLING:
        yield value
        yield value[:CUT]


def _read(text: str) -> Iterator[bytes]:
    """The bytes that hexadecimal digits or base64 stand for."""
    padded = text + "=" * (-len(text) % 4)
    for read in (bytes.fromhex, base64.b64decode, base64.urlsafe_b64decode):
        try:
            raw = read(text if read is bytes.fromhex else padded)  # type: ignore[operator]
        except (ValueError, binascii.Error):
            continue
        if len(raw) >= TELLING:
            yield raw
            yield raw[:CUT]


def _digests(value: object) -> Iterator[bytes]:
    if value is None:
        return
    text = value if isinstance(value, bytes) else str(value).encode()
    for prefix in PREFIXES:
        for name in HASHES:
            yield hashlib.new(name, prefix.encode() + text).digest()[:CUT]
