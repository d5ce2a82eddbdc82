"""How satisfied customers are: shares and means with their n, per cut, from the rollups only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from survey.insight.period import Period
from survey.insight.units import ScopeTree
from survey.instruments.items import Scale
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.means import mean_from_counts
from survey.stats.proportions import fisher_exact, newcombe_difference, wilson
from survey.stats.result import Estimate
from survey.store.reads_of_satisfaction import (
    AnswerCut,
    ContactCounts,
    Cut,
    Key,
    answer_counts,
    contact_counts,
)

__all__ = (
    "Cut", "Cuts", "Key", "Satisfaction", "against_the_rest", "by_unit", "change", "gathered",
    "has_a_rest", "measure", "top_box", "total",
)  # fmt: skip

FEW = 30  # below this a share is too loose to be read on its own
DISSATISFIED = 2  # this point and those below it
NO_CONTACTS = ContactCounts(0, 0)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The answers of one cut: `answers` is {point: how many}, `contacts` what they are out of.

    `n_answered_invited` of them answered an invitation; the others came from another system.
    """

    answers: Mapping[int, int] = field(default_factory=dict)
    contacts: ContactCounts = NO_CONTACTS
    n_answered_invited: int = 0
    scale: Scale = CSAT_SCALE

    @property
    def n(self) -> int:
        """How many customers answered."""
        return sum(self.answers.values())

    @property
    def n_dissatisfied(self) -> int:
        """How many of them chose 1 or 2."""
        return sum(n for point, n in self.answers.items() if point <= DISSATISFIED)

    @property
    def n_elsewhere(self) -> int:
        """How many of them answered elsewhere, not to an invitation of ours."""
        return self.n - self.n_answered_invited

    @property
    def is_thin(self) -> bool:
        """Whether there are too few answers to judge by."""
        return self.n < FEW

    @property
    def share(self) -> Estimate:
        """The share in the top box with Wilson's interval, 0 to 1."""
        return top_box(self.answers, self.scale)

    @property
    def mean(self) -> Estimate:
        """The mean answer with Student's t interval, on the scale."""
        return mean_from_counts(self.answers)

    @property
    def has_response_rate(self) -> bool:
        """Whether anybody was invited who could answer."""
        return self.contacts.n_invited > 0

    @property
    def response_rate(self) -> float | None:
        """Answered out of invited, 0 to 1, or None where nobody was invited."""
        n_invited = self.contacts.n_invited
        return self.n_answered_invited / n_invited if n_invited else None


Cuts = Mapping[Key, Satisfaction]


def top_box(answers: Mapping[int, int], scale: Scale) -> Estimate:
    """The share of answers from the favourable points of the scale, with Wilson's interval.

    `answers` is {point: how many}; the value is between 0 and 1. Not computable without answers.

    >>> top_box({3: 1, 4: 2, 5: 1}, CSAT_SCALE).value
    0.75
    """
    return wilson(n_top(answers, scale), sum(answers.values()))


def n_top(answers: Mapping[int, int], scale: Scale) -> int:
    """How many answers are favourable."""
    return sum(many for point, many in answers.items() if point >= scale.favourable_from)


def change(now: Satisfaction, before: Satisfaction) -> Estimate:
    """The top-box share now minus that before, with Newcombe's interval, from -1 to 1."""
    return newcombe_difference(
        n_top(now.answers, now.scale), now.n, n_top(before.answers, before.scale), before.n
    )


def has_a_rest(part: Satisfaction, whole: Satisfaction) -> bool:
    """Whether a part and all the rest of the whole both have answers enough to be compared."""
    return min(part.n, whole.n - part.n) >= FEW


def against_the_rest(part: Satisfaction, whole: Satisfaction) -> Estimate:
    """The top-box share of a part minus that of all the rest of the whole, with Fisher's exact p.

    The part's answers are among those of the whole; where they are all of them, there is no rest.
    """
    n_here = n_top(part.answers, part.scale)
    n_rest = n_top(whole.answers, whole.scale) - n_here
    return fisher_exact(n_here, part.n, n_rest, whole.n - part.n)


def measure(
    period: Period,
    *,
    unit_ids: Collection[int],
    by: tuple[Cut, ...] = (),
    channel: str | None = None,
) -> dict[Key, Satisfaction]:
    """Satisfaction of the units' contacts that closed in the period, per cut, in order of key.

    Keys follow `by`, as in `survey.store.reads_of_satisfaction`; without a cut there is exactly
    one entry, under `()`, even where nothing was answered. Takes two queries.
    """
    where = {"from_on": period.from_on, "until_on": period.until_on}
    sources: tuple[AnswerCut, ...] = (*by, "is_invited")
    answers = answer_counts(CSAT, **where, unit_ids=unit_ids, by=sources, channel=channel)
    contacts = contact_counts(**where, unit_ids=unit_ids, by=by, channel=channel)
    keys = {key[:-1] for key in answers} | set(contacts) | (set() if by else {()})
    return {
        key: _joined(
            answers.get((*key, 0), {}), answers.get((*key, 1), {}), contacts.get(key, NO_CONTACTS)
        )
        for key in sorted(keys)
    }


def _joined(
    elsewhere: Mapping[int, int], invited: Mapping[int, int], contacts: ContactCounts
) -> Satisfaction:
    return total(
        [
            Satisfaction(elsewhere, contacts),
            Satisfaction(invited, n_answered_invited=sum(invited.values())),
        ]
    )


def total(parts: Iterable[Satisfaction]) -> Satisfaction:
    """The cuts taken together."""
    answers: dict[int, int] = {}
    n_contacts = n_invited = n_answered_invited = 0
    for part in parts:
        n_contacts += part.contacts.n_contacts
        n_invited += part.contacts.n_invited
        n_answered_invited += part.n_answered_invited
        for point, many in part.answers.items():
            answers[point] = answers.get(point, 0) + many
    return Satisfaction(answers, ContactCounts(n_contacts, n_invited), n_answered_invited)


def gathered(cuts: Cuts, place: int) -> dict[Any, Satisfaction]:
    """The cuts taken together by the part of their key that stands at `place`."""
    parts: dict[Any, list[Satisfaction]] = {}
    for key, cut in cuts.items():
        parts.setdefault(key[place], []).append(cut)
    return {part: total(held) for part, held in parts.items()}


def by_unit(own: Mapping[int, Satisfaction], tree: ScopeTree) -> dict[int, Satisfaction]:
    """Each unit of the tree with everything below it, from what each unit has of its own."""
    gathered = {unit.id: [own.get(unit.id, Satisfaction())] for unit in tree.units}
    for unit in reversed(tree.units):
        # Children stand behind their parents, so each is complete before it is handed up.
        if unit.parent_id in gathered:
            gathered[unit.parent_id].extend(gathered[unit.id])
    return {unit.id: total(gathered[unit.id]) for unit in tree.units}
