"""The rollups once more by calendar month, kept in step by the database itself.

A year of days has as many cells as there were answers, until every cell is filled; a year of months
is small from the start. The triggers follow the daily rollups, whoever writes those: a month goes
with the last of its days.
"""

COLUMNS = {
    "answer": ("unit_id", "item", "month", "channel", "queue_id", "value", "is_invited"),
    "contact": ("unit_id", "month", "channel", "queue_id"),
}
COUNTS = {"answer": ("n",), "contact": ("n_contacts", "n_invited")}
KEYS_STAY = "a cell of the rollups keeps its key; only its counts change"
TABLES = (
    """
    CREATE TABLE contact_month (
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        month TEXT NOT NULL CHECK (length(month) = 7),
        channel TEXT NOT NULL,
        queue_id INTEGER NOT NULL REFERENCES queue (id),
        n_contacts INTEGER NOT NULL CHECK (n_contacts >= 0),
        n_invited INTEGER NOT NULL CHECK (n_invited BETWEEN 0 AND n_contacts),
        PRIMARY KEY (unit_id, month, channel, queue_id)
    ) {keyed}
    """,
    """
    CREATE TABLE answer_month (
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        item TEXT NOT NULL,
        month TEXT NOT NULL CHECK (length(month) = 7),
        channel TEXT NOT NULL,
        queue_id INTEGER NOT NULL REFERENCES queue (id),
        value INTEGER NOT NULL,
        is_invited INTEGER NOT NULL CHECK (is_invited IN (0, 1)),
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (unit_id, item, month, channel, queue_id, value, is_invited)
    ) {keyed}
    """,
)


def up(migrator, db):  # type: ignore[no-untyped-def]  # signature of playhouse.migrations
    is_postgresql = type(db).__name__.startswith("Postgresql")
    for statement in TABLES:
        db.execute_sql(statement.format(keyed="" if is_postgresql else "WITHOUT ROWID, STRICT"))
    for kind in COLUMNS:
        db.execute_sql(_first_count(kind))
        for statement in _for_postgresql(kind) if is_postgresql else _for_sqlite(kind):
            db.execute_sql(statement)


def _first_count(kind):  # type: ignore[no-untyped-def]
    keys = ", ".join(COLUMNS[kind]).replace("month", "substr(CAST(day AS TEXT), 1, 7)")
    counts = COUNTS[kind]
    return (
        f"INSERT INTO {kind}_month ({', '.join([*COLUMNS[kind], *counts])})"
        f" SELECT {keys}, {', '.join(f'sum({count})' for count in counts)}"
        f" FROM {kind}_rollup GROUP BY {keys}"
    )


def _subtract(kind):  # type: ignore[no-untyped-def]
    counts = ", ".join(f"{count} = {count} - OLD.{count}" for count in COUNTS[kind])
    where = " AND ".join(f"{key} = {_of('OLD', key)}" for key in COLUMNS[kind])
    return f"UPDATE {kind}_month SET {counts} WHERE {where};"


def _add(kind):  # type: ignore[no-untyped-def]
    columns = ", ".join([*COLUMNS[kind], *COUNTS[kind]])
    values = ", ".join(_of("NEW", column) for column in [*COLUMNS[kind], *COUNTS[kind]])
    counts = ", ".join(f"{n} = {kind}_month.{n} + excluded.{n}" for n in COUNTS[kind])
    return (
        f"INSERT INTO {kind}_month ({columns}) VALUES ({values})"
        f" ON CONFLICT ({', '.join(COLUMNS[kind])}) DO UPDATE SET {counts};"
    )


def _adjust(kind):  # type: ignore[no-untyped-def]
    # One statement, because every answer of a customer pays for it.
    counts = ", ".join(f"{count} = {count} - OLD.{count} + NEW.{count}" for count in COUNTS[kind])
    where = " AND ".join(f"{key} = {_of('NEW', key)}" for key in COLUMNS[kind])
    return f"UPDATE {kind}_month SET {counts} WHERE {where};"


def _keys(row, kind):  # type: ignore[no-untyped-def]
    return ", ".join(f"{row}.{key.replace('month', 'day')}" for key in COLUMNS[kind])


def _drop(kind):  # type: ignore[no-untyped-def]
    # Only here, where a daily cell goes: an answer that is counted has no month to drop.
    where = " AND ".join(f"{key} = {_of('OLD', key)}" for key in COLUMNS[kind])
    return f"DELETE FROM {kind}_month WHERE {where} AND {COUNTS[kind][0]} = 0;"


def _of(row, column):  # type: ignore[no-untyped-def]
    return f"substr(CAST({row}.day AS TEXT), 1, 7)" if column == "month" else f"{row}.{column}"


def _for_sqlite(kind):  # type: ignore[no-untyped-def]
    bodies = {
        "INSERT": _add(kind),
        "UPDATE": _adjust(kind),
        "DELETE": _subtract(kind) + _drop(kind),
    }
    for event, body in bodies.items():
        yield (
            f"CREATE TRIGGER {kind}_month_{event.lower()} AFTER {event} ON {kind}_rollup"
            f" BEGIN {body} END"
        )
    keys = ", ".join(key.replace("month", "day") for key in COLUMNS[kind])
    yield (
        f"CREATE TRIGGER {kind}_rollup_stays BEFORE UPDATE OF {keys} ON {kind}_rollup"
        f" WHEN ({_keys('OLD', kind)}) IS NOT ({_keys('NEW', kind)})"
        f" BEGIN SELECT RAISE(ABORT, '{KEYS_STAY}'); END"
    )


def _for_postgresql(kind):  # type: ignore[no-untyped-def]
    yield (
        f"CREATE FUNCTION keep_{kind}_month() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'INSERT' THEN {_add(kind)}"
        f" ELSIF TG_OP = 'DELETE' THEN {_subtract(kind)} {_drop(kind)}"
        f" ELSIF ({_keys('OLD', kind)}) IS DISTINCT FROM ({_keys('NEW', kind)})"
        f" THEN RAISE EXCEPTION '{KEYS_STAY}';"
        f" ELSE {_adjust(kind)} END IF;"
        " RETURN NULL; END $$"
    )
    # At the commit, after every daily cell: a response that waits for an import's month then holds
    # no day that the import still wants, and its months come in the order of their items' names.
    yield (
        f"CREATE CONSTRAINT TRIGGER {kind}_month_kept AFTER INSERT OR UPDATE OR DELETE"
        f" ON {kind}_rollup DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION keep_{kind}_month()"
    )
