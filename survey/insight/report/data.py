"""A report as plain data: what readers may take away as JSON, and what its digest is made from."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import singledispatch
from typing import Any

from survey.insight.report.baskets import Baskets
from survey.insight.report.report import ForumReport
from survey.insight.satisfaction import Satisfaction
from survey.intake.editions import Edition
from survey.render.figures import Drawing, Figure, HeatMap, Tile

# Beyond these digits two machines may differ, and no reader looks.
DIGITS = 10


def as_data(report: ForumReport) -> dict[str, Any]:
    """The whole report as dicts, lists, texts, numbers and None, under the names of its fields.

    A figure gives its title, what it shows in words, its note and its table, but no geometry.
    """
    return _fields(report)


def data_bytes(report: ForumReport) -> bytes:
    """The report as canonical JSON: sorted keys, no spaces, no NaN; equal for equal data."""
    return json.dumps(
        as_data(report),
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def data_digest(report: ForumReport) -> str:
    """The SHA-256 of `data_bytes`, in hex."""
    return hashlib.sha256(data_bytes(report)).hexdigest()


@singledispatch
def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    raise TypeError(f"A report holds no {type(value).__name__}.")


@_plain.register(str)
@_plain.register(int)
@_plain.register(type(None))
def _as_it_is(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@_plain.register
def _number(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


@_plain.register
def _day(value: date) -> str:
    return value.isoformat()


@_plain.register(tuple)
@_plain.register(list)
def _row(value: Sequence[Any]) -> list[Any]:
    return [_plain(one) for one in value]


@_plain.register
def _names(value: Mapping) -> dict[str, Any]:  # type: ignore[type-arg]  # dispatch takes no more
    return {str(name): _plain(one) for name, one in value.items()}


@_plain.register
def _edition(value: Edition) -> dict[str, Any]:
    names = ("kind", "occasion", "language", "paper")
    return {name: getattr(value, name) for name in names}


@_plain.register
def _figure(value: Figure) -> dict[str, Any]:
    return {"subtitle": value.subtitle, **_drawing(value.wide)}


@_plain.register
def _drawing(value: Drawing) -> dict[str, Any]:
    return {
        "title": value.title,
        "desc": value.desc,
        "note": value.note,
        "table": _plain(value.table),
    }


@_plain.register
def _heat_map(value: HeatMap) -> dict[str, Any]:
    return {"title": value.title, "note": value.note, "table": _plain(value.table)}


@_plain.register
def _tile(value: Tile) -> dict[str, Any]:
    names = ("label", "value", "interval", "n", "change", "side")
    return {name: getattr(value, name) for name in names}


@_plain.register
def _satisfaction(value: Satisfaction) -> dict[str, Any]:
    """Counts and the share: how many chose which point is not printed."""
    low, high = value.share.ends
    return {
        "n": value.n,
        "share": _plain(value.share.value),
        "low": _plain(low),
        "high": _plain(high),
        "contacts": value.contacts.n_contacts,
        "invited": value.contacts.n_invited,
        "answered_invited": value.n_answered_invited,
    }


@_plain.register
def _baskets(value: Baskets) -> dict[str, Any]:
    """Everything but which responses are quoted: that is for the archive alone."""
    return _fields(replace(value, quoted=())) | {"quoted": len(value.quoted)}


def _fields(value: Any) -> dict[str, Any]:
    names = [one.name for one in fields(value)]
    keys = [name for name in names if name == "id" or name.endswith(("_id", "_ids"))]
    if keys:
        raise TypeError(f"{type(value).__name__} has {keys[0]}, which no report may hold.")
    return {name: _plain(getattr(value, name)) for name in names}
