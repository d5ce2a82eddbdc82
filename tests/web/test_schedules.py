"""The pages on which waves are planned, for analysts alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.privacy import gate
from survey.render.moments import day
from survey.store.database import rows, run
from survey.store.pulse.schedules import every_schedule
from tests import links, planned, waves
from tests.centre import Centre
from tests.form_values import form_of
from tests.pages import Client

NEW = "/pulse/schedules/new"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def analyst(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("analyst")


def typed(client: Client, address: str = NEW, /, **changes: object) -> dict[str, object]:
    """The form as it stands, with some boxes written into."""
    return form_of(client.get(address), address) | changes


def plan(client: Client, **changes: object) -> str:
    """The address of a schedule just planned with the form."""
    reply = client.post(NEW, data=typed(client, **changes))
    assert reply.status_code == 303, reply.text
    return str(reply.location)


def test_the_form_as_it_stands_makes_a_schedule(analyst: Client) -> None:
    page = analyst.get(plan(analyst))
    (made,) = every_schedule()
    assert made.plan.name == "Pulse"
    assert made.state == "active"
    for part in ("Every quarter", "The days to come", "What agents read before the first question"):
        assert part in page.text
    assert "I am trusted to do my work my way." in page.text
    assert 'href="/pulse/schedules"' in analyst.get("/pulse").text
    assert "Pulse" in analyst.get("/pulse/schedules").text


def test_what_is_typed_is_kept_and_can_be_sent_twice(analyst: Client, centre: Centre) -> None:
    address = plan(
        analyst,
        name="Spring",
        every="once",
        open_days="5",
        remind_days="2 , 4",
        mode="cards",
        card_units=[str(centre.units["n1"])],
        threshold="6",
        comment_threshold="12",
        block_minimum="9",
        help_contact="the staff council",
        ask_tools="in_turn",
        ask_planning="in_turn",
        ask_strain="never",
        per_wave="1",
    )
    (made,) = every_schedule()
    kept = made.plan
    assert (kept.name, kept.every, kept.open_days, kept.remind_days) == (
        "Spring",
        "once",
        5,
        (2, 4),
    )
    assert (kept.threshold, kept.comment_threshold, kept.block_minimum) == (6, 12, 9)
    assert kept.card_unit_ids == {centre.units["n1"]}
    assert kept.choice.in_turn == ("tools", "planning")
    assert "strain" not in kept.choice.always
    change = f"{address}/change"
    for _ in range(2):
        assert analyst.post(change, data=typed(analyst, change)).status_code == 303
    assert every_schedule() == (made,)


def test_everything_wrong_is_said_at_its_field_and_nothing_typed_is_lost(analyst: Client) -> None:
    page = analyst.post(
        NEW,
        data=typed(
            analyst,
            name="",
            next_on="2020-01-01",
            every="daily",
            open_days="90",
            remind_days="soon",
            threshold="3",
            comment_threshold="x",
            block_minimum="5",
            mode="pigeon",
            card_units=["999"],
            help_contact="x" * 201,
            ask_voice="in_turn",
            per_wave="2",
        ),
    )
    assert page.status_code == 422
    assert page.text.count('class="error"') == 12
    assert "There are 12 problems" in page.text
    for value in ("2020-01-01", "90", "soon", "3", "x", "5", "2"):
        assert f'value="{value}"' in page.text
    assert every_schedule() == ()


def test_a_name_that_is_taken_is_said_at_the_name(analyst: Client) -> None:
    plan(analyst)
    page = analyst.post(NEW, data=typed(analyst))
    assert page.status_code == 422
    assert "Another schedule has this name" in page.text


def test_a_change_that_came_too_late_keeps_what_was_typed(analyst: Client) -> None:
    address = plan(analyst)
    mine = typed(analyst, f"{address}/change", name="Mine")
    analyst.post(f"{address}/change", data=typed(analyst, f"{address}/change", name="Theirs"))
    page = analyst.post(f"{address}/change", data=mine)
    assert page.status_code == 409
    assert "This schedule was changed since you opened the page" in page.text
    assert 'value="Mine"' in page.text
    assert every_schedule()[0].plan.name == "Theirs"


def test_the_preview_says_who_answers_how_and_why(analyst: Client, centre: Centre) -> None:
    links.give_addresses()
    run("UPDATE unit SET name = 'Accounts & more' WHERE code = 'n2'")
    run("DELETE FROM membership WHERE agent_id IN (SELECT id FROM agent WHERE code LIKE 's1-0%')")
    page = analyst.get(plan(analyst, card_units=[str(centre.units["n2"])]))
    assert "Accounts &amp; more is set to answer by card" in page.text
    assert "has fewer than 8 invited, so it is joined with" in page.text
    assert "flask print-cards" in page.text


def test_a_centre_that_is_too_small_is_told_so_beforehand(analyst: Client, centre: Centre) -> None:
    run("DELETE FROM membership")
    address = plan(analyst)
    page = analyst.get(address)
    assert "It could not open today" in page.text
    assert "the teams have 0 on that day" in page.text
    assert "Open a wave now" not in page.text
    assert analyst.get(f"{address}/open").status_code == 303


def test_the_question_says_that_nobody_is_written_to_where_all_answer_by_card(
    analyst: Client, centre: Centre
) -> None:
    page = analyst.get(f"{plan(analyst, mode='cards')}/open")
    assert "Nobody is written to; " in page.text
    assert "blocks answer by card. It cannot be taken back." in page.text


def test_list_and_page_name_the_same_next_day_and_why_it_moved(
    analyst: Client, centre: Centre
) -> None:
    address = plan(analyst, next_on=str(TODAY + timedelta(days=1)))
    for page in (analyst.get("/pulse/schedules"), analyst.get(address)):
        assert day(TODAY + timedelta(days=1)) in page.text
        assert "moved:" not in page.text
    waves.open_today_with_cards()
    last_on = gate.wave(1).closes_on
    for page in (analyst.get("/pulse/schedules"), analyst.get(address)):
        assert day(last_on + timedelta(days=1)) in page.text
        assert f"moved: a wave is open until {day(last_on)}" in page.text
        assert day(TODAY + timedelta(days=1)) not in page.text


def test_a_schedule_is_paused_taken_up_again_and_ended(analyst: Client) -> None:
    address = plan(analyst)
    assert "Paused" in follow(analyst, address, "pause")
    assert "Active" in follow(analyst, address, "resume")
    assert "Ended" in follow(analyst, f"{address}/end", "end")
    ended = analyst.get(address)
    assert "The days to come" not in ended.text
    token = form_of(analyst.get(NEW), NEW)["csrf_token"]
    for verb in ("pause", "resume", "open"):
        page = analyst.post(f"{address}/{verb}", data={"csrf_token": token})
        assert page.status_code == 409
        assert "This schedule has ended. Plan a new one." in page.text
    assert analyst.post(f"{address}/end", data={"csrf_token": token}).status_code == 303


def test_open_now_is_done_by_the_worker_and_then_shown_without_a_count(
    analyst: Client, centre: Centre
) -> None:
    links.give_addresses()
    address = plan(analyst, card_units=[str(centre.units["n2"])])
    question = analyst.get(f"{address}/open").text
    assert "are written to; 1 block answers by card. It cannot be taken back." in question
    assert gate.waves() == ()
    assert "The next wave opens now" in follow(analyst, f"{address}/open", "open")
    assert analyst.get(f"{address}/open").status_code == 303
    assert gate.waves() == ()
    assert planned.turn(datetime.now(planned.ZONE).date())
    page = analyst.get("/pulse/waves/1/opening")
    for part in ("by link", "by card", "set to answer by card", "flask print-cards --wave 1"):
        assert part in page.text
    assert "40" not in page.text.split("<main", 1)[1].split("flask", 1)[0]
    assert "/pulse/waves/1/opening" in analyst.get(address).text
    assert "Open a wave now" not in analyst.get(address).text
    assert "/pulse/waves/1/opening" in analyst.get("/pulse/schedules").text
    assert "/pulse/waves/1/opening" in analyst.get("/pulse").text


def test_what_holds_a_wave_up_is_said_in_the_list_and_on_its_page(
    analyst: Client, centre: Centre
) -> None:
    waves.open_today_with_cards()
    address = plan(analyst, next_on=str(datetime.now(planned.ZONE).date()))
    planned.turn(datetime.now(planned.ZONE).date())
    for page in (analyst.get(address), analyst.get("/pulse/schedules")):
        assert "Wave 1 is still open until" in page.text
    # Its day may be over by the time somebody changes something else.
    run("UPDATE wave_schedule SET next_on = ?", (str(TODAY - timedelta(days=9)),))
    change = f"{address}/change"
    changed = analyst.post(change, data=typed(analyst, change, help_contact="the council"))
    assert changed.status_code == 303


def test_a_closed_wave_has_no_page_of_how_it_was_opened(analyst: Client, centre: Centre) -> None:
    waves.open_with_cards()
    waves.close()
    for number in (1, 2):
        assert analyst.get(f"/pulse/waves/{number}/opening").status_code == 404


@pytest.mark.parametrize("role", ["administrator", "leader", "executive", "agent"])
def test_nobody_but_analysts_plans_waves(signed_in: Callable[[str], Client], role: str) -> None:
    client = signed_in(role)
    for address in ("/pulse/schedules", NEW, "/pulse/schedules/1", "/pulse/waves/1/opening"):
        assert client.get(address).status_code == 403
    if role != "administrator":
        assert "/pulse/schedules" not in client.get("/pulse").text


def test_looking_writes_nothing(analyst: Client, centre: Centre) -> None:
    address = plan(analyst)
    before = rows("SELECT * FROM wave_schedule"), rows("SELECT count(*) FROM job")
    for page in (address, f"{address}/change", f"{address}/end", f"{address}/open", NEW):
        assert analyst.get(page).status_code == 200
    assert (rows("SELECT * FROM wave_schedule"), rows("SELECT count(*) FROM job")) == before


@pytest.mark.parametrize("address", ["/pulse/schedules/7", "/pulse/schedules/7/change"])
def test_a_schedule_that_is_not_there_is_not_found(analyst: Client, address: str) -> None:
    assert analyst.get(address).status_code == 404


def follow(client: Client, address: str, verb: str) -> str:
    """The page after pressing a button."""
    action = f"{address.removesuffix('/end').removesuffix('/open')}/{verb}"
    token = form_of(client.get(address), action)["csrf_token"]
    reply = client.post(action, data={"csrf_token": token})
    assert reply.status_code == 303, reply.text
    return client.get(reply.location).text
