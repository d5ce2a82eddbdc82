"""The page on which editors write on the sections of an occasion's reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from survey.access import LEADER, Viewer
from survey.errors import NotFound
from survey.insight.report.occasions import occasion_of
from survey.insight.units import ScopeTree, read_scope
from survey.intake.answers import Objection
from survey.intake.editions import SECTIONS, Section
from survey.intake.section_notes import LONGEST, MOST_LINES
from survey.store.reads_of_notes import section_notes
from survey.store.reads_of_units import UnitRow


@dataclass(frozen=True, slots=True)
class NotesAbout:
    """Which notes: of which occasion, and of which unit or of the whole centre."""

    occasion: str
    unit_id: int | None
    unit: str
    place: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The notes with their form; `words` is what stands in it, `seen` the mark of what was kept."""

    about: NotesAbout
    name: str
    unit_choices: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
    seen: str
    longest: int = LONGEST
    most_lines: int = MOST_LINES
    objections: tuple[Objection, ...] = ()
    conflict: str = ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Pairs of section and sentence."""
        return tuple((one.item, one.message) for one in self.objections)

    def error(self, section: str) -> str:
        """What is wrong with one note, or nothing."""
        return dict(self.errors).get(section, "")


def notes_about(viewer: Viewer, occasion: str, unit: str, *, today: date) -> NotesAbout:
    """The notes a viewer may write: leaders on the units they lead, the others on all.

    `unit` is an id; left out it means the whole centre, and for leaders the first they lead.

    Raises:
        NotFound: there is no such occasion or unit, or it is out of scope.
        NotYet: the occasion is not over.
    """
    key = occasion_of(occasion, today=today).key
    tree = read_scope(viewer.unit_ids)
    if not unit and viewer.role != LEADER:
        return NotesAbout(key, None, "", "", SECTIONS["centre"])
    if not tree.units:
        raise NotFound("There is no team yet whose reports you could write on.")
    found = _find(tree, unit) if unit else tree.roots[0]
    return NotesAbout(key, found.id, str(found.id), found.name, SECTIONS["unit"])


def notes_page(
    viewer: Viewer,
    about: NotesAbout,
    *,
    mark_of: Callable[[Mapping[str, str]], str],
    today: date,
    typed: Mapping[str, str] | None = None,
    objections: tuple[Objection, ...] = (),
    conflict: str = "",
) -> NotesPage:
    """The page with the notes as kept, or as typed where they could not be kept."""
    kept = section_notes(about.occasion, about.unit_id)
    return NotesPage(
        about=about,
        name=occasion_of(about.occasion, today=today).name,
        unit_choices=_choices(viewer),
        words=kept if typed is None else typed,
        seen=mark_of(kept) if typed is None else typed.get("seen", ""),
        objections=objections,
        conflict=conflict,
    )


def _find(tree: ScopeTree, unit: str) -> UnitRow:
    for one in tree.units:
        if str(one.id) == unit:
            return one
    raise NotFound("There is no such team, or it is not yours to see.")


def _choices(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """(id, name) of whatever the viewer may write on; the whole centre has no id."""
    units = read_scope(viewer.unit_ids).units
    if viewer.role == LEADER:
        return tuple((str(unit.id), unit.name) for unit in units)
    below = ((str(unit.id), "– " * (unit.depth - 1) + unit.name) for unit in units if unit.depth)
    return (("", "The whole centre"), *below)
