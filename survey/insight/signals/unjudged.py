"""Why no day and no week could be judged: too few answers before it, or none for long."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from survey.insight.words import signal_charts as charts
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.baselines import (
    BASELINE_WEEKS,
    SETTLING_DAYS,
    WEEK,
    Baseline,
    expected_before,
    weeks_of,
)
from survey.store import reads_of_signals
from survey.store.reads_of_signals import Days


def unjudged(
    unit_ids: Collection[int], *, today: date, since: date, known_until: date | None = None
) -> str:
    """Why no day and no week of these units together can have been judged since then.

    Empty where one can. With `known_until` nothing is said of later days.
    """
    until_on = today - timedelta(days=SETTLING_DAYS)
    latest_on = reads_of_signals.latest_day(CSAT, unit_ids=unit_ids, until_on=known_until)
    long_ago = charts.latest(latest_on, until_on=until_on)
    if latest_on is None or latest_on < since:
        return long_ago
    whole = reads_of_signals.days_together(
        CSAT,
        favourable_from=CSAT_SCALE.favourable_from,
        from_on=until_on - timedelta(days=until_on.weekday() + WEEK * BASELINE_WEEKS),
        until_on=until_on,
        unit_ids=unit_ids,
    )
    if any(one is not None for one in _baselines(whole)):
        return long_ago
    return f"{charts.too_few()} {long_ago}".rstrip()


def _baselines(whole: Days) -> Iterator[Baseline | None]:
    days, weeks = len(whole.ns) // WEEK * WEEK, len(whole.ns) // WEEK
    yield expected_before(whole.counts, whole.ns, days, every="day")
    yield expected_before(weeks_of(whole.counts), weeks_of(whole.ns), weeks, every="week")
