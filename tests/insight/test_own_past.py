"""An agent's last four weeks beside the own year before them: what is said, and what is not."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from survey.insight.my_feedback import my_feedback
from survey.insight.own_past import own_past
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.instruments.standard import standard_item
from survey.operations import satisfaction
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.centre import Centre

TODAY = date(2026, 3, 10)
NOW_DAY = TODAY - timedelta(days=3)
PAST_DAY = TODAY - timedelta(days=100)
TOO_FEW = "Too few answers to say whether this differs from your own past."
SAME = "No detectable difference from your own past."


def answers(day: date, n_top: int, n: int, **more: str) -> list[Told]:
    return [Told("n1-01", day, 5 if at < n_top else 2, **more) for at in range(n)]


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (
            (0, 0),
            (0, 0),
            "No customer has answered about your contacts of the last four weeks yet.",
        ),
        (
            (0, 0),
            (40, 50),
            "No customer has answered about your contacts of the last four weeks yet.",
        ),
        ((1, 1), (0, 0), TOO_FEW),
        ((2, 2), (40, 50), TOO_FEW),
        ((9, 9), (40, 50), TOO_FEW),
        ((10, 10), (29, 29), TOO_FEW),
        ((8, 10), (24, 30), SAME),
        ((10, 10), (30, 30), SAME),
        ((40, 40), (60, 100), "Higher than your own past."),
        ((10, 40), (90, 100), "Lower than your own past."),
    ],
)
def test_the_sentence_is_as_strong_as_the_answers(
    centre: Centre, now: tuple[int, int], before: tuple[int, int], sentence: str
) -> None:
    tell(centre, [*answers(NOW_DAY, *now), *answers(PAST_DAY, *before)])
    past = own_past(centre.agents["n1-01"], today=TODAY)
    assert past.sentence == sentence
    assert (past.now.n, past.before.n) == (now[1], before[1])


def test_both_engines_say_the_same(both_stores: str) -> None:
    centre = small_centre.build()
    tell(
        centre,
        [
            *answers(NOW_DAY, 20, 20, channel="chat"),
            *answers(NOW_DAY, 2, 20, channel="phone"),
            *answers(PAST_DAY, 50, 60, channel="chat", queue="Returns"),
            *answers(PAST_DAY, 50, 60, channel="phone"),
        ],
    )
    past = own_past(centre.agents["n1-01"], today=TODAY)
    assert [(one.label, one.now.hits, one.now.n) for one in past.clear_moves] == [
        ("Phone", 2, 20),
        ("Orders", 22, 40),
    ]
    assert {one.label for one in past.moves} == {"Chat", "Phone", "Orders"}


def test_the_day_between_now_and_before_counts_once(centre: Centre) -> None:
    tell(
        centre,
        [
            Told("n1-01", TODAY, 5),
            Told("n1-01", TODAY - timedelta(days=27), 5),
            Told("n1-01", TODAY - timedelta(days=28), 1),
            Told("n1-01", TODAY - timedelta(days=28 + 364), 1),
            Told("n1-01", TODAY - timedelta(days=28 + 365), 1),
        ],
    )
    past = own_past(centre.agents["n1-01"], today=TODAY)
    assert (past.now.answers, past.before.answers) == ({5: 2}, {1: 2})


def test_a_colleague_s_answers_change_nothing(centre: Centre) -> None:
    tell(centre, [*answers(NOW_DAY, 20, 40), *answers(PAST_DAY, 60, 100)])
    alone = own_past(centre.agents["n1-01"], today=TODAY)
    tell(centre, [Told("n1-02", NOW_DAY, 1, "Not hers.")] * 60, first=500)
    assert own_past(centre.agents["n1-01"], today=TODAY) == alone


def test_where_all_is_one_channel_and_queue_nothing_is_compared_twice(centre: Centre) -> None:
    tell(centre, [*answers(NOW_DAY, 40, 40), *answers(PAST_DAY, 50, 100)])
    assert own_past(centre.agents["n1-01"], today=TODAY).moves == ()


def test_reasons_are_compared_and_an_unknown_reason_is_none(centre: Centre) -> None:
    ids = tell(centre, [*answers(NOW_DAY, 0, 20), *answers(PAST_DAY, 60, 60)])
    for at, contact in enumerate(ids):
        run(
            "UPDATE contact SET reason = ? WHERE id = ?",
            (("Refund", "Bill", None)[at % 3], contact),
        )
    past = own_past(centre.agents["n1-01"], today=TODAY)
    # Six or seven of each reason are too few now.
    assert past.moves == ()
    tell(centre, answers(NOW_DAY, 0, 20), first=500)
    run("UPDATE contact SET reason = 'Refund' WHERE reason IS NULL")
    past = own_past(centre.agents["n1-01"], today=TODAY)
    assert [one.label for one in past.moves] == ["Refund"]


def test_boxes_ticked_are_counted_out_of_those_who_were_asked(centre: Centre) -> None:
    asks = Instrument(
        kind="satisfaction",
        name="With boxes",
        headline="csat",
        items=(*AFTER_CONTACT.items[:1], standard_item("drivers"), *AFTER_CONTACT.items[1:]),
    )
    digest = satisfaction.ensure_instrument(asks)
    tell(centre, [*answers(NOW_DAY, 12, 12), *answers(PAST_DAY, 40, 40)])
    run("UPDATE response SET instrument_digest = ?", (digest,))
    # Everybody was asked; of late all ticked the first box, before nobody did.
    run("INSERT INTO answer SELECT id, 'drivers', 1 FROM response")
    run(
        "INSERT INTO answer SELECT response.id, 'drivers.1', 1 FROM response"
        " JOIN contact ON contact.id = contact_id WHERE closed_on = ?",
        (str(NOW_DAY),),
    )
    # A form that was left says nothing about the boxes passed over.
    ((left,),) = rows("SELECT min(id) FROM response")
    run("UPDATE response SET is_left = 1 WHERE id = ?", (left,))
    past = own_past(centre.agents["n1-01"], today=TODAY)
    (moved,) = past.clear_moves
    assert moved.label == "How long it took"
    assert moved.what == "ticked, asked “What mattered most for your answer?”"
    assert (moved.now.hits, moved.now.n, moved.before.hits, moved.before.n) == (11, 11, 0, 40)
    assert len(past.moves) == 6


def test_what_would_stand_out_alone_does_not_among_eight(centre: Centre) -> None:
    others = [f"Queue {at}" for at in range(7)]
    told = [*answers(NOW_DAY, 10, 20, queue="Odd"), *answers(PAST_DAY, 48, 60, queue="Odd")]
    for queue in others:
        told += [*answers(NOW_DAY, 16, 20, queue=queue), *answers(PAST_DAY, 48, 60, queue=queue)]
    tell(centre, told)
    past = own_past(centre.agents["n1-01"], today=TODAY)
    assert past.moves[0].label == "Odd"
    interval = past.moves[0].difference.interval
    assert interval is not None
    assert interval.high < 0
    assert len(past.moves) == 8
    assert past.clear_moves == ()


def test_among_many_comparisons_of_nothing_something_stands_out_seldom(centre: Centre) -> None:
    draw = random.Random(7)
    channels, queues = ("phone", "chat", "email"), [f"Queue {at}" for at in range(8)]

    def one(day: date) -> Told:
        score = 5 if draw.random() < 0.8 else 2
        return Told("n1-01", day, score, None, draw.choice(channels), draw.choice(queues))

    found = 0
    for _ in range(12):
        for table in ("answer", "response", "contact"):
            run(f"DELETE FROM {table}")
        tell(centre, [one(NOW_DAY) for _ in range(160)] + [one(PAST_DAY) for _ in range(400)])
        past = own_past(centre.agents["n1-01"], today=TODAY)
        assert len(past.moves) == 11
        found += bool(past.clear_moves)
    # At 5% each, without adjusting, about every second agent would be told something.
    assert found <= 2


def test_praise_is_what_came_with_the_top_score(centre: Centre) -> None:
    tell(
        centre,
        [
            Told("n1-01", NOW_DAY, 5, "Top."),
            Told("n1-01", NOW_DAY, 4, "Good."),
            Told("n1-01", NOW_DAY, 5, None),
            Told("n1-02", NOW_DAY, 5, "Somebody else's."),
        ],
    )
    (contact,) = tell(centre, [Told("n1-01", NOW_DAY, 5, "Only words.")], first=50)
    run(
        "DELETE FROM answer WHERE response_id = (SELECT id FROM response WHERE contact_id = ?)",
        (contact,),
    )
    page = my_feedback(centre.agents["n1-01"], today=TODAY)
    assert [line.comment.text for line in page.praise] == ["Top."]
    assert {line.comment.text for line in page.comments} == {"Good.", "Only words."}
