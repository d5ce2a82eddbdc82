"""The mark of a database that holds the made-up demo centre."""

from __future__ import annotations

from datetime import datetime

from peewee import IntegerField

from survey.store.database import Record, rows, run
from survey.store.fields import InstantField, to_seconds


class DemoMark(Record):
    """The one row that says that everything in this database is made up."""

    id = IntegerField(primary_key=True)
    begun_at = InstantField()
    completed_at = InstantField(null=True)


def begin(*, now: datetime) -> bool:
    """Whether the mark was put; it was not where it is there already."""
    cursor = run(
        "INSERT INTO demo_mark (id, begun_at) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
        (to_seconds(now),),
    )
    return bool(cursor.rowcount == 1)


def complete(*, now: datetime) -> None:
    """Note that the demo is whole."""
    run("UPDATE demo_mark SET completed_at = ?", (to_seconds(now),))


def is_made_up() -> bool:
    """Whether this database holds the demo, whole or not."""
    return bool(rows("SELECT 1 FROM demo_mark"))


def is_cut_off() -> bool:
    """Whether the demo was begun here and not completed."""
    return bool(rows("SELECT 1 FROM demo_mark WHERE completed_at IS NULL"))
