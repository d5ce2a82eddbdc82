"""What else may go with both sides of the linkage, read for groups of units over their days.

Channel mix and handle time come from the contacts themselves. Anything else is imported: tenure,
for example, stands beside a contact in words of the company's own that have no known order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey.errors import NotFound
from survey.insight.context import read_series
from survey.insight.units import read_scope
from survey.store import reads_of_context, reads_of_units
from survey.store.reads_of_context import Series
from survey.store.reads_of_handling import handle_seconds
from survey.store.reads_of_satisfaction import contact_counts

CHANNEL_MIX = "channel_mix"
HANDLE_TIME = "handle_time"
SERIES = "series:"
Kind = Literal["contacts", "series"]
Window = tuple[date, date]
Column = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Covariate:
    """Something that can be held equal: its code in a plan, its name and unit for a reader."""

    code: str
    label: str
    unit_words: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A group of units over days, both included; with `is_whole_branch` all below them as well."""

    unit_ids: tuple[int, ...]
    from_on: date
    until_on: date
    is_whole_branch: bool = False


_OWN = (
    Covariate(CHANNEL_MIX, "Channel mix", "share of contacts by channel", "contacts"),
    Covariate(HANDLE_TIME, "Handle time", "minutes per contact", "contacts"),
)


def covariates() -> tuple[Covariate, ...]:
    """Everything that can be held equal here: our own first, then imported series by name."""
    return (*_OWN, *(_imported(series) for series in reads_of_context.all_series()))


def covariate(code: str) -> Covariate:
    """The covariate with this code.

    Raises:
        NotFound: there is none; the sentence names those there are.
    """
    known = covariates()
    for one in known:
        if one.code == code:
            return one
    names = ", ".join(one.code for one in known)
    raise NotFound(f"There is no covariate with the code {code}. Known here: {names}.")


def name_of(code: str) -> str:
    """What a covariate is called inside a sentence: a series by the name it was given.

    Raises:
        NotFound: there is no such covariate.
    """
    one = covariate(code)
    return one.label if one.kind == "series" else one.label.lower()


def read(code: str, places: Sequence[Place]) -> dict[str, Column]:
    """The covariate as columns by name, one value for each place; None where it is not known.

    Channel mix has a column for every channel but the most frequent one ("channel_mix.email"),
    in the order of their names: shares from 0 to 1. Everything else is one column, named as it is.

    Raises:
        NotFound: there is no such covariate.
    """
    covariate(code)
    if code == CHANNEL_MIX:
        return _channel_mix(places)
    if code == HANDLE_TIME:
        return {code: _handle_time(places)}
    readings = read_series(code.removeprefix(SERIES))
    found = (readings.measured(place.unit_ids, place.from_on, place.until_on) for place in places)
    return {code: tuple(None if one is None else one.value for one in found)}


def _imported(series: Series) -> Covariate:
    words = "share of the base, or per 30 days" if series.adds == "count" else "mean"
    return Covariate(f"{SERIES}{series.name}", series.name, words, "series")


def _channel_mix(places: Sequence[Place]) -> dict[str, Column]:
    by_window: dict[Window, Mapping[int, Mapping[str, int]]] = {}
    branches = _branches(places)
    mixes: list[Counter[str]] = []
    for place in places:
        window = (place.from_on, place.until_on)
        if window not in by_window:
            by_window[window] = _contacts_by_channel(window)
        mix: Counter[str] = Counter()
        for unit in _units(place, branches):
            mix.update(by_window[window].get(unit, {}))
        mixes.append(mix)
    total = sum(mixes, Counter[str]())
    channels = sorted(total, key=lambda channel: (-total[channel], channel))[1:]
    return {
        f"{CHANNEL_MIX}.{channel}": tuple(
            mix[channel] / mix.total() if mix else None for mix in mixes
        )
        for channel in sorted(channels)
    }


def _contacts_by_channel(window: Window) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    counted = contact_counts(
        from_on=window[0],
        until_on=window[1],
        unit_ids=reads_of_units.unit_ids(),
        by=("unit", "channel"),
    )
    for (unit, channel), counts in counted.items():
        found.setdefault(unit, {})[channel] = counts.n_contacts
    return found


def _handle_time(places: Sequence[Place]) -> Column:
    every = reads_of_units.unit_ids()
    by_window: dict[Window, Mapping[int, tuple[int, int]]] = {}
    branches = _branches(places)
    column: list[float | None] = []
    for place in places:
        window = (place.from_on, place.until_on)
        if window not in by_window:
            by_window[window] = handle_seconds(
                from_on=window[0], until_on=window[1], unit_ids=every
            )
        found = [by_window[window].get(unit, (0, 0)) for unit in _units(place, branches)]
        seconds, n = sum(one[0] for one in found), sum(one[1] for one in found)
        column.append(seconds / n / 60 if n else None)
    return tuple(column)


def _units(place: Place, branches: Mapping[int, Sequence[int]]) -> list[int]:
    if not place.is_whole_branch:
        return list(dict.fromkeys(place.unit_ids))
    inside = (unit for own in place.unit_ids for unit in branches.get(own, (own,)))
    return list(dict.fromkeys(inside))


def _branches(places: Sequence[Place]) -> dict[int, list[int]]:
    if not any(place.is_whole_branch for place in places):
        return {}
    tree = read_scope(reads_of_units.unit_ids())
    inside = {unit.id: [unit.id] for unit in tree.units}
    for unit in reversed(tree.units):
        # Children stand behind their parents, so each is complete before it is handed up.
        if unit.parent_id in inside:
            inside[unit.parent_id].extend(inside[unit.id])
    return inside
