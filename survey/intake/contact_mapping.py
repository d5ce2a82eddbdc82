"""The mapping of a file of closed contacts: which column is what, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from survey.intake.declared import Declared, InvalidMapping, mapping_text, read_mapping
from survey.intake.fields import CHANNELS
from survey.intake.mapping import (
    CsvFormat,
    Origin,
    take_csv_format,
    take_missing,
    take_name,
    take_origin,
)
from survey.intake.reach import COLUMNS
from survey.intake.time_format import TimeFormat, find_format_mistakes

REQUIRED = ("external_id", "queue", "channel", "agent", "team", "closed")
OPTIONAL = (
    "reason", "agent_name", "leader", "opened", "handle_seconds",
    "score", "comment", "customer_ref", "tenure", "shift", *COLUMNS,
)  # fmt: skip
# One value for a whole file makes sense for these; for the others every row would be the same.
MAY_BE_CONSTANT = frozenset(
    (
        "queue", "channel", "reason", "agent", "agent_name", "team", "leader", "tenure", "shift",
        "customer_language", "customer_timezone",
    )
)  # fmt: skip
SECONDS_IN = {"seconds": 1, "minutes": 60}


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """The instrument's item that the score answers, and the scale it was given on."""

    item: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Creation:
    """What the import may create when a code is new; new teams hang under the unit `under`."""

    teams: bool = False
    under: str | None = None
    agents: bool = False
    leaders: bool = False


@dataclass(frozen=True, slots=True)
class ContactMapping:
    """A checked mapping of contacts. `origins` has an entry for every mapped field."""

    source: str
    csv: CsvFormat
    zone: ZoneInfo
    missing: frozenset[str]
    origins: Mapping[str, Origin]
    channels: Mapping[str, str]
    opened: TimeFormat | None
    closed: TimeFormat
    seconds_per_unit: int
    score: ScoreScale | None
    create: Creation

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file must have, each once."""
        named = (origin.column for origin in self.origins.values())
        return tuple(dict.fromkeys(column for column in named if column is not None))


def load_contact_mapping(path: Path) -> ContactMapping:
    """The mapping in a file. Raises InvalidMapping with every mistake."""
    return parse_contact_mapping(mapping_text(path))


def parse_contact_mapping(text: str) -> ContactMapping:
    """The mapping in a TOML text. Raises InvalidMapping with every mistake."""
    return _take_mapping(read_mapping(text))


def _take_mapping(top: Declared) -> ContactMapping:
    if "series" in top:
        raise InvalidMapping(["This mapping declares a series of scores: use flask import-scores."])
    if "context" in top:
        raise InvalidMapping(["This mapping declares a context series: use flask import-context."])
    tables = _take_fields(top)
    unmapped = Declared({}, where="", mistakes=[])  # its absence has been noted already
    mapping = ContactMapping(
        source=take_name(top, "source"),
        csv=take_csv_format(top),
        zone=_take_zone(top),
        missing=take_missing(top),
        origins={
            name: take_origin(table, may_be_constant=name in MAY_BE_CONSTANT)
            for name, table in tables.items()
        },
        channels=_take_channels(tables.get("channel", unmapped)),
        opened=_take_time(tables["opened"]) if "opened" in tables else None,
        closed=_take_time(tables.get("closed", unmapped)),
        seconds_per_unit=_take_unit(tables.get("handle_seconds")),
        score=_take_scale(tables["score"]) if "score" in tables else None,
        create=_take_creation(top.take_table("create"), has_leader="leader" in tables),
    )
    for table in (*tables.values(), top):
        table.close()
    if top.mistakes:
        raise InvalidMapping(top.mistakes)

    return mapping


def _take_fields(top: Declared) -> dict[str, Declared]:
    fields = top.take_table("fields")
    for name in REQUIRED:
        if name not in fields:
            fields.note(name, "is missing: say which column holds it.")
    fields.close(known=REQUIRED + OPTIONAL)

    return {
        name: fields.take_table(name, short_for="column")
        for name in REQUIRED + OPTIONAL
        if name in fields
    }


def _take_zone(top: Declared) -> ZoneInfo:
    name = top.take_text("timezone")
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):  # malformed, a folder of the database, not in it
        top.note("timezone", f"{name!r} is not known. Use an IANA name such as Europe/Berlin.")
        return ZoneInfo("UTC")


def _take_channels(table: Declared) -> dict[str, str]:
    """From the file's words to the four channels; without `values` the file uses the four."""
    channels = table.take_pairs("values") or dict(zip(CHANNELS, CHANNELS, strict=True))
    constant = table.take_text("constant", "")
    if constant and constant.strip() not in channels:
        table.note("constant", f"must be one of {', '.join(channels)}, not {constant!r}.")
    for word, channel in channels.items():
        if channel not in CHANNELS:
            table.note("values", f"takes {word!r} to {channel!r}; use {', '.join(CHANNELS)}.")

    return {word.strip(): channel for word, channel in channels.items()}


def _take_time(table: Declared) -> TimeFormat:
    pattern = table.take_text("format")
    for mistake in find_format_mistakes(pattern) if pattern else ():
        table.note("format", f"{pattern!r} does not do: {mistake}.")
    text = table.take_text("date_only", "")
    try:
        date_only = time.fromisoformat(text) if text else None
    except ValueError:
        table.note("date_only", 'must be a clock time such as "00:00".')
        date_only = None

    return TimeFormat(pattern, date_only)


def _take_unit(table: Declared | None) -> int:
    if table is None:
        return 1

    return SECONDS_IN[table.take_choice("unit", SECONDS_IN, "seconds")]


def _take_scale(table: Declared) -> ScoreScale:
    scale = ScoreScale(
        item=table.take_text("item", "csat").strip(),
        low=table.take_whole("low"),
        high=table.take_whole("high"),
    )
    if "low" in table and "high" in table and scale.low >= scale.high:
        table.note("low", f"({scale.low}) must be below high ({scale.high}).")

    return scale


def _take_creation(table: Declared, *, has_leader: bool) -> Creation:
    creation = Creation(
        teams=table.take_flag("teams"),
        under=take_name(table, "under") if "under" in table else None,
        agents=table.take_flag("agents"),
        leaders=table.take_flag("leaders"),
    )
    if creation.under and not creation.teams:
        table.note("under", "says where new teams go, so it needs teams = true.")
    if creation.leaders and not has_leader:
        table.note("leaders", "needs the field leader to be mapped.")
    table.close(known=("under",))

    return creation
