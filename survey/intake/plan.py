"""A plan for the linkage: what will be compared with what, said before the data are in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, cast, get_args

from survey.errors import InvalidInput
from survey.instruments.measures import CSAT
from survey.intake.declared import read_mapping

Headline = Literal["within", "between"]
Outcome = Literal["mean", "top_box"]
PULSE = "pulse"
FARTHEST_LAG = 4
MOST_DAYS = 366
TEAMS_PER_COVARIATE = 10
EMPTY = 'The plan is empty. Write at least one key, such as headline = "within".'
_WHOLE = re.compile(r"[+\-\u2212]?[0-9]{1,4}")

Typed = Mapping[str, Sequence[str]]
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one linkage is going to be.

    `engagement` is `pulse` or an imported series, `satisfaction` is `csat` or an imported series.
    `outcome` says how CSAT enters: its mean in points, or the share of 4 and 5. `window_days` is
    None for the days frozen with each wave, else so many days from the one after it closes.
    `covariates` are codes of `survey.insight.linkage.covariates`. `headline` is the one question
    that leads.
    """

    engagement: str = PULSE
    satisfaction: str = CSAT
    outcome: Outcome = "mean"
    window_days: int | None = None
    lags: tuple[int, ...] = (-2, -1, 0, 1, 2)
    covariates: tuple[str, ...] = ()
    headline: Headline = "within"


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan here can name, and how many teams there are.

    `most_days` is the shortest time from one closed wave's last day to the next one's, None with
    fewer than two.
    """

    engagements: tuple[str, ...]
    satisfactions: tuple[str, ...]
    covariates: tuple[str, ...]
    n_teams: int
    most_days: int | None = None

    @property
    def most_covariates(self) -> int:
        """One for every ten teams, and one where there are fewer."""
        return max(1, self.n_teams // TEAMS_PER_COVARIATE)


class InvalidPlan(InvalidInput):
    """What was written makes no plan; `errors` are pairs of field and sentence."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            [f"{field}: {sentence}" if field else sentence for field, sentence in errors]
        )
        self.errors = tuple(errors)


def parse_plan(typed: Typed, known: Known) -> Plan:
    """The plan that a form holds: texts by field, lags and covariates one text each.

    Raises:
        InvalidPlan: naming every field that does not do.
    """
    errors: Errors = []

    def first(name: str, default: str = "") -> str:
        return next(iter(typed.get(name, ())), default).strip()

    window = first("window_days")
    lags = [_whole(text) for text in typed.get("lags", ())]
    if None in lags:
        errors.append(("lags", "Write whole numbers."))
    if window and _whole(window) is None:
        errors.append(("window_days", f"Write a whole number from 1 to {MOST_DAYS}."))
    plan = Plan(
        engagement=first("engagement"),
        satisfaction=first("satisfaction"),
        outcome=cast(Outcome, first("outcome")),
        window_days=_whole(window),
        lags=tuple(sorted({lag for lag in lags if lag is not None})),
        covariates=tuple(sorted(set(typed.get("covariates", ())))),
        headline=cast(Headline, first("headline")),
    )
    return _checked(plan, known, errors)


def parse_plan_file(text: str, known: Known) -> Plan:
    """The plan in a TOML text; what it leaves out is as in a `Plan` without anything.

    Raises:
        InvalidPlan: naming every key that does not do, or that there is none.
        InvalidMapping: the text is no TOML.
    """
    top, usual = read_mapping(text, "plan"), Plan()
    is_empty = not top.keys
    plan = Plan(
        engagement=top.take_text("engagement", usual.engagement),
        satisfaction=top.take_text("satisfaction", usual.satisfaction),
        outcome=cast(Outcome, top.take_text("outcome", usual.outcome)),
        window_days=top.take_whole("window_days") if "window_days" in top else None,
        lags=tuple(sorted(set(top.take_wholes("lags")))) if "lags" in top else usual.lags,
        covariates=tuple(sorted(set(top.take_texts("covariates", [])))),
        headline=cast(Headline, top.take_text("headline", usual.headline)),
    )
    top.close()
    if is_empty:
        raise InvalidPlan([("", EMPTY)])
    return _checked(plan, known, [("", mistake) for mistake in top.mistakes])


def written(plan: Plan) -> str:
    """The one text of a plan: JSON with its keys in order and no space."""
    return json.dumps(asdict(plan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """The SHA-256 of a plan's text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def plan_of(text: str) -> Plan:
    """The plan that was written as this text."""
    values = json.loads(text)
    lists = {name: tuple(values[name]) for name in ("lags", "covariates")}
    return Plan(**(values | lists))


def _whole(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped.replace("\u2212", "-")) if _WHOLE.fullmatch(stripped) else None


def _checked(plan: Plan, known: Known, errors: Errors) -> Plan:
    wrong = {field for field, _ in errors}
    errors = [*errors, *(one for one in _objections(plan, known) if one[0] not in wrong)]
    if errors:
        raise InvalidPlan(errors)
    return plan


def _objections(plan: Plan, known: Known) -> Errors:
    errors: Errors = []
    for field, value, choices in (
        ("engagement", plan.engagement, known.engagements),
        ("satisfaction", plan.satisfaction, known.satisfactions),
        ("outcome", plan.outcome, get_args(Outcome)),
        ("headline", plan.headline, get_args(Headline)),
    ):
        if value not in choices:
            errors.append(
                (field, f"“{value[:80]}” is not known. Known here: {', '.join(choices)}.")
            )
    is_own = plan.satisfaction == CSAT
    if plan.outcome == "top_box" and not is_own:
        errors.append(("outcome", "A share of 4 and 5 is known of CSAT only. Choose the mean."))
    errors += _window(plan, known.most_days)
    if not all(-FARTHEST_LAG <= lag <= FARTHEST_LAG for lag in plan.lags) or 0 not in plan.lags:
        errors.append(("lags", _lags(plan)))
    return errors + _covariates(plan, known)


def _lags(plan: Plan) -> str:
    if 0 not in plan.lags:
        return "Tick “the same wave” (0) too: every plan compares within a wave."
    return f"Choose among −{FARTHEST_LAG} to {FARTHEST_LAG}."


def _window(plan: Plan, most_days: int | None) -> Errors:
    if plan.window_days is None:
        return []
    if not 1 <= plan.window_days <= MOST_DAYS:
        return [("window_days", f"Write a whole number from 1 to {MOST_DAYS}.")]
    if (plan.engagement, plan.satisfaction) != (PULSE, CSAT):
        sentence = "An imported series has periods of its own. Leave the days out."
        return [("window_days", sentence)]
    if most_days is not None and plan.window_days > most_days:
        return [("window_days", _too_long(most_days))]
    return []


def _too_long(most_days: int) -> str:
    if most_days == 0:
        return "Two waves closed on one day: a customer would count in both. Leave the days out."
    days = "1 day" if most_days == 1 else f"{most_days} days"
    return (
        f"Write {most_days} at most: two waves closed {days} apart, and a customer would count in"
        " both."
    )


def _covariates(plan: Plan, known: Known) -> Errors:
    strange = [code for code in plan.covariates if code not in known.covariates]
    if strange:
        names = ", ".join(f"“{code[:80]}”" for code in strange)
        known_here = ", ".join(known.covariates)
        are = "is" if len(strange) == 1 else "are"
        return [("covariates", f"{names} {are} not known. Known here: {known_here}.")]
    if len(plan.covariates) > known.most_covariates:
        most = known.most_covariates
        return [
            (
                "covariates",
                f"These data allow {most} at most: one for every {TEAMS_PER_COVARIATE} teams, and"
                f" there are {known.n_teams}.",
            )
        ]
    return []
