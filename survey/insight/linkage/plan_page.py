"""The page on which plans of the linkage stand, and where the next one is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from survey.insight.linkage.covariates import covariates
from survey.insight.linkage.planned import (
    StoredPlan,
    WavesOfPlan,
    every_plan,
    given_up,
    in_force,
    waves_of,
    what_is_known,
)
from survey.insight.words.plans import (
    HEADLINE_WORDS,
    OUTCOME_WORDS,
    given_up_words,
    lag_words,
    plan_facts,
    plan_line,
    side_words,
    stored_words,
    window_hint,
)
from survey.intake.plan import FARTHEST_LAG, Known, Plan
from survey.privacy import gate
from survey.render import numbers

CONFIRM = "Tick that you know it, or leave the plan as it is."
Pairs = tuple[tuple[str, str], ...]

FIELD_WORDS = {
    "headline": "The question that leads",
    "engagement": "Engagement",
    "satisfaction": "Satisfaction",
    "outcome": "How CSAT enters",
    "window_days": "Days of CSAT",
    "lags": "Order in time",
    "covariates": "Held equal",
    "is_known": "Waves closed by now",
}


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """What stands in the form, and what is wrong with it."""

    values: Mapping[str, Sequence[str]]
    errors: Sequence[tuple[str, str]] = field(default=())

    def first(self, name: str) -> str:
        """What stands in one box."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        """What stands in the boxes of one name."""
        return self.values.get(name, ())

    def error(self, name: str) -> str:
        """What is wrong with one field, or nothing."""
        return next((sentence for one, sentence in self.errors if one == name), "")

    @property
    def summary(self) -> Pairs:
        """Each error with the name of its field, for the list above the form, in its order."""
        order = list(FIELD_WORDS)
        errors = sorted(self.errors, key=lambda one: order.index(one[0]))
        return tuple((name, f"{FIELD_WORDS[name]}: {sentence}") for name, sentence in errors)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A stored plan in plain words, and the closed waves by whether it was stored before them."""

    stored: StoredPlan
    facts: Pairs
    stored_by: str
    line: str
    waves: WavesOfPlan


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers: pairs of a value and its words."""

    headlines: Pairs
    engagements: Pairs
    satisfactions: Pairs
    outcomes: Pairs
    lags: Pairs
    covariates: Pairs
    most_covariates: str
    window_hint: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plans in force, one for each pair of sides, those before them, and the analysts' form.

    The newest stand first. `done` is what has just been stored, in words; `gives_up` says which
    waves another plan would not be tested by, where there are any.
    """

    in_force: tuple[PlanView, ...]
    earlier: tuple[PlanView, ...]
    zone: ZoneInfo
    form: TypedPlan | None
    choices: Choices
    done: Pairs
    gives_up: tuple[str, ...]


def must_confirm(plan: Plan) -> str:
    """What is asked before this plan is stored, or nothing where it gives no tested wave up."""
    lost = given_up(plan)
    return "" if lost is None else f"{given_up_words(lost[0].number, lost[1])} {CONFIRM}"


def plan_page(
    *,
    zone: ZoneInfo,
    may_store: bool,
    typed: TypedPlan | None = None,
    done: tuple[str, bool] = ("", False),
) -> PlanPage:
    """The page, with what was typed where something was, else with the newest plan.

    `done` is the number of the plan just stored, as the address has it, and whether it was new.
    """
    labels = {one.code: one.label for one in covariates()}
    waves = gate.closed_waves()
    stored = every_plan()
    leading = in_force(stored)
    form = typed or TypedPlan(_written(stored[-1].plan if stored else Plan()))
    return PlanPage(
        in_force=tuple(_view(one, labels, waves, zone) for one in leading),
        earlier=tuple(
            _view(one, labels, waves, zone) for one in reversed(stored) if one not in leading
        ),
        zone=zone,
        form=form if may_store else None,
        choices=_choices(what_is_known(), labels),
        done=tuple(
            stored_words(one.number, is_new=done[1])
            for one in leading
            if str(one.number) == done[0]
        ),
        gives_up=tuple(
            given_up_words(one.number, planned)
            for one in leading
            if (planned := waves_of(one, waves).planned)
        ),
    )


def _view(
    stored: StoredPlan, labels: Mapping[str, str], waves: Sequence[gate.WaveRef], zone: ZoneInfo
) -> PlanView:
    found = waves_of(stored, waves)
    return PlanView(
        stored=stored,
        facts=plan_facts(stored.plan, labels),
        stored_by=stored.stored_by or "whoever runs the server",
        line=plan_line(stored, found, zone),
        waves=found,
    )


def _choices(known: Known, labels: Mapping[str, str]) -> Choices:
    lags = sorted(range(-FARTHEST_LAG, FARTHEST_LAG + 1), key=lambda lag: (abs(lag), lag))
    most, teams = known.most_covariates, known.n_teams
    return Choices(
        headlines=tuple(HEADLINE_WORDS.items()),
        engagements=tuple((one, side_words(one)) for one in known.engagements),
        satisfactions=tuple((one, side_words(one)) for one in known.satisfactions),
        outcomes=tuple((one, f"As {words}") for one, words in OUTCOME_WORDS.items()),
        lags=tuple((str(lag), lag_words(lag).capitalize()) for lag in lags),
        covariates=tuple((code, labels[code]) for code in known.covariates),
        most_covariates=(
            f"{numbers.whole(most)} at most: one for every ten teams, and there are"
            f" {numbers.whole(teams)}."
        ),
        window_hint=window_hint(known.most_days),
    )


def _written(plan: Plan) -> dict[str, Sequence[str]]:
    """The plan as it stands in the form."""
    return {
        "headline": [plan.headline],
        "engagement": [plan.engagement],
        "satisfaction": [plan.satisfaction],
        "outcome": [plan.outcome],
        "window_days": [] if plan.window_days is None else [str(plan.window_days)],
        "lags": [str(lag) for lag in plan.lags],
        "covariates": list(plan.covariates),
    }
