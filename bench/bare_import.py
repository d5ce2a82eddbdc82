"""The measure of an import: Python's csv and executemany, the same columns, nothing else.

    python -m bench.bare_import FILE DATABASE

One table of texts without a key, a constraint or an index, filled in one transaction with the
settings and the durability that the product's own database has. Prints the seconds it took.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import time
from pathlib import Path

from survey.store.database import SQLITE_PRAGMAS


def fill(file: Path, path: Path) -> None:
    """Put every row of the file into a new database."""
    database = sqlite3.connect(path, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        database.execute(f"PRAGMA {name} = {value}")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        columns = next(rows)
        database.execute(f"CREATE TABLE contact ({', '.join(f'{name} TEXT' for name in columns)})")
        database.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(columns))
        database.executemany(f"INSERT INTO contact VALUES ({marks})", rows)  # noqa: S608  # marks
        database.execute("COMMIT")
    database.close()


if __name__ == "__main__":
    began = time.perf_counter()
    fill(Path(sys.argv[1]), Path(sys.argv[2]))
    print(time.perf_counter() - began)
