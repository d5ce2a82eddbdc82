"""The rows of a slope: what each holds, says in words, and puts into a file."""

from dataclasses import dataclass

from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.change import Signed
from survey.render.figures.marks import Side
from survey.render.figures.wording import counted, joined, named
from survey.render.speech import say
from survey.render.tables import Column, Datum


@dataclass(frozen=True, slots=True)
class SlopeRow:
    """A value then and now, with the 95% interval of the difference where it is known.

    A row with one value only has a dot and no line; `is_hidden`: the row is absent.
    """

    label: str
    before: float | None
    after: float | None
    change_low: float | None = None
    change_high: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    side: Side = "agents"
    is_hidden: bool = False

    @property
    def change(self) -> float | None:
        """Give now less then, where both are known."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_clear(self) -> bool:
        """Give whether the change has an interval that leaves out zero."""
        low, high = self.change_low, self.change_high
        return self.change is not None and low is not None and high is not None and low * high > 0


def row_words(row: SlopeRow, axis: Axis, signed: Signed) -> str:
    """Give the row as words: "North: 3.84, n = 12, then 3.96, n = 14, change +0.12"."""
    then = joined(axis.value(row.before), counted(row.n_before))
    now = joined(axis.value(row.after), counted(row.n_after))
    values = say("%(before)s, then %(after)s", before=then, after=now)
    if row.change is None:
        return named(row.label, values)
    change = say("change %(change)s", change=signed(row.change))
    if row.change_low is not None and row.change_high is not None:
        ends = {"low": signed(row.change_low), "high": signed(row.change_high)}
        change = joined(change, say("95%% interval %(low)s to %(high)s", **ends))
    if row.is_clear:
        change = joined(change, say("which leaves out zero"))
    return named(row.label, joined(values, change))


def row_columns(axis: Axis, before: str, after: str) -> tuple[Column, ...]:
    """Give the columns of the table behind the figure."""
    ends = say("An end of the 95% interval of the change.")
    rests = say("How many answers the value rests on.")
    return (
        behind.name_column(),
        Column("before", before, axis.means()),
        Column("n_before", say("n, %(time)s", time=before), rests),
        Column("after", after, axis.means()),
        Column("n_after", say("n, %(time)s", time=after), rests),
        Column("change", say("change"), say("The second value less the first.")),
        Column("change_low", say("change, low end"), ends),
        Column("change_high", say("change, high end"), ends),
        Column("is_clear", say("leaves out zero"), say("In files: yes or no.")),
    )


def row_data(row: SlopeRow, axis: Axis, signed: Signed) -> tuple[Datum, ...]:
    """Give the row of the table behind the figure."""

    def difference(value: float | None) -> Datum:
        return behind.blank() if value is None else Datum(axis.rounded(value), signed(value))

    has_ends = row.change is not None
    return (
        behind.words(row.label),
        behind.on_axis(axis, row.before),
        behind.count(row.n_before),
        behind.on_axis(axis, row.after),
        behind.count(row.n_after),
        difference(row.change),
        difference(row.change_low if has_ends else None),
        difference(row.change_high if has_ends else None),
        behind.answer(row.is_clear) if has_ends else behind.blank(),
    )
