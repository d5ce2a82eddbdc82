"""One meeting of the forum: its agenda with what settled each item, and its minutes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from survey.access import Viewer
from survey.errors import NotFound
from survey.insight.forum.board import MAY_WRITE, Typed
from survey.insight.said import SaidLine, said_lines
from survey.insight.signals.listing import place_query
from survey.insight.units import read_scope
from survey.insight.words import signals as words
from survey.intake.decision import DRIVERS
from survey.intake.meeting import ask_reference, asked_in, id_in
from survey.store import reads_of_forum, reads_of_meetings, reads_of_signals
from survey.store.reads_of_forum import DecisionRow
from survey.store.reads_of_meetings import ItemRow, MeetingRow
from survey.store.reads_of_signals import SignalRow

OPEN_CHOICE = (("", "Leave open"), *((one, one) for one in DRIVERS))


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of an agenda with what it is about: an ask, an earlier decision, or a signal.

    `sentence` is what the signal says, `place` its unit or queue as parameters of an address.
    `answer` is the decision that settled the item.
    """

    item: ItemRow
    number: int
    is_last: bool
    wave_number: int | None
    ask: SaidLine | None
    promise: DecisionRow | None
    sentence: str
    place: Mapping[str, str]
    answer: DecisionRow | None


@dataclass(frozen=True, slots=True)
class Forms:
    """What was written into the page's forms, and why nothing was changed."""

    change: Typed = field(default_factory=Typed)
    own: Typed = field(default_factory=Typed)
    minutes: Typed | None = None
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting for the viewer; `next` is the planned one after it, to which items are put off.

    `has_come` tells whether its day is here, so that it can be held.
    """

    meeting: MeetingRow
    lines: tuple[ItemLine, ...]
    next: MeetingRow | None
    today: date
    has_come: bool
    may_write: bool
    drivers: tuple[tuple[str, str], ...]
    change: Typed
    own: Typed
    minutes: Typed
    conflict: str

    @property
    def n_open(self) -> int:
        """How many items are still open."""
        return sum(one.item.state == "open" for one in self.lines)

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Every field of every form in trouble with its sentence."""
        return self.change.errors + self.own.errors + self.minutes.errors


def meeting_page(
    meeting_id: int, viewer: Viewer, forms: Forms | None = None, *, today: date
) -> MeetingPage:
    """The meeting with its agenda, of whose signals the viewer sees those of their own units.

    Raises:
        NotFound: there is no such meeting.
    """
    meeting = reads_of_meetings.meeting(meeting_id)
    if meeting is None:
        raise NotFound("There is no such meeting.")
    forms = forms or Forms()
    as_it_stands = Typed({"held_on": str(meeting.held_on), "title": meeting.title})
    kept = Typed({"present": meeting.present or "", "minutes": meeting.minutes or ""})
    may_write = viewer.role in MAY_WRITE
    return MeetingPage(
        meeting=meeting,
        lines=_lines(meeting.id, viewer.unit_ids, has_queues=may_write),
        next=next(
            (one for one in reads_of_meetings.meetings() if _comes_after(one, meeting)), None
        ),
        today=today,
        has_come=meeting.held_on <= today,
        may_write=may_write,
        drivers=OPEN_CHOICE,
        change=forms.change if forms.change.values else as_it_stands,
        own=forms.own,
        minutes=forms.minutes or kept,
        conflict=forms.conflict,
    )


def item_line(item_id: int, unit_ids: Collection[int]) -> ItemLine:
    """One item with what it is about.

    Raises:
        NotFound: there is no such item.
    """
    item = reads_of_meetings.item(item_id)
    lines = _lines(item.meeting_id, unit_ids, has_queues=True) if item else ()
    found = next((one for one in lines if one.item.id == item_id), None)
    if found is None:
        raise NotFound("There is no such item on an agenda.")
    return found


def _comes_after(other: MeetingRow, meeting: MeetingRow) -> bool:
    return other.is_planned and (other.held_on, other.id) > (meeting.held_on, meeting.id)


def _lines(meeting_id: int, unit_ids: Collection[int], *, has_queues: bool) -> tuple[ItemLine, ...]:
    items = reads_of_meetings.items(meeting_id)
    signal_ids = [number for one in items if (number := id_in(one.reference, "signal"))]
    found = {one.id: one for one in reads_of_signals.signals_by_id(signal_ids)}
    signals = {number: one for number, one in found.items() if _is_seen(one, unit_ids, has_queues)}
    shown = [
        one
        for one in items
        if (number := id_in(one.reference, "signal")) is None or number in signals
    ]
    decisions = {one.id: one for one in reads_of_forum.decisions()}
    asks = {ask_reference(one.wave_number, one.driver, one.ask): one for one in said_lines()}
    tree = read_scope(unit_ids)
    lines = []
    for number, item in enumerate(shown, 1):
        signal = signals.get(id_in(item.reference, "signal") or 0)
        lines.append(
            ItemLine(
                item=item,
                number=number,
                is_last=number == len(shown),
                wave_number=asked_in(item.reference),
                ask=asks.get(item.reference),
                promise=decisions.get(id_in(item.reference, "promise") or 0),
                sentence=words.sentence(signal) if signal else "",
                place=place_query(signal, tree) if signal else {},
                answer=decisions.get(item.decision_id or 0),
            )
        )
    return tuple(lines)


def _is_seen(signal: SignalRow, unit_ids: Collection[int], has_queues: bool) -> bool:
    return has_queues if signal.unit_id is None else signal.unit_id in unit_ids
