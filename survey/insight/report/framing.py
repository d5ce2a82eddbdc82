"""Whom an edition is about and what was noted for it: the frame all its sections share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, tzinfo

from survey.errors import NotFound
from survey.insight.report.frame import Frame
from survey.insight.report.occasions import occasion_of
from survey.insight.units import read_scope
from survey.intake.editions import Edition
from survey.store.reads_of_departments import departments
from survey.store.reads_of_notes import section_notes
from survey.store.reads_of_units import UnitRow, unit_ids

# An editor writes to those who decide: not to agents, and not to other departments.
NOTED = frozenset(("centre", "unit", "slides"))


def frame_of(
    edition: Edition, *, organisation: str, is_demo: bool, today: date, zone: tzinfo = UTC
) -> Frame:
    """The frame of an edition; `zone` is the centre's.

    Raises:
        NotFound: there is no such occasion, unit or department.
        NotYet: the occasion is not over.
    """
    occasion = replace(occasion_of(edition.occasion, today=today), zone=zone)
    tree = read_scope(unit_ids())
    unit = _unit(edition.unit_id, tree.units) if edition.kind == "unit" else None
    notes = section_notes(occasion.key, edition.unit_id) if edition.kind in NOTED else {}
    return Frame(
        edition=edition,
        occasion=occasion,
        tree=tree,
        scope=tree.subtree(unit) if unit else tree,
        unit=unit,
        department=_department(edition.department_id) if edition.kind == "department" else "",
        organisation=organisation,
        is_demo=is_demo,
        notes={section: notes[section] for section in edition.sections if section in notes},
    )


def _unit(unit_id: int | None, units: tuple[UnitRow, ...]) -> UnitRow:
    found = next((one for one in units if one.id == unit_id), None)
    if found is None:
        raise NotFound("There is no such team, or it is not yours to see.")
    return found


def _department(department_id: int | None) -> str:
    found = next((one.name for one in departments() if one.id == department_id), None)
    if found is None:
        raise NotFound("There is no such department on the list.")
    return found
