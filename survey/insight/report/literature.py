"""The literature page: what others found, for and against, and the local result among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import get_args

from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM
from survey.insight.report.bibliography import (
    LOOKED_UP_ON,
    WORKS,
    Read,
    Stance,
    Verified,
    Work,
)
from survey.insight.report.frame import Frame
from survey.insight.report.linked import Linked
from survey.render import numbers
from survey.render.figures import (
    Figure,
    ForestRow,
    forest,
    on_paper,
    subtitle,
)
from survey.render.speech import say, say_n
from survey.stats.result import Estimate


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication as it is printed; `stance` for, mixed, against or open, and its word."""

    authors: str
    year: str
    source: str
    setting: str
    stance: Stance
    stance_word: str
    finding: str
    read: str


@dataclass(frozen=True, slots=True)
class Literature:
    """The dated list by year, and the local result beside what was published.

    `figure` is None where the local centre has no correlation to place.
    """

    finding: str
    entries: tuple[Entry, ...]
    reading: str
    local: str
    not_alike: str
    figure: Figure | None


def literature_of(frame: Frame, linked: Linked) -> Literature:
    """The bibliography with the linkage of this centre among it."""
    stances = Counter(work.stance for work in WORKS)
    return Literature(
        finding=say("Mostly a modest link, with real counter-examples"),
        entries=tuple(_entry(work) for work in sorted(WORKS, key=_in_order)),
        reading=say(
            "Looked up on %(day)s: %(for)s for a link, %(mixed)s mixed, %(against)s against,"
            " %(open)s not read. They weigh differently, so counting them decides nothing. Only"
            " what was read is printed; how it was read stands with each entry.",
            day=numbers.day(LOOKED_UP_ON),
            **{name: numbers.whole(stances[name]) for name in get_args(Stance)},
        ),
        local=_local(linked),
        not_alike=say(
            "The published values are corrected for measurement error and ours is not: an observed"
            " value is lower for the same link, so they are not to be compared one to one."
        ),
        figure=_figure(frame, linked),
    )


def _in_order(work: Work) -> tuple[int, str]:
    return work.year, work.authors


def _entry(work: Work) -> Entry:
    values = _values(work)
    reads = _read_words()
    return Entry(
        authors=work.authors,
        year=str(work.year),
        source=work.source,
        setting=say(work.setting, **_of(work.setting, values)),
        stance=work.stance,
        stance_word=_stance_words()[work.stance],
        finding=say(work.finding, **_of(work.finding, values)),
        read=say(
            "%(how)s (%(where)s)",
            how=say("; ").join(reads[one] for one in work.reads),
            where=work.where,
        ),
    )


def _values(work: Work) -> dict[str, str]:
    return {name: _printed(value) for name, value in work.values.items()}


def _of(text: str, values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if f"%({name})s" in text}


def _printed(value: Verified) -> str:
    return numbers.decimal(value.value, value.places)


def _stance_words() -> dict[Stance, str]:
    return {
        "for": say("For"),
        "mixed": say("Mixed"),
        "against": say("Against"),
        "open": say("Not read"),
    }


def _read_words() -> dict[Read, str]:
    """What each mark of reading means."""
    return {
        "abstract": say("Abstract, in a stored copy"),
        "publisher": say("A page of the publisher"),
        "interview": say("An interview with the authors"),
        "secondary": say("Figures as another page tells them, not the paper itself"),
    }


def _is_shown(r: Estimate) -> bool:
    """Whether enough units can be compared to place them at all."""
    return r.value is not None and r.n >= SHOW_BETWEEN_FROM


def _local(linked: Linked) -> str:
    r = linked.between_r
    if not _is_shown(r):
        return say("This centre has no correlation between units to place among them yet.")
    if r.interval is None:
        return say("Here: r = %(r)s between units, observed, without an interval.",
                   r=numbers.r(r.value))  # fmt: skip
    return say(
        "Here: r = %(r)s between units, observed, 95%% interval %(interval)s, from %(n)s units.",
        r=numbers.r(r.value),
        interval=numbers.interval(*r.ends),
        n=numbers.whole(r.n),
    )


def _figure(frame: Frame, linked: Linked) -> Figure | None:
    local = linked.between_r
    if not _is_shown(local):
        return None
    rows = [
        ForestRow(
            say(label),
            work.values[name].value,
            sample=say(work.sample, **_of(work.sample, _values(work))),
        )
        for work in WORKS
        for label, name in work.plotted.items()
    ]
    here = say("%(organisation)s, engagement (observed)", organisation=frame.organisation)
    sample = say_n("%(num)s unit", "%(num)s units", local.n)
    rows.append(ForestRow(here, local.value, *local.ends, sample=sample, is_local=True))
    build = partial(forest, rows, title=say("This centre beside what was published"))
    words = say("Correlation between units’ engagement and their customers’ satisfaction")
    return on_paper(build, subtitle=subtitle(words))
