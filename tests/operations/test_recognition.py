"""Praise and thanks: offered, shown, taken back, at once and again, on both engines."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from functools import partial

import pytest

from survey.errors import Conflict, NotFound, Refusal
from survey.intake.thanks import NewThanks, mark_of
from survey.operations import people, recognition, retention, rights, satisfaction
from survey.store import database, reads_of_recognition
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.centre import Centre
from tests.conftest import NOW
from tests.contact_records import accept, record
from tests.invited import invite
from tests.thanked import TODAY, WORDS, praise, sign_up, thank

SEEN = mark_of("Gus was great.")


@pytest.fixture
def centre(both_stores: str) -> Centre:
    """The small centre, once on each engine."""
    return small_centre.build()


def agree(centre: Centre, response_id: int, seen: str = SEEN) -> None:
    gus = centre.agents["n1-01"]
    recognition.show_praise(response_id, agent_id=gus, seen=seen, today=TODAY)


def shown_praise() -> list[str]:
    return [one.text for one in reads_of_recognition.shown_praise(top=5, limit=50)]


def shown_thanks() -> list[str]:
    return [one.text for one in reads_of_recognition.shown_thanks(limit=50)]


def at_once(*deeds: Callable[[], object]) -> list[Refusal]:
    """What the deeds refused, all begun at one moment by threads of their own."""
    barrier, refused = threading.Barrier(len(deeds)), []

    def do(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            deed()
        except Refusal as error:
            refused.append(error)
        finally:
            database.disconnect()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_praise_is_shown_while_its_agent_agrees(centre: Centre) -> None:
    response = praise(centre)
    assert shown_praise() == []
    agree(centre, response)
    agree(centre, response)
    assert shown_praise() == ["Gus was great."]
    for _ in range(2):
        recognition.hide_praise(response, agent_id=centre.agents["n1-01"])
    assert shown_praise() == []
    agree(centre, response)
    assert shown_praise() == ["Gus was great."]


@pytest.mark.parametrize(("agent", "score"), [("n1-02", 5), ("n1-01", 4)])
def test_only_own_words_with_the_top_score_can_be_shown(
    centre: Centre, agent: str, score: int
) -> None:
    response = praise(centre, agent=agent, score=score)
    with pytest.raises(NotFound):
        agree(centre, response)
    with pytest.raises(NotFound):
        agree(centre, response + 99)
    assert rows("SELECT count(*) FROM praise") == [(0,)]


def test_nobody_takes_back_what_another_agent_shows(centre: Centre) -> None:
    response = praise(centre)
    agree(centre, response)
    recognition.hide_praise(response, agent_id=centre.agents["n1-02"])
    assert shown_praise() == ["Gus was great."]


def test_who_agreed_agreed_to_these_words(centre: Centre) -> None:
    response = praise(centre)
    run("UPDATE response SET comment = 'Gus from Hull was great.'")
    with pytest.raises(Conflict):
        agree(centre, response)
    agree(centre, response, mark_of("Gus from Hull was great."))
    assert shown_praise() == ["Gus from Hull was great."]


def test_a_corrected_answer_is_shown_no_longer(centre: Centre) -> None:
    response = praise(centre)
    ((contact,),) = rows("SELECT contact_id FROM response")
    run("DELETE FROM answer")
    run("DELETE FROM response")
    token = invite(contact)
    satisfaction.record_form(token, {"csat": ["5"], "comment": ["Gus was great."]}, now=NOW)
    ((response,),) = rows("SELECT id FROM response")
    agree(centre, response)
    assert shown_praise() == ["Gus was great."]
    later = NOW + timedelta(hours=1)
    satisfaction.correct_form(token, {"csat": ["5"], "comment": ["Ann Smith here."]}, now=later)
    assert shown_praise() == []
    assert rows("SELECT count(*) FROM praise") == [(0,)]


def test_erasing_the_customer_or_forgetting_comments_takes_praise_away(centre: Centre) -> None:
    first, second = praise(centre), praise(centre, "Gus is the best.")
    run("UPDATE contact SET customer_ref = 'c-1' WHERE id = (SELECT contact_id FROM response"
        " WHERE id = ?)", (first,))  # fmt: skip
    agree(centre, first)
    agree(centre, second, mark_of("Gus is the best."))
    rights.erase_customer("c-1", now=NOW)
    assert shown_praise() == ["Gus is the best."]
    while retention.forget_batch({"comments": 1}, now=NOW, zone=UTC):
        pass
    assert shown_praise() == []
    assert rows("SELECT count(*) FROM praise") == [(0,)]


def test_erasing_and_agreeing_at_once_leave_nothing_shown(centre: Centre) -> None:
    for number in range(6):
        response = praise(centre)
        run("UPDATE contact SET customer_ref = ? WHERE id = (SELECT contact_id FROM response"
            " WHERE id = ?)", (f"c-{number}", response))  # fmt: skip
        at_once(
            partial(agree, centre, response),
            partial(rights.erase_customer, f"c-{number}", now=NOW),
        )
        assert rows("SELECT count(*) FROM praise") == [(0,)]


def test_thanks_are_offered_first_and_shown_only_when_agreed(centre: Centre) -> None:
    gus = centre.agents["n1-01"]
    thanks = thank(centre)
    assert shown_thanks() == []
    (offered,) = reads_of_recognition.thanks_to(gus, limit=9)
    assert (offered.by, offered.text, offered.state) == ("Lea", WORDS, "offered")
    for _ in range(2):
        recognition.show_thanks(thanks, agent_id=gus)
    assert shown_thanks() == [WORDS]
    for _ in range(2):
        recognition.keep_thanks(thanks, agent_id=gus)
    assert shown_thanks() == []
    recognition.show_thanks(thanks, agent_id=gus)
    assert shown_thanks() == [WORDS]


def test_whoever_gave_thanks_can_take_them_back_for_good(centre: Centre) -> None:
    gus, lea = centre.agents["n1-01"], centre.users["leader"]
    thanks = thank(centre)
    recognition.show_thanks(thanks, agent_id=gus)
    for _ in range(2):
        recognition.withdraw_thanks(thanks, user_id=lea)
    assert shown_thanks() == []
    assert reads_of_recognition.thanks_to(gus, limit=9) == ()
    assert reads_of_recognition.thanks_by(lea, limit=9) == ()
    assert WORDS not in str(rows("SELECT text FROM thanks"))
    for deed in (recognition.show_thanks, recognition.keep_thanks):
        with pytest.raises(NotFound):
            deed(thanks, agent_id=gus)


def test_only_the_two_whom_thanks_concern_have_a_say(centre: Centre) -> None:
    thanks, other = thank(centre), centre.agents["n1-02"]
    for deed in (recognition.show_thanks, recognition.keep_thanks):
        with pytest.raises(NotFound):
            deed(thanks, agent_id=other)
    with pytest.raises(NotFound):
        recognition.withdraw_thanks(thanks, user_id=centre.users["analyst"])
    assert rows("SELECT state FROM thanks") == [("offered",)]


def test_agreeing_and_withdrawing_at_once_end_withdrawn(centre: Centre) -> None:
    gus, lea = centre.agents["n1-01"], centre.users["leader"]
    for number in range(5):
        thanks = thank(centre, f"{WORDS} {number}")
        show = partial(recognition.show_thanks, thanks, agent_id=gus)
        withdraw = partial(recognition.withdraw_thanks, thanks, user_id=lea)
        refused = at_once(show, withdraw, show, withdraw)
        assert {type(one) for one in refused} <= {NotFound}
        assert shown_thanks() == []
    assert rows("SELECT DISTINCT state, text FROM thanks") == [("withdrawn", "–")]


def test_the_same_thanks_sent_again_are_one(centre: Centre) -> None:
    first = thank(centre)
    assert not at_once(*[partial(thank, centre)] * 6)
    assert thank(centre) == first
    assert rows("SELECT count(*) FROM thanks") == [(1,)]


def test_a_handful_a_day_is_enough_even_at_once(centre: Centre) -> None:
    refused = at_once(*[partial(thank, centre, f"{WORDS} {at}") for at in range(9)])
    assert len(refused) == 4
    assert {type(one) for one in refused} == {Conflict}
    # Taking some back makes no room on the same day.
    recognition.withdraw_thanks(1, user_id=centre.users["leader"])
    with pytest.raises(Conflict):
        thank(centre, "One more for the long evening.")
    thank(centre, "One more for the long evening.", by="analyst")
    thank(centre, "One more for the long evening.", today=TODAY + timedelta(days=1))
    assert rows("SELECT count(*) FROM thanks") == [(7,)]


def test_thanks_go_to_agents_who_sign_in_and_not_to_oneself(centre: Centre) -> None:
    with pytest.raises(NotFound):
        thank(centre, agent="n1-02")
    sign_up(centre)
    thank(centre, agent="n1-02")
    new = NewThanks(centre.agents["n1-01"], WORDS)
    with pytest.raises(Conflict):
        recognition.give_thanks(
            centre.users["agent"], new, own_agent_id=centre.agents["n1-01"], today=TODAY
        )
    people.set_membership("n1-02", None, from_on=TODAY)
    with pytest.raises(NotFound):
        thank(centre, "Thank you for everything.", agent="n1-02")


def test_thanks_of_somebody_who_left_stay(centre: Centre) -> None:
    thanks = thank(centre)
    recognition.show_thanks(thanks, agent_id=centre.agents["n1-01"])
    run("UPDATE app_user SET deactivated_at = 1 WHERE id = ?", (centre.users["leader"],))
    assert shown_thanks() == [WORDS]


def test_an_import_that_changes_the_words_takes_praise_away(centre: Centre) -> None:
    theirs = record("C-1", agent="n1-01", team="n1", score=5, comment="Gus was great.")
    accept(theirs)
    ((response,),) = rows("SELECT id FROM response")
    agree(centre, response)
    for words, left in (("Gus was great.", 1), ("Gus was great, says Ann Smith.", 0)):
        accept(theirs._replace(comment=words))
        assert rows("SELECT comment FROM response") == [(words,)]
        assert rows("SELECT count(*) FROM praise") == [(left,)]


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
def test_two_thanks_of_one_user_at_once_are_counted_one_after_the_other(centre: Centre) -> None:
    for number in range(4):
        thank(centre, f"{WORDS} {number}")
    refused = []

    def sixth() -> None:
        refused.extend(at_once(partial(thank, centre, "And for the coffee in the morning.")))

    waiting = threading.Thread(target=sixth)
    with database.transaction():
        thank(centre, "For the fifth time today.")
        waiting.start()
        until = time.monotonic() + 20
        while rows("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(0,)]:
            assert time.monotonic() < until
            time.sleep(0.01)
    waiting.join()
    assert {type(one) for one in refused} == {Conflict}
    assert rows("SELECT count(*) FROM thanks") == [(5,)]
