"""Published pulse figures in print: values, bounds, and why one is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from survey.instruments.pulse import ASK_DRIVERS
from survey.privacy import gate
from survey.render import numbers
from survey.render.figures import HeatMap
from survey.stats.means import mean_with_pooled_sd
from survey.stats.result import Estimate


@dataclass(frozen=True, slots=True)
class AskGroup:
    """What was answered to one open question, or why nothing is shown."""

    driver: str
    question: str
    texts: tuple[str, ...]
    why_not: str


def figure_text(cell: gate.Cell) -> str:
    """A published figure in words: "3.84, n = 12", "4.5 or more, n = 9", or why it is hidden."""
    if isinstance(cell, gate.Suppressed):
        return cell.reason
    return f"{value_text(cell)}, {numbers.n(cell.n)}"


def value_text(cell: gate.Published) -> str:
    """The value of a published figure, as a bound where only a bound is published."""
    if cell.form == "exact":
        return numbers.mean(cell.value)
    # A bound lies on whole tenths except in small cells, and is never rounded past itself.
    text = numbers.decimal(cell.value, 1 if round(cell.value, 1) == cell.value else 2)
    return numbers.or_more(text) if cell.form == "at_least" else numbers.or_less(text)


def block_estimate(cell: gate.Cell, spread: float | None) -> Estimate | None:
    """A block's mean with an interval from the centre's pooled spread; None where not exact."""
    if isinstance(cell, gate.Suppressed) or cell.form != "exact" or spread is None:
        return None
    return mean_with_pooled_sd(cell.value, cell.n, spread)


def total_turnout(parts: Iterable[gate.TurnoutRef]) -> gate.TurnoutRef:
    """Invited and answered of several blocks together."""
    known = tuple(parts)
    return gate.TurnoutRef(
        n_invited=sum(part.n_invited for part in known),
        n_answered=sum(part.n_answered for part in known),
    )


def bounded(made: HeatMap, shown: list[list[gate.Cell]]) -> HeatMap:
    """The heat map with "4.5 or more" where only a bound is published."""
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, text=value_text(one))
                if isinstance(one, gate.Published) and one.form != "exact"
                else cell
                for cell, one in zip(row.cells, line, strict=True)
            ),
        )
        for row, line in zip(made.rows, shown, strict=True)
    )
    return replace(made, rows=rows)


def ask_groups(wave: gate.WaveRef) -> tuple[AskGroup, ...]:
    """What the whole centre answered to each open question."""
    released = gate.remarks(wave.id)
    return tuple(
        _ask_group(item.text, ASK_DRIVERS.get(item.code, item.code), released[item.code])
        for item in wave.instrument.text_items
    )


def _ask_group(question: str, driver: str, found: tuple[str, ...] | gate.Suppressed) -> AskGroup:
    if isinstance(found, gate.Suppressed):
        return AskGroup(driver, question, (), found.reason)
    return AskGroup(driver, question, found, "")
