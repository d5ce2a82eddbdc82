"""The numbers behind a figure as a table: columns and values that several figures have in common.

Values go into files rounded as they are printed, so that a file says no more than the page.
"""

from collections.abc import Iterable

from survey.render import numbers
from survey.render.figures.axes import Axis
from survey.render.speech import say
from survey.render.tables import Column, Datum, Table


def table_of(title: str, columns: Iterable[Column], rows: Iterable[Iterable[Datum]]) -> Table:
    """Give the table; every row has one datum a column."""
    return Table(title, tuple(columns), tuple(tuple(row) for row in rows))


def name_column() -> Column:
    """Give the column that says what a row is about."""
    return Column("name", say("Name"), say("What the row is about."))


def count_column() -> Column:
    """Give the column of the number of answers."""
    return Column("n", say("n"), say("How many answers the row rests on."))


def time_column() -> Column:
    """Give the column of the month, week, day or wave."""
    return Column("time", say("Time"), say("The month, week, day or wave of the row."))


def estimate_columns(axis: Axis, *, key: str = "value", lead: str = "") -> tuple[Column, ...]:
    """Give value and both ends of its 95% interval; `lead` begins the keys of the ends.

    >>> from survey.render.figures.axes import share_axis
    >>> [column.key for column in estimate_columns(share_axis(), key="x", lead="x_")]
    ['x', 'x_low', 'x_high']
    """
    label = axis.label or say("Value")
    return (
        Column(key, label, axis.means()),
        Column(
            f"{lead}low",
            say("%(value)s, low end", value=label) if lead else say("low end"),
            say("The lower end of the 95% interval."),
        ),
        Column(
            f"{lead}high",
            say("%(value)s, high end", value=label) if lead else say("high end"),
            say("The upper end of the 95% interval."),
        ),
    )


def estimate(
    axis: Axis, value: float | None, low: float | None, high: float | None, *, text: str = ""
) -> tuple[Datum, ...]:
    """Give a value with the ends of its interval; a mere bound, `text`, has its words for raw."""
    first = Datum(text, text) if text else on_axis(axis, value)
    has_interval = low is not None and high is not None
    ends = (on_axis(axis, end) if has_interval else blank() for end in (low, high))
    return (first, *ends)


def on_axis(axis: Axis, value: float | None) -> Datum:
    """Give a value as the axis prints it, and rounded so."""
    return Datum(axis.rounded(value), axis.value(value))


def count(n: int | None) -> Datum:
    """Give a number of answers."""
    return blank() if n is None else Datum(n, numbers.whole(n))


def words(text: str, *, code: str = "") -> Datum:
    """Give words; `code` stands for them in files where readers of every language share it."""
    return Datum(code or text or None, text)


def answer(is_so: bool) -> Datum:
    """Give yes or no."""
    return words(say("yes"), code="yes") if is_so else words(say("no"), code="no")


def hidden() -> Datum:
    """Give the place of a value that is withheld."""
    return Datum(None, say("hidden"))


def blank() -> Datum:
    """Give an empty place."""
    return Datum(None, "")
