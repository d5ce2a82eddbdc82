"""The publication rules, as pure functions from answers to what may be shown.

Every figure is computed in fractions, so that it depends on the answers alone and not on the
order they are added up in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from survey.instruments.items import Scale
from survey.instruments.model import Instrument
from survey.privacy.figures import Cell, Published, Suppressed
from survey.render.speech import say, say_n

# Counts up when other figures would be made of the same ballots. A closed wave keeps its figures:
# the audit makes them anew by these rules only where they were published by these.
VERSION = 3
# Shares of the scale's range from which a mean is shown as a bound: 4.5 and 1.5 on 1 to 5.
BOUND_SHARE = Fraction(7, 8)
# The smallest spread shown however many answered, as a share of the range: 0.3 on 1 to 5.
SPREAD_FLOOR_SHARE = Fraction(75, 1000)
POOLED_BLOCKS = 3
POOLED_ANSWERS = 30


def scale_of(instrument: Instrument, construct: str) -> Scale:
    """The scale all items of a construct share."""
    scale = instrument.items_of(construct)[0].scale
    assert scale is not None
    return scale


def construct_score(
    instrument: Instrument, construct: str, answers: Mapping[str, int]
) -> Fraction | None:
    """One respondent's mean over the keyed items answered; None below half of the items."""
    items = instrument.items_of(construct)
    keyed = [item.keyed(answers[item.code]) for item in items if item.code in answers]
    if not keyed or 2 * len(keyed) < len(items):
        return None
    return Fraction(sum(keyed), len(keyed))


def bounds(scale: Scale, n: int) -> tuple[Fraction, Fraction]:
    """The means at and beyond which a cell of `n` answers is shown as a bound, low and high.

    4.5 and 1.5 on a scale from 1 to 5; nearer to the middle for fewer than 10 answers, so that a
    cell where all but one gave the extreme answer is always a bound, and behind that bound there
    is also a cell where another one differs by a point: else whoever differs would read from the
    bound, and the own answer, what all others gave.
    """
    width = scale.high - scale.low
    inward = min(BOUND_SHARE * width, width - Fraction(width + 1, n))
    return scale.high - _down(inward), scale.low + _down(inward)


def _down(value: Fraction) -> Fraction:
    return Fraction(math.floor(value * 100), 100)


def cell(scores: Sequence[Fraction], scale: Scale, *, threshold: int) -> Cell:
    """The one figure of a block and construct: the mean to two decimals, a bound, or nothing."""
    n = len(scores)
    if n < threshold:
        return too_few(threshold)
    mean = round(sum(scores, Fraction(0)) / n, 2)
    low, high = bounds(scale, n)
    if mean >= high:
        return Published(float(high), "at_least", n)
    if mean <= low:
        return Published(float(low), "at_most", n)
    return Published(float(mean), "exact", n)


def too_few(threshold: int) -> Suppressed:
    """What stands in place of a figure from fewer answers than the threshold."""
    return Suppressed(
        say_n(
            "Fewer than %(num)s person answered.", "Fewer than %(num)s people answered.", threshold
        )
    )


def centre(cells: Iterable[Cell]) -> Cell:
    """The mean over published cells, weighted by n; hidden cells are left out.

    It is made of what is published already and so tells nothing more. Bounds count as the value
    they name, and the total is then a bound itself.
    """
    published = [one for one in cells if isinstance(one, Published)]
    if not published:
        return Suppressed(say("No block has enough answers."))
    forms = {one.form for one in published} - {"exact"}
    if len(forms) > 1:
        return Suppressed(
            say("Some blocks are at the top end of the scale and some at the bottom end.")
        )
    n = sum(one.n for one in published)
    # From the text of the figure, so that 4.35 is 435/100 and not the nearest float.
    total = sum((Fraction(str(one.value)) * one.n for one in published), Fraction(0))
    value = float(round(total / n, 2))
    return Published(value, forms.pop() if forms else "exact", n)


def may_pool(cells: Sequence[Published]) -> bool:
    """Whether enough blocks and answers are published for figures beyond block means."""
    return len(cells) >= POOLED_BLOCKS and sum(one.n for one in cells) >= POOLED_ANSWERS


def spread(scores_by_block: Sequence[Sequence[Fraction]], scale: Scale, *, n_items: int) -> float:
    """The standard deviation within blocks, pooled over published blocks, to one decimal.

    Formula: sqrt(sum of squared deviations from the block means / sum of (n - 1)), and never below
    `spread_floor`. `n_items` is how many items a score is the mean of. Needs two answers in some
    block.
    """
    squares = Fraction(0)
    for scores in scores_by_block:
        mean = sum(scores, Fraction(0)) / len(scores)
        squares += sum(((one - mean) ** 2 for one in scores), Fraction(0))
    n = sum(map(len, scores_by_block))
    freedom = n - len(scores_by_block)
    floor = spread_floor(scale, n, freedom, n_items=n_items)
    return max(round(math.sqrt(squares / freedom), 1), floor)


def spread_floor(scale: Scale, n: int, freedom: int, *, n_items: int) -> float:
    """The smallest spread that is ever shown for `n` answers.

    Beside means, a small spread would tell single answers: first to everybody, where all lie as
    close to the mean of their block as they can (a quarter of a squared step each), and then to
    the one who alone lies far off, which may be the whole width. Whatever is shown leaves room for
    all this and for two more people who differ by a step. At least 0.3 on a scale from 1 to 5.
    """
    width, step = scale.high - scale.low, Fraction(1, n_items)
    room = (n * step**2 / 4 + width**2 + 2 * step**2) / freedom
    # Shown to one decimal, a floor covers half a tenth above it.
    needed = math.ceil(10 * math.sqrt(room) - 0.5) / 10
    return max(needed, float(round(SPREAD_FLOOR_SHARE * width, 1)))
