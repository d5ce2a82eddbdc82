"""What a database with the made-up demo centre is known by, whatever the settings say.

The row is written before the first made-up row and completed after the last, so that a demo whose
making was cut off can be told from a whole one. Real data never stands beside it.
"""

TABLE = """
    CREATE TABLE demo_mark (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        begun_at {instant} NOT NULL,
        completed_at {instant} CHECK (completed_at >= begun_at)
    ) {strict}
"""

SPELLINGS = {
    "sqlite": {"instant": "INTEGER", "strict": "STRICT"},
    "postgresql": {"instant": "BIGINT", "strict": ""},
}


def up(migrator, db):  # type: ignore[no-untyped-def]  # signature of playhouse.migrations
    engine = "postgresql" if type(db).__name__.startswith("Postgresql") else "sqlite"
    db.execute_sql(TABLE.format(**SPELLINGS[engine]))
