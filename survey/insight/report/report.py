"""One edition of the forum report as one frozen object: everything its pages can print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from functools import cached_property
from typing import get_args

from survey.insight.linkage.page import LinkagePage
from survey.insight.report import (
    asked,
    baskets,
    became,
    customers,
    linked,
    literature,
    method,
    month,
    people,
    recognised,
    unknown,
)
from survey.insight.report.frame import Frame
from survey.insight.report.framing import frame_of
from survey.intake.editions import Edition, Every, Section
from survey.privacy import gate
from survey.render.speech import say


@dataclass(frozen=True, slots=True)
class About:
    """The occasion in words: its name, its days, and what it is compared with, or nothing."""

    key: str
    every: Every
    name: str
    days: str
    compared_with: str


@dataclass(frozen=True, slots=True)
class ForumReport:
    """What one edition says. A section that the edition has not is None.

    `place` is the unit or department it is about, empty for the whole centre. `notes` are editors'
    words by section; no number of the report comes from them.
    """

    title: str
    edition: Edition
    organisation: str
    place: str
    occasion: About
    is_demo: bool
    month: month.Month | None
    asked: asked.Asked | None
    became: became.Became | None
    people: people.People | None
    customers: customers.Customers | None
    linkage: linked.Linked | None
    baskets: baskets.Baskets | None
    recognition: recognised.Recognised | None
    unknown: unknown.Unknown | None
    method: method.Method | None
    literature: literature.Literature | None
    notes: Mapping[str, str]


def build_report(
    edition: Edition, *, organisation: str, is_demo: bool, today: date, zone: tzinfo = UTC
) -> ForumReport:
    """The report of an edition, in the language spoken.

    It holds what was published, counted and noted when it is built, and nothing of a clock: `today`
    only tells which days are over, and `zone`, the centre's, on which day an instant was.

    Raises:
        NotFound: there is no such occasion, unit or department.
        NotYet: the occasion is not over.
    """
    with gate.read_once():
        return _built(
            frame_of(edition, organisation=organisation, is_demo=is_demo, today=today, zone=zone)
        )


def _built(frame: Frame) -> ForumReport:
    edition, occasion, made = frame.edition, frame.occasion, _Sections(frame)
    held = frozenset(edition.sections)
    return ForumReport(
        title=_title(frame),
        edition=edition,
        organisation=frame.organisation,
        place=frame.place or frame.department,
        occasion=About(
            occasion.key,
            occasion.every,
            occasion.name,
            occasion.window.words,
            occasion.before_name,
        ),
        is_demo=frame.is_demo,
        notes=frame.notes,
        **{name: getattr(made, name) if name in held else None for name in get_args(Section)},
    )


class _Sections:
    """The sections of one report, each built once and only when it is wanted."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    @cached_property
    def month(self) -> month.Month:
        sources = month.Sources(
            self.customers, self.people, self.linkage, self.link, self.became, self.asked
        )
        return month.month_of(self.frame, sources)

    @cached_property
    def link(self) -> LinkagePage:
        """The linkage behind the section, with its numbers."""
        return linked.linkage_until(linked.newest_number(self.frame))

    @cached_property
    def asked(self) -> asked.Asked:
        return asked.asked_of(self.frame)

    @cached_property
    def became(self) -> became.Became:
        return became.became_of(self.frame)

    @cached_property
    def people(self) -> people.People:
        return people.people_of(self.frame)

    @cached_property
    def customers(self) -> customers.Customers:
        return customers.customers_of(self.frame)

    @cached_property
    def linkage(self) -> linked.Linked:
        return linked.linked_of(self.frame)

    @cached_property
    def baskets(self) -> baskets.Baskets:
        return baskets.baskets_of(self.frame)

    @cached_property
    def recognition(self) -> recognised.Recognised:
        return recognised.recognised_of(self.frame)

    @cached_property
    def unknown(self) -> unknown.Unknown:
        return unknown.unknown_of(self.customers, self.people, self.linkage, self.link)

    @cached_property
    def method(self) -> method.Method:
        if self.frame.edition.kind == "department":
            return method.method_of(self.frame)
        return method.method_of(self.frame, self.customers, self.people, self.linkage)

    @cached_property
    def literature(self) -> literature.Literature:
        return literature.literature_of(self.frame, self.linkage)


def _title(frame: Frame) -> str:
    titles = {
        "centre": say("Forum report"),
        "unit": say("Forum report: %(place)s", place=frame.place),
        "agents": say("What came of what you said"),
        "department": say("What customers told us: %(place)s", place=frame.department),
        "slides": say("Forum report, slides"),
    }
    return titles[frame.edition.kind]
