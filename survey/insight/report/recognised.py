"""Recognition in the report: how much was shown with the agents' agreement, and nothing else.

Agents agreed that colleagues read it on a page from which they can take it back. A printed report
cannot be taken back, so it holds no name and no word; see docs/decisions/0021-report-contents.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.report.frame import Frame
from survey.instruments.satisfaction import CSAT_SCALE
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.store.reads_of_recognition import shown_between


@dataclass(frozen=True, slots=True)
class ShownInMonth:
    """How many praises and thanks that agents agreed to show belong to one month."""

    month: str
    n_praise: int
    n_thanks: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was shown in the window, of the whole centre whatever the edition, by month."""

    finding: str
    n_praise: int
    n_thanks: int
    months: tuple[ShownInMonth, ...]
    where: str
    why_no_names: str


def recognised_of(frame: Frame) -> Recognised:
    """How much praise and how many thanks were shown in the window, in the whole centre."""
    window = frame.occasion.window
    found = shown_between(window.from_on, window.until_on, top=CSAT_SCALE.high)
    months = tuple(
        ShownInMonth(numbers.month(first), *found.get(f"{first:%Y-%m}", (0, 0)))
        for first in window.months
    )
    n_praise, n_thanks = sum(m.n_praise for m in months), sum(m.n_thanks for m in months)
    return Recognised(
        finding=_finding(n_praise, n_thanks),
        n_praise=n_praise,
        n_thanks=n_thanks,
        months=months,
        where=say(
            "They stand on the page Recognition with the names of those who agreed to that. Open it"
            " in the meeting, and read one aloud."
        )
        if n_praise + n_thanks
        else say(
            "Whoever wants to thank a colleague writes it on the page Recognition: the colleague"
            " reads it first and decides whether others do."
        ),
        why_no_names=say(
            "No name and no word of it stands here: agents can take back what is shown on the page,"
            " and nobody can take back what is printed. It is counted for the whole centre only,"
            " for or against nobody."
        ),
    )


def _finding(n_praise: int, n_thanks: int) -> str:
    if not n_praise + n_thanks:
        return say("Nothing was shown in these days")
    praise = say_n("%(num)s praise of a customer", "%(num)s praises of customers", n_praise)
    thanks = say_n("%(num)s thanks of a colleague", "%(num)s thanks of colleagues", n_thanks)
    return say("Shown with the agents’ agreement: %(praise)s, %(thanks)s",
               praise=praise, thanks=thanks)  # fmt: skip
