"""What was written into the form that asks for editions, checked against what may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from survey.intake.answers import Objection
from survey.intake.editions import PAPERS, Edition, Kind, Paper

# As the form names it: one edition, or one for each unit or department at once.
Which = Literal["centre", "slides", "agents", "unit", "units", "department", "departments"]
WHICH: tuple[Which, ...] = get_args(Which)
KIND_OF: Mapping[Which, Kind] = {
    **{"centre": "centre", "slides": "slides", "agents": "agents"},
    **{"unit": "unit", "units": "unit", "department": "department", "departments": "department"},
}


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody may ask for: ids of units and departments, keys of occasions, languages.

    `every_unit` are the units that get an edition each where all are asked for.
    """

    which: tuple[Which, ...]
    occasions: tuple[str, ...]
    units: tuple[int, ...]
    every_unit: tuple[int, ...]
    departments: tuple[int, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom editions are for, in which language and on which paper.

    `unit_id` and `department_id` are None where every one of them, or none, is meant.
    """

    which: Which
    unit_id: int | None
    department_id: int | None
    language: str
    paper: Paper

    @property
    def kind(self) -> Kind:
        """The kind of the editions."""
        return KIND_OF[self.which]


def parse_whose(
    typed: Mapping[str, str], offered: Offered, objections: list[Objection]
) -> Whose | None:
    """Whom editions are for, or None where something is wrong, which is added to the objections."""
    n_before = len(objections)
    which = next((one for one in offered.which if one == typed.get("which")), None)
    if which is None:
        objections.append(Objection("which", "Choose which report to make."))
    unit_id = department_id = None
    if which == "unit":
        unit_id = _chosen(typed, "unit", offered.units)
        if unit_id is None:
            objections.append(Objection("unit", "Choose the site or team."))
    if which == "department":
        department_id = _chosen(typed, "department", offered.departments)
        if department_id is None:
            objections.append(Objection("department", "Choose the department."))
    language = typed.get("language", "")
    if language not in offered.languages:
        objections.append(Objection("language", "Choose the language."))
    paper = next((one for one in PAPERS if one == typed.get("paper")), None)
    if paper is None:
        objections.append(Objection("paper", "Choose the paper."))
    if which is None or paper is None or len(objections) > n_before:
        return None
    return Whose(which, unit_id, department_id, language, paper)


def parse_order(
    typed: Mapping[str, str], offered: Offered
) -> tuple[Edition, ...] | tuple[Objection, ...]:
    """The editions asked for, or every objection; fields are `which`, `occasion`, `unit` ..."""
    objections: list[Objection] = []
    whose = parse_whose(typed, offered, objections)
    occasion = typed.get("occasion", "")
    if occasion not in offered.occasions:
        objections.append(Objection("occasion", "Choose what the report is about."))
    if whose is None or objections:
        return tuple(objections)
    editions = editions_for(
        whose, occasion, every_unit=offered.every_unit, departments=offered.departments
    )
    if not editions:
        missing = "There is no department to make it for. Add one under Comments, Departments."
        if whose.kind == "unit":
            missing = "No site or team has contacts or took part in a pulse yet."
        return (Objection("which", missing),)
    return editions


def editions_for(
    whose: Whose, occasion: str, *, every_unit: tuple[int, ...], departments: tuple[int, ...]
) -> tuple[Edition, ...]:
    """One edition, or one for every unit or department; none where there is none of these."""
    units: tuple[int | None, ...] = (whose.unit_id,)
    of_departments: tuple[int | None, ...] = (whose.department_id,)
    if whose.which == "units":
        units = every_unit
    if whose.which == "departments":
        of_departments = departments
    return tuple(
        Edition(whose.kind, occasion, unit, department, whose.language, whose.paper)
        for unit in units
        for department in of_departments
    )


def _chosen(typed: Mapping[str, str], name: str, offered: tuple[int, ...]) -> int | None:
    text = typed.get(name, "")
    return next((one for one in offered if str(one) == text), None)
