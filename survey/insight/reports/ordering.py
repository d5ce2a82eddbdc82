"""The form that asks for editions, as far as the viewer may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.access import SEE_ALL_UNITS, Viewer
from survey.insight.forum.board import Typed
from survey.insight.reports import words
from survey.insight.reports.words import Choices
from survey.intake.edition_form import WHICH, Offered, Which
from survey.intake.editions import Edition
from survey.render.languages import ENGLISH
from survey.render.numbers import counted
from survey.store import reads_of_departments, reads_of_orders

OF_LEADERS: tuple[Which, ...] = ("unit", "units")


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The form with what was typed, and what can be chosen in it."""

    typed: Typed
    which: Choices
    occasions: Choices
    units: Choices
    departments: Choices
    languages: Choices
    papers: Choices


def order_page(viewer: Viewer, typed: Typed | None = None, *, today: date) -> OrderPage:
    """The form; its first choice is what the viewer most likely wants."""
    which = offered_which(viewer)
    first = Typed({"which": which[0], "language": ENGLISH, "paper": "a4"})
    return OrderPage(
        typed=typed or first,
        which=tuple((one, words.WHICH_WORDS[one]) for one in which),
        occasions=words.occasion_choices(today),
        units=(("", "Choose"), *words.unit_choices(viewer)),
        departments=department_choices() if "department" in which else (),
        languages=words.language_choices(),
        papers=words.PAPER_CHOICES,
    )


def offered_to(viewer: Viewer, *, today: date) -> Offered:
    """What the viewer may ask for, to hold the form against."""
    return Offered(
        which=offered_which(viewer),
        occasions=tuple(key for key, _ in words.occasion_choices(today)),
        units=tuple(sorted(viewer.unit_ids)),
        every_unit=tuple(
            one for one in reads_of_orders.reportable_units() if one in viewer.unit_ids
        ),
        departments=tuple(reads_of_departments.department_ids()),
        languages=tuple(code for code, _ in words.language_choices()),
    )


def offered_which(viewer: Viewer) -> tuple[Which, ...]:
    """The kinds of reports the viewer may ask for."""
    return WHICH if viewer.role in SEE_ALL_UNITS else OF_LEADERS


def department_choices() -> Choices:
    """The departments on the list."""
    found = reads_of_departments.departments()
    return (("", "Choose"), *((str(one.id), one.name) for one in found))


def batch_name(editions: Sequence[Edition], viewer: Viewer, *, today: date) -> str:
    """What a batch of these editions is called: "Hamburg, Team 4, October 2026"."""
    first = editions[0]
    what = words.KIND_WORDS[first.kind]
    if len(editions) > 1:
        what = counted(len(editions), "report")
    elif first.unit_id is not None:
        what = dict(words.unit_choices(viewer))[str(first.unit_id)]
    elif first.department_id is not None:
        what = dict(department_choices())[str(first.department_id)]
    return f"{what}, {words.occasion_name(first.occasion, today=today)}"
