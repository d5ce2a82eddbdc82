"""One item of an agenda during the meeting: the form in which its decision is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey.access import Viewer
from survey.errors import NotFound
from survey.insight.forum.board import CHOICES, Typed
from survey.insight.forum.meeting import ItemLine, item_line
from survey.intake.decision import DRIVERS
from survey.intake.meeting import NO_WAVE
from survey.privacy import gate
from survey.store import reads_of_meetings
from survey.store.reads_of_meetings import MeetingRow


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item with its meeting and its form, filled in from the ask.

    `options` are what the ask says could be decided. `obstacle` says why there is no form, or is
    empty; `conflict` why nothing was changed.
    """

    line: ItemLine
    meeting: MeetingRow
    options: tuple[tuple[str, str], ...]
    typed: Typed
    drivers: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    obstacle: str
    conflict: str
    today: date


def item_page(
    item_id: int,
    viewer: Viewer,
    typed: Typed | None = None,
    *,
    conflict: str = "",
    today: date,
) -> ItemPage:
    """The item, about to be settled.

    Raises:
        NotFound: there is no such item.
    """
    line = item_line(item_id, viewer.unit_ids)
    meeting = reads_of_meetings.meeting(line.item.meeting_id)
    if meeting is None:
        raise NotFound("There is no such meeting.")
    return ItemPage(
        line=line,
        meeting=meeting,
        options=_options(line),
        typed=typed or Typed(_prefilled(line)),
        drivers=(("", "Choose"), *((one, one) for one in DRIVERS)),
        states=CHOICES,
        obstacle=_obstacle(line, meeting),
        conflict=conflict,
        today=today,
    )


def as_meant(line: ItemLine, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with the words of the option that was chosen instead of typing, and with an
    ask as agents read it."""
    meant = dict(typed)
    if not meant.get("mandate", "").strip():
        meant["mandate"] = meant.get("option", "")
    if line.item.kind == "ask":
        meant |= {"driver": line.item.driver or "", "ask": line.item.wording}
    return meant


def _options(line: ItemLine) -> tuple[tuple[str, str], ...]:
    choices = line.ask.choices if line.ask else ()
    return (*((one, one) for one in choices), ("", "Something else")) if choices else ()


def _prefilled(line: ItemLine) -> dict[str, str]:
    if line.promise is not None:
        return {"state": line.promise.state, "outcome": line.promise.outcome or ""}
    owner = (line.ask.proposed_owner or "") if line.ask else ""
    return {"driver": line.item.driver or "", "ask": line.item.wording, "owner": owner}


def _obstacle(line: ItemLine, meeting: MeetingRow) -> str:
    if meeting.state == "cancelled":
        return "This meeting was cancelled. Record the decision at the next one."
    if line.promise is None and not gate.closed_waves():
        return NO_WAVE
    return ""
