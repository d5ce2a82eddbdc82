"""What the demo's agents asked for, what the forum decided about it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survey.demo.calendar import DemoWave
from survey.intake.decision import NewAsk, NewDecision, Progress
from survey.operations.forum import follow_up, note_ask, record_decision

JUST_DECIDED = Progress("agreed", None)


@dataclass(frozen=True, slots=True)
class _Story:
    """A decision of the forum about a wave, due so many days later, and how it went."""

    wave: int
    driver: str
    ask: str
    mandate: str
    money: str | None
    owner: str
    due_after: int
    progress: Progress


STORIES = (
    _Story(
        4, "Cost", "See the delivery status without asking the warehouse",
        "Read access for all order teams", "£4,200 a year", "Helen Strand", 60,
        Progress("done", "Live since July. Second contacts about deliveries fell from 31 to 24"
                 " in a hundred; the season may have helped."),
    ),
    _Story(
        4, "Agents", "A break after an abusive call without asking first",
        "Ten minutes, no questions, in all teams", None, "Anita Perez", 14,
        Progress("done", "In force. Used about nine times a week."),
    ),
    _Story(
        4, "Quality", "A second screen on billing",
        "Fifteen screens", "£2,700", "Marcus Ode", 45,
        Progress("declined", "The desks in Hillcrest do not hold two; asked again with the move."),
    ),
    _Story(
        5, "Customers", "Give small refunds on the spot",
        "Up to £15 without approval, trial in Orders and Returns", "£1,000 a month",
        "Helen Strand", 40,
        Progress("under_way", "Trial runs since September; count to be shown at the next forum."),
    ),
    _Story(
        5, "Agents", "Shifts a month ahead",
        "Four weeks ahead from January", None, "Anita Perez", 90,
        Progress("under_way", None),
    ),
    _Story(
        6, "Quality", "One knowledge base instead of two that disagree",
        "Choose one by December, close the other", "12 days of work", "Marcus Ode", 50,
        JUST_DECIDED,
    ),
    _Story(
        6, "Customers", "Bills that people understand",
        "Three agents from Billing join the redesign", None, "Paul Okoro", 75,
        JUST_DECIDED,
    ),
)  # fmt: skip


# Asks by wave that nobody has answered yet.
WAITING = (
    (5, NewAsk("Cost", "Send the engineer with the part")),
    (6, NewAsk("Agents", "A quiet room in Hillcrest, as there is one in Riverside")),
    (6, NewAsk("Cost", "Stop asking for a case number that the system could fill in")),
    (6, NewAsk("Customers", "Callbacks in the evening for those who work")),
)


def record_decisions(waves: tuple[DemoWave, ...], *, today: date, now: datetime) -> None:
    """Note the asks of the last waves, and write the ledger of their forums.

    Asks are noted three days after their wave closed, and its forum meets four days later.
    """
    closed_on = {wave.number: wave.closes_on for wave in waves}
    asked = [(story.wave, NewAsk(story.driver, story.ask)) for story in STORIES]
    for number, ask in (*asked, *WAITING):
        note_ask(number, ask, today=min(closed_on[number] + timedelta(days=3), today))
    for story in STORIES:
        held_on = min(closed_on[story.wave] + timedelta(days=7), today)
        new = NewDecision(
            driver=story.driver,
            ask=story.ask,
            mandate=story.mandate,
            money=story.money,
            owner=story.owner,
            due_on=held_on + timedelta(days=story.due_after),
        )
        decision_id = record_decision(story.wave, new, today=held_on)
        if story.progress != JUST_DECIDED:
            follow_up(decision_id, story.progress, seen=JUST_DECIDED, now=now)
