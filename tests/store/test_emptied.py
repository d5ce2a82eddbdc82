"""The database that tests on PostgreSQL share begins every test as a new one would."""

from __future__ import annotations

from survey.operations import people
from survey.store.database import rows, run, transaction
from tests import conftest


class Undone(Exception):
    """Ends a transaction that leaves nothing behind but the ids it was given."""


def test_ids_begin_at_one_again_also_where_no_row_was_left(
    both_stores: str, postgres_url: str | None
) -> None:
    if both_stores != postgres_url:
        return  # SQLite: every test has a file of its own
    for leave in (True, False):
        try:
            with transaction():
                people.add_unit("left", "Left behind")
                if not leave:
                    raise Undone
        except Undone:
            pass
        run("DELETE FROM unit")
        conftest._empty_all_tables()
        people.add_unit("centre", "Centre")
        assert rows("SELECT id FROM unit") == [(1,)]
        run("DELETE FROM unit")
