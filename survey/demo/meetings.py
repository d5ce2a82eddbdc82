"""The demo's forum: two meetings held, with their minutes, and the next one with its agenda."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from survey.demo.calendar import DemoWave
from survey.demo.decisions import JUST_DECIDED, NEWEST, STORIES, WAITING, Story
from survey.insight.forum.proposals import proposals
from survey.intake.decision import NewAsk, NewDecision, Progress, Taken
from survey.intake.meeting import Minutes, NewItem, Planned, ask_reference, parse_item
from survey.operations import agenda, forum, meetings
from survey.store import reads_of_forum, reads_of_meetings
from survey.store.reads_of_meetings import ItemRow

NOTED_AFTER, HELD_AFTER, NOTED_LATE_AFTER = (timedelta(days=n) for n in (3, 7, 10))
NEXT_IN = timedelta(days=9)
DAY, SATURDAY, TUESDAY = timedelta(days=1), 5, 1
TITLE = "Monthly forum"
OWN = "The move of the Hillcrest desks"
REFUNDS = "Up to £15 without approval, trial in Orders and Returns"
COUNTED = Progress(
    "under_way",
    "In two teams, £640 in the first month, half of it in Returns. The count is shown once more"
    " before other teams begin.",
)
MINUTES = {
    5: Minutes(
        "Margaret Bell, Ines Aldous, Helen Strand, Marcus Ode, Anita Perez, Paul Okoro",
        "The warehouse is open to the order teams. Second contacts about deliveries fell; the"
        " season may have helped, so the figure is looked at again.\n\nRefunds took most of the"
        " hour.\n\nThe engineer’s part waits for figures from the field team.",
    ),
    6: Minutes(
        "Margaret Bell, Ines Aldous, Helen Strand, Marcus Ode, Anita Perez",
        "Billing: the leader said what the team needs first. Nothing was decided about it beyond"
        " the bills.\n\nThere was no time for the quiet room, the case number and the callbacks."
        " They come first next time.",
    ),
}


@dataclass(slots=True)
class Ledger:
    """The forum's year as it is written down, day after day, by the analyst.

    `taken` has each decision with its day, `done` how it stands, `written` the steps noted so far.
    """

    waves: tuple[DemoWave, ...]
    user_id: int
    today: date
    now: datetime
    taken: dict[int, tuple[Story, date]] = field(default_factory=dict)
    done: dict[int, Progress] = field(default_factory=dict)
    written: set[tuple[int, int]] = field(default_factory=set)

    def write(self) -> None:
        """What was asked, decided and followed up until today."""
        for number in (4, 5, 6):
            self._hold(number)
        noted_on = min(self._closed_on(6) + NOTED_LATE_AFTER, self.today)
        forum.note_ask(*NEWEST, today=noted_on)
        self._follow_up(until=self.today)

    def _hold(self, number: int) -> None:
        """Note what a wave asked for, and let the forum meet about it."""
        noted_on = min(self._closed_on(number) + NOTED_AFTER, self.today)
        for wave, ask in self._asks():
            if wave == number:
                forum.note_ask(number, ask, today=noted_on)
        held_on = min(_weekday(self._closed_on(number) + HELD_AFTER), self.today)
        self._follow_up(until=held_on)
        told = [story for story in STORIES if story.wave == number]
        if number not in MINUTES:
            for story in told:
                made = forum.record_decision(number, _new(story, held_on), today=held_on)
                self.taken[made] = story, held_on
            return
        name = next(wave.name for wave in self.waves if wave.number == number)
        made = meetings.plan_meetings(Planned(held_on, f"Forum on {name}"))
        agenda.extend_agenda(made, (*proposals(made, today=held_on), *self._own(number)))
        for story in told:
            self._record(made, story, held_on)
        self._look_at_refunds(made, held_on)
        meetings.keep_minutes(made, MINUTES[number], is_over=True, seen=1, today=held_on)

    def _record(self, meeting_id: int, story: Story, held_on: date) -> None:
        ask = story.asked
        reference = ask_reference(story.wave, ask.driver, ask.wording)
        item = next(
            one for one in reads_of_meetings.items(meeting_id) if one.reference == reference
        )
        taken = Taken(_new(story, held_on), story.dissent)
        self.taken[agenda.record_taken(item.id, taken, today=held_on)] = story, held_on

    def _look_at_refunds(self, meeting_id: int, held_on: date) -> None:
        for item in reads_of_meetings.items(meeting_id):
            if item.kind == "promise" and item.wording == REFUNDS:
                decision_id = self._promised(item)
                seen = self.done.get(decision_id, JUST_DECIDED)
                agenda.follow_up_item(
                    item.id, COUNTED, seen=seen, now=self._noon(held_on), user_id=self.user_id
                )
                self.done[decision_id] = COUNTED

    def _promised(self, item: ItemRow) -> int:
        return next(one.id for one in reads_of_forum.decisions() if one.mandate == item.wording)

    def _follow_up(self, *, until: date) -> None:
        """Every step up to that day that is not written down yet."""
        for decision_id, (story, held_on) in self.taken.items():
            for days, progress in story.steps:
                day = held_on + timedelta(days=days)
                seen = self.done.get(decision_id, JUST_DECIDED)
                if day <= until and (decision_id, days) not in self.written:
                    forum.follow_up(
                        decision_id,
                        progress,
                        seen=seen,
                        now=self._noon(day),
                        user_id=self.user_id,
                    )
                    self.done[decision_id] = progress
                    self.written.add((decision_id, days))

    def _own(self, number: int) -> Iterator[NewItem]:
        if number == max(MINUTES):
            made = parse_item({"wording": OWN})
            assert isinstance(made, NewItem)  # it is written above
            yield made

    def _asks(self) -> Iterator[tuple[int, NewAsk]]:
        yield from ((story.wave, story.asked) for story in STORIES)
        yield from WAITING

    def _closed_on(self, number: int) -> date:
        return next(wave.closes_on for wave in self.waves if wave.number == number)

    def _noon(self, day: date) -> datetime:
        return min(datetime.combine(day, time(12), UTC), self.now)


def plan_next(*, today: date) -> None:
    """Twelve monthly meetings on a Tuesday, the first of them with the agenda of this day."""
    first = today + NEXT_IN
    while first.weekday() != TUESDAY:
        first += DAY
    made = meetings.plan_meetings(Planned(first, TITLE), "month")
    agenda.extend_agenda(made, proposals(made, today=today))


def _weekday(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += DAY
    return day


def _new(story: Story, held_on: date) -> NewDecision:
    return NewDecision(
        driver=story.asked.driver,
        ask=story.asked.wording,
        mandate=story.mandate,
        money=story.money,
        owner=story.owner,
        due_on=held_on + timedelta(days=story.due_after),
    )
