"""Sentences about plans of the linkage: what they compare, and which waves they knew nothing of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.planned import StoredPlan, WavesOfPlan
from survey.insight.words.compared import say_n_of, say_of
from survey.instruments.measures import CSAT
from survey.intake.plan import PULSE, Headline, Outcome, Plan
from survey.privacy.gate import WaveRef
from survey.render import numbers
from survey.render.speech import say, to_say

NO_PLAN = to_say("No plan was stored: exploratory.")
# Enough of a digest to tell two plans apart by eye; files have all of it.
DIGEST_SHOWN = 12
HEADLINE_WORDS: Mapping[Headline, str] = {
    "within": "When one block’s engagement moves, does its customers’ satisfaction move with it?",
    "between": "Do blocks with higher engagement have more satisfied customers?",
}
OUTCOME_WORDS: Mapping[Outcome, str] = {
    "mean": "its mean in points",
    "top_box": "the share of answers 4 and 5",
}
FROZEN_DAYS = "those frozen with each wave"


def plan_sentence(
    *,
    number: int,
    digest: str,
    stored_at: datetime,
    n_planned: int,
    n_waves: int,
    leads_on_planned: bool,
    time_noun: str,
) -> str:
    """Which plan governs, how many waves it was stored before, and what the headline rests on."""
    plan = {
        "number": numbers.whole(number),
        "moment": numbers.instant(stored_at),
        "digest": digest[:DIGEST_SHOWN],
    }
    named = say("Plan %(number)s, stored %(moment)s (SHA-256 %(digest)s…).", **plan)
    rests = _rests(n_planned, n_waves, leads_on_planned=leads_on_planned, time_noun=time_noun)
    return f"{named} {rests}"


def _rests(n_planned: int, n_waves: int, *, leads_on_planned: bool, time_noun: str) -> str:
    """How many waves closed after the plan was stored, and what the headline rests on."""
    waves = numbers.counted(n_waves, time_noun)
    if not n_planned:
        return say_of(
            time_noun,
            "None of %(waves)s closed after it was stored; the headline rests on all waves and is"
            " exploratory.",
            waves=waves,
        )
    if leads_on_planned:
        return say_n_of(
            time_noun,
            "%(num)s of %(waves)s closed after it was stored; the headline rests on it alone,"
            " everything else on all waves.",
            "%(num)s of %(waves)s closed after it was stored; the headline rests on them alone,"
            " everything else on all waves.",
            n_planned,
            waves=waves,
        )
    if n_planned < n_waves:
        return say_n_of(
            time_noun,
            "%(num)s of %(waves)s closed after it was stored; these are too few, so the headline"
            " rests on all waves and is exploratory.",
            "%(num)s of %(waves)s closed after it was stored; these are too few, so the headline"
            " rests on all waves and is exploratory.",
            n_planned,
            waves=waves,
        )
    return say_n_of(
        time_noun,
        "%(num)s of %(waves)s closed after it was stored; these are too few, so the headline rests"
        " on all waves.",
        "%(num)s of %(waves)s closed after it was stored; these are too few, so the headline rests"
        " on all waves.",
        n_planned,
        waves=waves,
    )


def exploratory(analysis: Analysis, *, has_plan: bool) -> str:
    """What stands beside a verdict that rests on data known before the question, or nothing."""
    waves = {cell.wave for cell in analysis.material.cells}
    if analysis.leads_on_planned or waves <= analysis.planned:
        return ""
    if not has_plan:
        return say("exploratory: no plan was stored")
    if waves & analysis.planned:
        return say("exploratory: the plan came after part of the data")
    return say("exploratory: the plan came after the data")


def side_words(side: str) -> str:
    """What a side of the linkage is called where it is chosen."""
    return {PULSE: "The pulse", CSAT: "CSAT"}.get(side, f"Imported series “{side}”")


def plan_facts(plan: Plan, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The plan in plain words: pairs of what and how. `labels` are covariates' names by code."""
    satisfaction = side_words(plan.satisfaction)
    if plan.satisfaction == CSAT:
        satisfaction += f", {OUTCOME_WORDS[plan.outcome]}"
    facts = [
        ("The question that leads", HEADLINE_WORDS[plan.headline]),
        ("Engagement", side_words(plan.engagement)),
        ("Satisfaction", satisfaction),
    ]
    if (plan.engagement, plan.satisfaction) == (PULSE, CSAT):
        facts.append(("Days of CSAT", days_words(plan)))
    held = [labels.get(code, f"{code} (no longer here)") for code in plan.covariates]
    return (
        *facts,
        ("Order in time", ", ".join(lag_words(lag) for lag in plan.lags)),
        ("Held equal", ", ".join(held) or "nothing but block and wave"),
    )


def days_words(plan: Plan) -> str:
    """Whose contacts count for a wave."""
    if plan.window_days is None:
        return FROZEN_DAYS
    return f"{numbers.counted(plan.window_days, 'day')} from the day after each wave closes"


def window_hint(most_days: int | None) -> str:
    """What the box of days takes."""
    hint = "So many days, from the day after a wave closes. Empty: the days frozen with each wave."
    if not most_days:
        return hint
    days = numbers.counted(most_days, "day")
    return f"{hint} At most {days}, the shortest time from one wave’s close to the next."


def stored_words(number: int, *, is_new: bool) -> tuple[str, str]:
    """What is said once a plan was sent in: a title and a sentence."""
    name = f"Plan {numbers.whole(number)}"
    if is_new:
        return f"{name} is stored and in force", "What closes from now on tests it."
    return f"{name} is already the plan in force", "It says the same, so nothing was stored."


def given_up_words(number: int, waves: Sequence[WaveRef]) -> str:
    """Which waves test a plan, and would not test the one that follows it."""
    names = ", ".join(wave.name for wave in waves)
    return (
        f"Plan {numbers.whole(number)} is tested by {names}. Another plan on the same two sides"
        " would not be, and this cannot be undone."
    )


def lag_words(lag: int) -> str:
    """Where satisfaction stands beside engagement in time."""
    if lag == 0:
        return "the same wave"
    return f"{numbers.counted(abs(lag), 'wave')} {'later' if lag > 0 else 'earlier'}"


def plan_line(stored: StoredPlan, waves: WavesOfPlan, zone: ZoneInfo) -> str:
    """Which plan a result goes by, and how many waves it was stored before, in one sentence."""
    day = numbers.day(stored.stored_at.astimezone(zone).date())
    name = f"Plan {stored.number}, stored {day}, digest {stored.digest[:DIGEST_SHOWN]}…"
    if stored.plan.engagement != PULSE:
        return f"{name}: periods that end after that day test it."
    n_planned, n = len(waves.planned), len(waves.planned) + len(waves.known)
    if n == 0:
        return f"{name}: no wave has closed yet."
    some = numbers.whole(n_planned) if n_planned else "none"
    return f"{name}: {some} of {numbers.counted(n, 'wave')} closed after it."
