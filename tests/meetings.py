"""Meetings of the forum with something on their agendas, for tests."""

from __future__ import annotations

from datetime import date

from survey.insight.forum.proposals import proposals
from survey.intake.decision import NewAsk, Taken
from survey.intake.meeting import NewItem, Planned, parse_item
from survey.operations import agenda, forum, meetings
from survey.store.reads_of_meetings import ItemRow, items
from tests import forums

DAY = forums.TODAY
ASK = NewAsk(
    forums.DECISION.driver,
    forums.DECISION.ask,
    size="340 second contacts a month",
    options="Read access for all teams\nA daily list by mail",
    proposed_owner="Helen Strand",
)
TAKEN = Taken(forums.DECISION, "Marcus Ode: the list would do, at no cost.")


def plan(day: date = DAY, title: str = "Forum") -> int:
    """Id of a meeting planned for that day."""
    return meetings.plan_meetings(Planned(day, title))


def build(meeting_id: int, *, today: date = DAY) -> int:
    """How many items were new when the button was pressed."""
    return agenda.extend_agenda(meeting_id, proposals(meeting_id, today=today))


def note(*, wave: int = 1) -> None:
    """Note the ask about a closed wave."""
    forum.note_ask(wave, ASK, today=DAY)


def own(wording: str) -> NewItem:
    """An item of one's own."""
    made = parse_item({"wording": wording})
    assert isinstance(made, NewItem)
    return made


def on(meeting_id: int) -> list[tuple[str, str]]:
    """Words and state of what stands on the agenda, in its order."""
    return [(one.wording, one.state) for one in items(meeting_id)]


def first(meeting_id: int) -> ItemRow:
    """The first item of the agenda."""
    return items(meeting_id)[0]
