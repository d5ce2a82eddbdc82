"""The pages of signals and thresholds, outside-in: who sees which, and what they may post."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from survey.operations import signals
from survey.store.database import rows, run
from tests.centre import Centre
from tests.pages import Client, Page
from tests.signalled import QUEUE, calm, tell

SignedIn = Callable[[str], Client]
NOW = datetime.now(UTC)
TODAY = NOW.date()
LAST = TODAY - timedelta(days=3)
PATH = "/overview/signals"


def unusual_day(centre: Centre, *teams: str) -> date:
    """The latest settled working day is bad in these teams, and signals are looked for."""
    day = LAST
    while day.weekday() > 4:
        day -= timedelta(days=1)
    for team in teams:
        calm(centre, team, until_on=LAST, queue=f"{QUEUE} {team}")
        tell(centre, team, {day: (51, 84)}, queue=f"{QUEUE} {team}")
    signals.find_signals(until_on=LAST, today=TODAY, now=NOW)
    return day


def signal_of(centre: Centre, unit: str) -> int:
    sql = "SELECT id FROM signal WHERE unit_id = ? AND every = 'day'"
    signal_id: int = rows(sql, (centre.units[unit],))[0][0]
    return signal_id


def queue_ids() -> list[int]:
    return [row[0] for row in rows("SELECT id FROM queue ORDER BY id")]


def test_before_any_answer_every_page_says_so(signed_in: SignedIn, centre: Centre) -> None:
    analyst = signed_in("analyst")
    for path in (PATH, f"{PATH}?state=all", f"{PATH}?unit=n1"):
        text = analyst.get(path).text
        assert "No customer has answered here yet, so there is nothing to judge." in text
        assert "stood out" not in text.split("How to read this")[0].replace(">Stood out<", "")
    page = Page(text)
    assert "Billing: no week with 10 answers" in page.text
    assert "Too few weeks to judge runs" in page.text
    assert "nan" not in page.text.lower().split()


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_days_of_answers_are_shown_without_limits(
    signed_in: SignedIn, centre: Centre, n: int
) -> None:
    tell(centre, "n1", {LAST - timedelta(days=7 + at): (9, 12) for at in range(n)})
    text = Page(signed_in("analyst").get(f"{PATH}?unit=n1").text).text
    assert f"Of the last 56 days {n} had 10 answers or more" in text
    assert "Billing: too few weeks to judge" in text
    assert "not known" in text
    assert "Too few weeks to judge:" in signed_in("analyst").get(PATH).text


@pytest.mark.parametrize("query", ["", "?unit=n1", "?queue={}"])
def test_answers_of_long_ago_are_dated_and_nothing_is_said_to_be_calm(
    signed_in: SignedIn, centre: Centre, query: str
) -> None:
    calm(centre, "n1", until_on=date(2023, 8, 31))
    text = Page(signed_in("analyst").get(PATH + query.format(queue_ids()[0])).text).text
    assert "The latest answers are those of 31 August 2023, so no day and no week" in text
    for calming in ("No day and no week stood out", "no week stood out", "No signal waits"):
        assert calming not in text


def test_where_days_were_judged_and_none_stood_out_it_says_so(
    signed_in: SignedIn, centre: Centre
) -> None:
    calm(centre, "n1", until_on=LAST)
    analyst = signed_in("analyst")
    assert "No signal waits for an explanation." in analyst.get(PATH).text
    assert "No day and no week stood out." in analyst.get(f"{PATH}?state=all").text
    assert "Billing: no week stood out" in analyst.get(f"{PATH}?unit=n1").text


def test_a_signal_says_what_was_and_what_was_to_be_expected(
    signed_in: SignedIn, centre: Centre
) -> None:
    day = unusual_day(centre, "n1")
    page = Page(signed_in("analyst").get(PATH).text)
    on = f"{day.day} {day:%B} {day.year}"
    had = rf"The unit Billing had 61% satisfied on {on} from 84 answers;"
    had += r" \d\d to \d\d% were to be expected\."
    assert re.search(had, page.text)
    assert "about once a year" in page.text
    assert f"/contacts?unit=n1&score=rated&from={day}&to={day}" in page.links
    assert f"{PATH}?unit=n1" in page.links
    assert "Agent" not in page.text


def test_a_leader_sees_own_units_and_no_queue(signed_in: SignedIn, centre: Centre) -> None:
    unusual_day(centre, "n1", "s1")
    leader, analyst = signed_in("leader"), signed_in("analyst")
    own, whole = Page(leader.get(PATH).text).text, Page(analyst.get(PATH).text).text
    assert "The unit Billing had" in own
    assert "The unit Technical help had" not in own
    assert QUEUE not in own
    assert "The unit Technical help had" in whole
    assert f"The queue {QUEUE} s1 had" in whole
    for path in (f"{PATH}?unit=s1", f"{PATH}?queue={queue_ids()[0]}", f"{PATH}?unit=nowhere"):
        assert leader.get(path).status_code == 404
    assert signed_in("executive").get(f"{PATH}?queue={queue_ids()[0]}").status_code == 200
    assert analyst.get(f"{PATH}?queue=0x1").status_code == 404


def test_the_chart_marks_the_day_and_leads_to_its_contacts(
    signed_in: SignedIn, centre: Centre
) -> None:
    day = unusual_day(centre, "n1")
    run("INSERT INTO threshold (measure, low, high, set_at) VALUES ('top_box', 70, 90, 0)")
    text = signed_in("analyst").get(f"{PATH}?unit=n1").text
    page = Page(text)
    short = f"{day.day} {day:%b} {day.year}"
    assert re.search(rf"{short}: 61%, n = 84, expected \d+ to \d+%, unusually low", text)
    assert "low 70%" in text
    assert "Billing: 1 day of" in page.text
    assert "Thresholds: low under 70%, high over 90%, middle between them." in page.text
    assert "longest run on one side of the median" in page.text
    assert f"/contacts?unit=n1&score=rated&from={day}&to={day}" in page.links


def test_what_it_was_is_kept_and_shown_to_all_who_see_it(
    signed_in: SignedIn, centre: Centre
) -> None:
    unusual_day(centre, "n1")
    leader, analyst = signed_in("leader"), signed_in("analyst")
    action = f"{PATH}/{signal_of(centre, 'n1')}/note"
    reply = leader.submit(PATH, action, note="<b>Lines down</b>")
    assert (reply.status_code, reply.location) == (303, f"{PATH}?done=noted")
    assert "The note is kept." in leader.get(reply.location).text
    assert "The note is kept." not in leader.get(PATH).text
    assert "&lt;b&gt;Lines down&lt;/b&gt;" in analyst.get(f"{PATH}?state=noted").text
    analyst.submit(f"{PATH}?state=noted", action, note="A storm.")
    text = Page(leader.get(f"{PATH}?state=noted").text).text
    assert "A storm." in text
    assert f"Ana, {TODAY.day} " in text
    assert "Lines down" not in text


def test_a_note_on_top_of_one_that_was_not_seen_is_refused_and_shows_it(
    signed_in: SignedIn, centre: Centre
) -> None:
    unusual_day(centre, "n1")
    action = f"{PATH}/{signal_of(centre, 'n1')}/note"
    leader, analyst = signed_in("leader"), signed_in("analyst")
    stale = Page(leader.get(PATH).text).form(action).values
    analyst.submit(PATH, action, note="A storm.")
    reply = leader.post(action, data={**stale, "note": "Lines down."})
    assert reply.status_code == 409
    page = Page(reply.text)
    assert "Ana wrote meanwhile: “A storm.”. Save again to put yours in its place." in page.text
    again = page.form(action).values
    assert again["seen"] == "A storm."
    assert "Lines down.</textarea>" in reply.text
    assert leader.post(action, data={**again, "note": "Lines down."}).status_code == 303
    assert "Lines down." in leader.get(f"{PATH}?state=noted").text


def test_an_empty_note_is_refused_with_the_list(signed_in: SignedIn, centre: Centre) -> None:
    unusual_day(centre, "n1")
    signal_id = signal_of(centre, "n1")
    reply = signed_in("leader").submit(PATH, f"{PATH}/{signal_id}/note", note="  ")
    assert reply.status_code == 422
    assert "The note is empty. Write one." in reply.text
    assert Page(reply.text).title.startswith("Error:")
    run("UPDATE signal SET from_on = '2020-01-01' WHERE id = ?", (signal_id,))
    leader = signed_in("leader")
    token = Page(leader.get(f"{PATH}?unit=n1").text).forms[0].values["csrf_token"]
    reply = leader.post(f"{PATH}/{signal_id}/note", data={"note": "", "csrf_token": token})
    assert reply.status_code == 422
    assert "The note is empty. Write one." in reply.text


def test_nobody_writes_where_they_may_not(signed_in: SignedIn, centre: Centre) -> None:
    unusual_day(centre, "n1", "s1")
    action = f"{PATH}/{signal_of(centre, 'n1')}/note"
    other = f"{PATH}/{signal_of(centre, 's1')}/note"
    leader = signed_in("leader")
    token = Page(leader.get(PATH).text).form(action).values["csrf_token"]
    assert leader.post(other, data={"note": "x", "csrf_token": token}).status_code == 404
    assert action not in {form.action for form in Page(signed_in("executive").get(PATH).text).forms}
    for role in ("leader", "executive"):
        assert signed_in(role).get("/overview/signals/thresholds").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["state=mine", "page=0", "page=x", "page=99999999999", "page=٣", f"page=000001{'9' * 5000}"],
)
def test_an_address_that_means_nothing_is_refused(
    signed_in: SignedIn, centre: Centre, query: str
) -> None:
    assert signed_in("analyst").get(f"{PATH}?{query}").status_code == 422


def test_thresholds_are_set_replaced_and_removed(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, "n1", {LAST: (9, 12)})
    analyst = signed_in("analyst")
    path = "/overview/signals/thresholds"
    page = analyst.get(path).text
    assert "No threshold is set." in page
    assert re.search(r'href="/overview/signals" aria-current="\w+">Signals', page)
    unit = f"unit-{centre.units['n1']}"
    for low, done, sentence in (
        ("70%", "set", "The threshold is set."),
        ("72.5", "replaced", "The one before it is replaced."),
    ):
        reply = analyst.submit(path, measure="top_box", whose=unit, low=low, high="90 %")
        assert (reply.status_code, reply.location) == (303, f"{path}?done={done}")
        assert sentence in analyst.get(reply.location).text
    analyst.submit(path, measure="mean", whose="centre", low="3,5", high="4.5")
    text = Page(analyst.get(path).text).text
    for words in (
        "under 72.5%",
        "72.5% to 90%",
        "over 90%",
        "under 3.50",
        "3.50 to 4.50",
        "over 4.50",
    ):
        assert words in text
    assert "under 70%" not in text
    found = rows("SELECT id FROM threshold WHERE measure = 'mean'")[0][0]
    reply = analyst.submit(path, f"{path}/{found}/remove")
    assert "The threshold is removed." in analyst.get(reply.location).text
    assert rows("SELECT measure FROM threshold") == [("top_box",)]


@pytest.mark.parametrize("whose", ["unit-" + "9" * 5000, "queue-" + "9" * 30, "unit-", "unit--1"])
def test_a_threshold_of_nobody_is_refused(signed_in: SignedIn, centre: Centre, whose: str) -> None:
    reply = signed_in("analyst").submit(
        "/overview/signals/thresholds", measure="top_box", whose=whose, low="70", high="90"
    )
    assert reply.status_code == 422
    assert "Choose the centre, a team or a queue from the list." in reply.text


def test_all_mistakes_in_a_threshold_are_said_at_once(signed_in: SignedIn, centre: Centre) -> None:
    path = "/overview/signals/thresholds"
    reply = signed_in("analyst").submit(
        path, measure="top_box", whose="unit-9999", low="seven", high="190"
    )
    assert reply.status_code == 422
    text = Page(reply.text).text
    assert "There are 3 problems" in text
    assert "High: 190 is not a number from 0 to 100 (percent)." in text
    assert 'value="seven"' in reply.text
    assert rows("SELECT id FROM threshold") == []
