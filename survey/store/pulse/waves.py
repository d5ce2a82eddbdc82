"""The side of the pulse that knows agents: waves, blocks and the roster. No answers here."""

from __future__ import annotations

from datetime import datetime

from peewee import AutoField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record, rows, run
from survey.store.fields import InstantField, to_seconds
from survey.store.people import Agent, Unit
from survey.store.satisfaction import InstrumentRow


class WaveSchedule(Record):
    """Waves by the calendar: how the next one is opened, and when.

    Opening days are counted from `first_on`, so that the 31st comes back after February. After an
    attempt that failed, or while one is under way, the next is due at `try_at`.
    """

    id = AutoField()
    name = TextField(unique=True)
    every = TextField()
    first_on = DateField()
    next_on = DateField(null=True)
    try_at = InstantField(null=True)
    open_days = IntegerField()
    remind_days = TextField()
    threshold = IntegerField()
    comment_threshold = IntegerField()
    block_minimum = IntegerField()
    mode = TextField()
    help_contact = TextField()
    constructs = TextField()
    state = TextField()
    problem = TextField(null=True)
    revision = IntegerField(default=1)
    created_at = InstantField()


class ScheduleCardUnit(Record):
    """A unit that answers by card although the schedule's others answer by link."""

    schedule = ForeignKeyField(WaveSchedule)
    unit = ForeignKeyField(Unit)

    class Meta:
        primary_key = CompositeKey("schedule", "unit")


class Wave(Record):
    """One fielding of the pulse. Everything but the state is frozen when it opens."""

    id = AutoField()
    number = IntegerField(unique=True)
    name = TextField()
    instrument = ForeignKeyField(InstrumentRow, column_name="instrument_digest")
    opens_on = DateField()
    closes_on = DateField()
    window_from = DateField()
    window_until = DateField()
    threshold = IntegerField()
    comment_threshold = IntegerField()
    block_minimum = IntegerField()
    statement = TextField()
    state = TextField()
    opened_at = InstantField()
    closed_at = InstantField(null=True)
    scrubbed_at = InstantField(null=True)
    schedule = ForeignKeyField(WaveSchedule, null=True)
    help_contact = TextField(default="")
    folded_at = InstantField(null=True)
    rules = IntegerField(null=True)


class WaveReminder(Record):
    """A day on which everybody invited by link is reminded, whoever has answered."""

    wave = ForeignKeyField(Wave)
    remind_on = DateField()
    queued_at = InstantField(null=True)

    class Meta:
        primary_key = CompositeKey("wave", "remind_on")


class Block(Record):
    """Units joined so that a wave can be reported safely."""

    id = AutoField()
    wave = ForeignKeyField(Wave)
    code = TextField()
    name = TextField()
    n_invited = IntegerField()
    mode = TextField(default="cards")
    reason = TextField(default="")


class BlockUnit(Record):
    """A unit belongs to one block of a wave."""

    wave = ForeignKeyField(Wave)
    unit = ForeignKeyField(Unit)
    block = ForeignKeyField(Block)

    class Meta:
        primary_key = CompositeKey("wave", "unit")


class RosterEntry(Record):
    """An agent invited to a wave, as of its opening day. Says nothing about taking part."""

    wave = ForeignKeyField(Wave)
    agent = ForeignKeyField(Agent)
    block = ForeignKeyField(Block)

    class Meta:
        table_name = "roster"
        primary_key = CompositeKey("wave", "agent")


def hold_open(wave_id: int) -> bool:
    """Whether the wave is open; if so nobody else can close it until this transaction ends."""
    held = run("UPDATE wave SET state = 'open' WHERE id = ? AND state = 'open'", (wave_id,))
    return bool(held.rowcount == 1)


def mark_closed(wave_id: int, at: datetime) -> bool:
    """Close the wave; False where it was closed already."""
    closed = run(
        "UPDATE wave SET state = 'closed', closed_at = ? WHERE id = ? AND state = 'open'",
        (to_seconds(at), wave_id),
    )
    return bool(closed.rowcount == 1)


def is_scrubbed(wave_id: int) -> bool:
    """Whether the storage of the closed wave's vault has been rewritten."""
    return bool(rows("SELECT 1 FROM wave WHERE id = ? AND scrubbed_at IS NOT NULL", (wave_id,)))


def mark_scrubbed(wave_id: int, at: datetime) -> None:
    """Note that nothing is left of how the wave's ballots came in."""
    run("UPDATE wave SET scrubbed_at = ? WHERE id = ?", (to_seconds(at), wave_id))


def note_rules(wave_id: int, rules: int) -> None:
    """Note by which rules the figures of the wave are published."""
    run("UPDATE wave SET rules = ? WHERE id = ?", (rules, wave_id))


def rules_of(wave_id: int) -> int | None:
    """By which rules the figures of the wave were published; None before these were numbered."""
    found: int | None = rows("SELECT rules FROM wave WHERE id = ?", (wave_id,))[0][0]
    return found


def is_folded(wave_id: int) -> bool:
    """Whether the ballots of the closed wave are forgotten."""
    return bool(rows("SELECT 1 FROM wave WHERE id = ? AND folded_at IS NOT NULL", (wave_id,)))
