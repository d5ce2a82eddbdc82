"""The list of contacts, page by page, is the same as looking at all of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from survey.store import reads_of_contacts, reads_of_one_contact
from survey.store.database import rows
from survey.store.reads_of_contacts import ContactFilter, ContactRow, Position
from tests import answers, centre
from tests.answers import Told

FIRST, LAST = date(2026, 1, 1), date(2026, 2, 28)


@dataclass(frozen=True, slots=True)
class Story:
    """What was told, by contact id, and everything as a filter."""

    told: dict[int, Told]
    everything: ContactFilter


@pytest.fixture
def story(both_stores: str) -> Story:
    built = centre.build()
    draw = random.Random(3)
    told = [
        Told(
            agent=draw.choice(["n1-01", "n2-01", "s1-01", "s1-02"]),
            day=FIRST + timedelta(days=draw.choice([0, 1, 1, 1, 7, 30, 58])),
            score=draw.choice([None, None, 1, 2, 3, 4, 5]),
            comment=draw.choice([None, None, "Thanks.", "Never again."]),
            channel=draw.choice(["phone", "chat"]),
            queue=draw.choice(["Orders", "Faults"]),
        )
        for _ in range(160)
    ]
    ids = answers.tell(built, told)
    everything = ContactFilter(tuple(built.units.values()), FIRST, LAST)
    return Story(dict(zip(ids, told, strict=True)), everything)


def pages(wanted: ContactFilter, *, limit: int) -> list[ContactRow]:
    days = reads_of_contacts.days_of(wanted)
    found: list[ContactRow] = []
    after: Position | None = None
    while True:
        page = reads_of_contacts.contacts(wanted, days, limit=limit, after=after)
        assert len(page) <= limit
        assert not set(page) & set(found), "a contact came twice"
        found += page
        if len(page) < limit:
            return found
        after = page[-1].position


def filters(everything: ContactFilter) -> list[ContactFilter]:
    queue_id = next(id_ for id_, name in reads_of_contacts.queues() if name == "Faults")
    unit = rows("SELECT id FROM unit WHERE code = 's1'")[0][0]
    return [
        everything,
        replace(everything, unit_ids=(unit,)),
        replace(everything, channel="chat", queue_id=queue_id),
        replace(everything, scores=(1, 2)),
        replace(everything, scores=(1, 2, 3, 4, 5), channel="phone"),
        replace(everything, has_comment=True),
        replace(everything, has_comment=True, scores=(5,), unit_ids=(unit,)),
        replace(everything, from_on=FIRST + timedelta(days=1), until_on=FIRST + timedelta(days=7)),
        replace(everything, unit_ids=()),
        replace(everything, from_on=date(2020, 1, 1), until_on=date(2020, 1, 2)),
    ]


def fits(one: Told, wanted: ContactFilter, names: dict[int, str], units: dict[str, int]) -> bool:
    return (
        wanted.from_on <= one.day <= wanted.until_on
        and units[one.agent.split("-")[0]] in wanted.unit_ids
        and wanted.channel in (None, one.channel)
        and (wanted.queue_id is None or names[wanted.queue_id] == one.queue)
        and (not wanted.scores or one.score in wanted.scores)
        # Without a response there is nowhere to keep a comment.
        and (not wanted.has_comment or (one.score is not None and one.comment is not None))
    )


@pytest.mark.parametrize("limit", [1, 7, 50, 1000])
def test_pages_put_together_are_all_that_fits_latest_first(story: Story, limit: int) -> None:
    names = dict(reads_of_contacts.queues())
    units = {row[0]: row[1] for row in rows("SELECT code, id FROM unit")}
    for wanted in filters(story.everything):
        fitting = [
            (one.day, id_) for id_, one in story.told.items() if fits(one, wanted, names, units)
        ]
        found = [(row.day, row.contact_id) for row in pages(wanted, limit=limit)]
        assert found == sorted(fitting, reverse=True), wanted


def test_the_count_comes_from_the_rollups_and_is_right(story: Story) -> None:
    for wanted in filters(story.everything):
        if not wanted.has_comment:
            n = sum(day.n for day in reads_of_contacts.days_of(wanted))
            assert n == len(pages(wanted, limit=1000))


def test_rare_comments_are_found_by_looking_further(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = replace(story.everything, has_comment=True, scores=(1,))
    everything = pages(wanted, limit=1000)
    monkeypatch.setattr(reads_of_contacts, "FIRST_LOOK", 1)
    assert pages(wanted, limit=3) == everything


def test_a_line_says_what_was_told(story: Story) -> None:
    for row in pages(story.everything, limit=1000):
        one = story.told[row.contact_id]
        comment = one.comment if one.score is not None else None
        assert (row.day, row.channel, row.queue) == (one.day, one.channel, one.queue)
        assert (row.score, row.comment, row.agent) == (one.score, comment, f"Agent {one.agent}")


def test_one_contact_comes_with_its_answers_or_without(story: Story) -> None:
    for id_, one in list(story.told.items())[:20]:
        record, asked = reads_of_one_contact.contact(id_), reads_of_one_contact.asked(id_)
        assert record is not None
        assert (record.agent, record.closed_on) == (f"Agent {one.agent}", one.day)
        assert record.closed_at is None
        if one.score is None:
            assert asked is None
        else:
            assert asked is not None
            assert asked.given.values == {"csat": one.score}
    assert reads_of_one_contact.contact(999_999) is None
    assert reads_of_one_contact.asked(999_999) is None
