"""The tile: one number with its interval, its n, and its change with the change's interval."""

from dataclasses import dataclass
from typing import Any, Literal

from survey.render import numbers
from survey.render.digits import parsed
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.marks import Canvas, Dot, Drawing, Line, Mark, Side
from survey.render.speech import say
from survey.render.tables import Table

Verdict = Literal["good", "watch", "poor", "unknown"]

_STRIP = Canvas(216, 13)


@dataclass(frozen=True, slots=True)
class Tile:
    """The finished tile: words ready to print and a strip that shows where the value lies.

    `low_end` and `high_end` are the strip's printed ends; `verdict` is None where no judgement
    is made.
    """

    label: str
    value: str
    interval: str
    n: str
    change: str
    verdict: Verdict | None
    side: Side
    low_end: str
    high_end: str
    strip: Drawing | None
    table: Table | None = None


def tile(
    label: str,
    value: Any,
    low: Any = None,
    high: Any = None,
    *,
    axis: Axis,
    n: int | None = None,
    change: Any = None,
    change_low: Any = None,
    change_high: Any = None,
    since: str = "",
    side: Side = "customers",
    verdict: Verdict | None = None,
    text: str = "",
) -> Tile:
    """Give the tile for one estimate; `since` names what the change is measured from.

    `text` is printed for a value that is only a bound: "4.5 or more".

    A value that is missing or withheld gives its words and no strip. A verdict is only kept where
    there is a value.
    """
    has_value = parsed(value) is not None
    has_interval = has_value and parsed(low) is not None and parsed(high) is not None
    count = "" if n is None else numbers.n(n)
    return Tile(
        label=label,
        value=text or axis.value(value),
        interval=axis.span(low, high) if has_interval else "",
        n=count,
        change=_change(axis, change, change_low, change_high, since) if has_value else "",
        verdict=verdict if has_value else None,
        side=side,
        low_end=axis.tick(axis.low),
        high_end=axis.tick(axis.high),
        strip=_strip(label, value, low, high, axis=axis, side=side, text=text)
        if has_value
        else None,
        table=_table(label, value, low, high, axis=axis, n=n, text=text) if has_value else None,
    )


def _change(axis: Axis, change: Any, low: Any, high: Any, since: str) -> str:
    if change is None:
        return ""
    is_share = axis.value is numbers.share
    text = numbers.share_change(change) if is_share else numbers.change(change)
    if parsed(low) is not None and parsed(high) is not None:
        # In points already, which the change beside it says.
        scale, places = (100, 0) if is_share else (1, 2)
        around = numbers.change_interval(_scaled(low, scale), _scaled(high, scale), places)
        text = say("%(change)s (%(interval)s)", change=text, interval=around)
    return say("%(change)s since %(time)s", change=text, time=since) if since else text


def _scaled(value: Any, factor: int) -> Any:
    number = parsed(value)
    return None if number is None else number * factor


def _table(
    label: str, value: Any, low: Any, high: Any, *, axis: Axis, n: int | None, text: str
) -> Table:
    columns = (behind.name_column(), *behind.estimate_columns(axis), behind.count_column())
    row = (
        behind.words(label),
        *behind.estimate(axis, value, low, high, text=text),
        behind.count(n),
    )
    return behind.table_of(label, columns, (row,))


def _strip(
    label: str, value: Any, low: Any, high: Any, *, axis: Axis, side: Side, text: str
) -> Drawing:
    size, width, y = _STRIP.text, _STRIP.width, 8.0
    left, right = 0.5 * size, width - 0.5 * size
    marks: list[Mark] = [Line(left, y, right, y, "rule", 1)]
    if low is not None and high is not None:
        ends = [axis.at(float(end), left, right) for end in (low, high)]
        marks.append(Line(ends[0], y, ends[1], y, side, 2))
        marks.extend(Line(end, y - 5, end, y + 5, side, 2) for end in ends)
    marks.append(Dot(axis.at(float(value), left, right), y, 3.5, side))
    desc = axis.estimate(value, low, high, text=text)
    return Drawing(width, 16, label, desc, "", tuple(marks))
