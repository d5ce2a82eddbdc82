"""Published pulse figures in print: values, bounds, and why one is hidden."""

from __future__ import annotations

from collections.abc import Iterable

from survey.instruments.items import Scale
from survey.privacy import gate
from survey.render import numbers
from survey.render.speech import say
from survey.stats.means import mean_with_pooled_sd


def figure_text(cell: gate.Cell) -> str:
    """A published figure in words: "3.84, n = 12", "4.5 or more, n = 9", or why it is hidden."""
    if isinstance(cell, gate.Suppressed):
        return cell.reason
    return say("%(value)s, %(n)s", value=value_text(cell), n=numbers.n(cell.n))


def centre_text(cell: gate.Cell, spread: float | None, scale: Scale) -> str:
    """The figure of the whole centre with its interval, or why it has none, or why it is hidden."""
    if isinstance(cell, gate.Suppressed):
        return cell.reason
    interval = _interval_words(cell, spread, scale)
    return say("%(value)s, %(interval)s", value=figure_text(cell), interval=interval)


def _interval_words(cell: gate.Published, spread: float | None, scale: Scale) -> str:
    if cell.form != "exact":
        return say("no interval around a bound")
    if spread is None:
        return say("no interval: the spread of answers is not published")
    ends = block_ends(cell, spread, scale)
    return say("95%% interval %(interval)s", interval=numbers.interval(*ends))


def value_text(cell: gate.Published) -> str:
    """The value of a published figure, as a bound where only a bound is published."""
    return bound_text(cell) or numbers.mean(cell.value)


def bound_text(cell: gate.Published) -> str:
    """The words of a figure published only as a bound, "4.5 or more"; nothing where it is exact."""
    # A bound lies on whole tenths except in small cells, and is never rounded past itself.
    return _bound(cell, numbers.decimal(cell.value, 1 if round(cell.value, 1) == cell.value else 2))


def score_text(cell: gate.Published) -> str:
    """A promoter score, as a bound where only a bound is published: "+90 or more"."""
    score = numbers.score(cell.value)
    return _bound(cell, score) or score


def promoter_text(cell: gate.Cell) -> str:
    """A promoter score in words: "+12, n = 40", "+90 or more, n = 31", or why it is hidden."""
    if isinstance(cell, gate.Suppressed):
        return cell.reason
    return say("%(value)s, %(n)s", value=score_text(cell), n=numbers.n(cell.n))


def _bound(cell: gate.Published, text: str) -> str:
    if cell.form == "exact":
        return ""
    return numbers.or_more(text) if cell.form == "at_least" else numbers.or_less(text)


def block_ends(
    cell: gate.Published, spread: float | None, scale: Scale
) -> tuple[float | None, float | None]:
    """The interval from the spread common to all blocks, within the scale; none around a bound."""
    if cell.form != "exact" or spread is None:
        return (None, None)
    interval = mean_with_pooled_sd(cell.value, cell.n, spread).interval
    assert interval is not None
    ends = interval.clipped(scale.low, scale.high)
    return (ends.low, ends.high)


def total_turnout(parts: Iterable[gate.TurnoutRef]) -> gate.TurnoutRef:
    """Invited and answered of several blocks together."""
    known = tuple(parts)
    return gate.TurnoutRef(
        n_invited=sum(part.n_invited for part in known),
        n_answered=sum(part.n_answered for part in known),
    )
