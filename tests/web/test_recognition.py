"""Recognition, outside-in: who reads what, and that no figure anywhere knows of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from survey.access import ROLES
from survey.intake.thanks import mark_of
from survey.operations import recognition
from survey.store.database import rows, run
from tests import forums
from tests.centre import Centre
from tests.pages import Client, Page
from tests.thanked import WORDS, praise, sign_up, thank
from tests.web.test_overview import counted

SignedIn = Callable[[str], Client]
TODAY = datetime.now(UTC).date()
DAY = TODAY - timedelta(days=5)
PRAISED = "Gus was great."


def text(browser: Client, path: str = "/recognition") -> str:
    return Page(browser.get(path).text).text


def shown_praise(centre: Centre) -> int:
    response = praise(centre, PRAISED, day=DAY)
    gus = centre.agents["n1-01"]
    recognition.show_praise(response, agent_id=gus, seen=mark_of(PRAISED), today=TODAY)
    return response


def test_praise_is_on_the_agents_own_page_until_the_agent_shows_it(
    signed_in: SignedIn, centre: Centre
) -> None:
    response = praise(centre, PRAISED, day=DAY)
    gus, leader = signed_in("agent"), signed_in("leader")
    assert PRAISED in text(gus, "/my-feedback")
    assert PRAISED not in text(leader)
    action = f"/recognition/praise/{response}/show"
    assert gus.submit("/my-feedback", action).location == "/my-feedback#praise"
    assert PRAISED in text(leader)
    assert "Shown to colleagues" in text(gus, "/my-feedback")
    action = f"/recognition/praise/{response}/hide"
    assert gus.submit("/my-feedback", action).location == "/my-feedback#praise"
    assert PRAISED not in text(leader)


def test_the_customer_is_not_named_and_no_contact_can_be_found_by_it(
    signed_in: SignedIn, centre: Centre
) -> None:
    shown_praise(centre)
    run("UPDATE contact SET customer_ref = 'c-4711'")
    html = signed_in("leader").get("/recognition").text
    assert "from a customer" in html
    assert "/contacts/" not in html
    for told in ("c-4711", "D-1", "Orders", "phone", f"{DAY.day} {DAY:%B}"):
        assert told not in Page(html).text, told


def test_a_form_that_shows_other_words_than_there_are_is_refused(
    signed_in: SignedIn, centre: Centre
) -> None:
    response = praise(centre, PRAISED, day=DAY)
    gus = signed_in("agent")
    page = Page(gus.get("/my-feedback").text)
    form = page.form(f"/recognition/praise/{response}/show")
    run("UPDATE response SET comment = 'Ann Smith says thanks.'")
    reply = gus.post(form.action, data=form.values)
    assert reply.status_code == 409
    assert "has changed these words" in reply.text
    assert "Ann Smith" not in text(signed_in("leader"))


def test_thanks_go_to_the_agent_first(signed_in: SignedIn, centre: Centre) -> None:
    leader, gus = signed_in("leader"), signed_in("agent")
    sent = leader.submit("/recognition", agent=str(centre.agents["n1-01"]), text=WORDS)
    assert sent.location == "/recognition#given"
    assert "Lea" in text(gus, "/my-feedback")
    assert WORDS in text(gus, "/my-feedback")
    assert WORDS in text(leader)  # among the thanks sent
    assert WORDS not in text(signed_in("analyst"))
    assert WORDS not in text(gus)
    gus.submit("/my-feedback", "/recognition/thanks/1/show")
    assert f"{WORDS} To Agent n1-01, from Lea." in text(signed_in("analyst"))
    gus.submit("/recognition", "/recognition/thanks/1/keep")
    assert WORDS not in text(signed_in("analyst"))
    assert "Kept to yourself" in text(gus, "/my-feedback")
    # Whether it is shown is the agent's own matter.
    assert "Kept" not in text(leader)


def test_thanks_can_be_withdrawn_by_whoever_sent_them(signed_in: SignedIn, centre: Centre) -> None:
    recognition.show_thanks(thank(centre, today=TODAY), agent_id=centre.agents["n1-01"])
    assert WORDS in text(signed_in("analyst"))
    leader = signed_in("leader")
    leader.submit("/recognition", "/recognition/thanks/1/withdraw")
    for role in ROLES:
        assert WORDS not in text(signed_in(role)), role
    assert WORDS not in text(signed_in("agent"), "/my-feedback")


def test_another_agents_praise_and_thanks_are_nobody_s_to_show(
    signed_in: SignedIn, centre: Centre
) -> None:
    sign_up(centre)
    response = praise(centre, PRAISED, day=DAY)
    thank(centre, today=TODAY)
    other = signed_in("n1-02")
    for path in ("/my-feedback", "/recognition"):
        assert PRAISED not in text(other, path)
        assert WORDS not in text(other, path)
    token = Page(other.get("/recognition").text).forms[-1].values["csrf_token"]
    for path in (f"praise/{response}/show", "thanks/1/show", "thanks/1/keep", "thanks/1/withdraw"):
        reply = other.post(
            f"/recognition/{path}", data={"csrf_token": token, "seen": mark_of(PRAISED)}
        )
        assert reply.status_code == 404, path
    reply = other.post(f"/recognition/praise/{response}/hide", data={"csrf_token": token})
    assert reply.status_code == 303
    assert rows("SELECT (SELECT count(*) FROM praise), state FROM thanks") == [(0, "offered")]
    huge = other.post(f"/recognition/thanks/{2**40}/show", data={"csrf_token": token})
    assert huge.status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"agent": "", "text": WORDS}, "Choose whom you thank."),
        ({"agent": "x", "text": WORDS}, "Choose whom you thank."),
        ({"agent": "1", "text": " "}, "Write what you are thankful for"),
        ({"agent": "1", "text": "\u202e\u0007 \u200b"}, "Write what you are thankful for"),
        ({"agent": "1", "text": "x" * 501}, "Please keep it under 500 characters."),
        ({"agent": "1", "text": "x" * 20_000}, "Please keep it under 500 characters."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    signed_in: SignedIn, centre: Centre, typed: dict[str, str], said: str
) -> None:
    reply = signed_in("leader").submit("/recognition", **typed)
    assert reply.status_code == 422
    assert said in reply.text
    assert "Error: Recognition" in reply.text
    assert rows("SELECT count(*) FROM thanks") == [(0,)]


def test_thanks_hold_nothing_unseen_and_no_numbers_of_people(
    signed_in: SignedIn, centre: Centre
) -> None:
    sent = "For \u202ecalling +44 20 7946 0123 back.\x07 <b>Top</b>"
    signed_in("leader").submit("/recognition", agent=str(centre.agents["n1-01"]), text=sent)
    assert rows("SELECT text FROM thanks") == [("For calling [phone] back. <b>Top</b>",)]
    assert "&lt;b&gt;Top" in signed_in("agent").get("/my-feedback").text


def test_a_sixth_thanks_on_one_day_is_refused_in_words(signed_in: SignedIn, centre: Centre) -> None:
    for number in range(5):
        thank(centre, f"{WORDS} {number}", today=TODAY)
    reply = signed_in("leader").submit(
        "/recognition", agent=str(centre.agents["n1-01"]), text="And for the coffee."
    )
    assert reply.status_code == 409
    assert "Come back tomorrow." in reply.text
    assert "And for the coffee." in reply.text


def test_an_administrator_reads_no_customer(signed_in: SignedIn, centre: Centre) -> None:
    shown_praise(centre)
    recognition.show_thanks(thank(centre, today=TODAY), agent_id=centre.agents["n1-01"])
    page = text(signed_in("administrator"))
    assert WORDS in page
    assert PRAISED not in page


def test_where_agents_see_no_answers_praise_can_only_be_taken_back(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    response, gus = shown_praise(centre), signed_in("agent")
    app.config["SURVEY"] = replace(app.config["SURVEY"], agents_see_answers=False)
    page = gus.get("/my-feedback")
    assert PRAISED not in page.text
    assert "agents do not see what customers answered" in page.text
    token = Page(gus.get("/recognition").text).forms[-1].values["csrf_token"]
    data = {"csrf_token": token, "seen": mark_of(PRAISED)}
    assert gus.post(f"/recognition/praise/{response}/show", data=data).status_code == 404
    reply = gus.submit("/recognition", f"/recognition/praise/{response}/hide")
    assert reply.location == "/recognition"
    assert rows("SELECT count(*) FROM praise") == [(0,)]


FIGURES = {
    "leader": (
        *("/overview", "/my-team", "/contacts", "/surveys/funnel", "/comments"),
        *("/pulse/waves/1", "/surveys/export/contacts.csv"),
    ),
    "analyst": (
        *("/overview", "/linkage", "/my-team", "/surveys/export/contacts.csv"),
        *("/surveys/export/contacts.json", "/surveys/export/codebook.csv", "/surveys/funnel"),
        *("/surveys/funnel/fairness", "/forum", "/comments/themes"),
    ),
    "executive": ("/overview", "/linkage"),
    "agent": ("/pulse/waves/1",),
}  # fmt: skip


def figures(signed_in: SignedIn) -> dict[tuple[str, str], str]:
    """Every page and file that shows figures, as every role that may open it gets it."""
    found = {}
    for role, paths in FIGURES.items():
        browser = signed_in(role)
        for path in paths:
            reply = browser.get(path)
            assert reply.status_code == 200, (role, path)
            found[role, path] = re.sub(r'(csrf_token" value=)"[^"]+"', r"\1", reply.text)
    return found


def test_no_figure_report_or_export_knows_of_praise_or_thanks(
    signed_in: SignedIn, centre: Centre
) -> None:
    forums.hold(1)
    response = praise(centre, PRAISED, day=DAY)
    before = figures(signed_in)
    gus = centre.agents["n1-01"]
    recognition.show_praise(response, agent_id=gus, seen=mark_of(PRAISED), today=TODAY)
    for by in ("leader", "analyst", "executive", "administrator"):
        recognition.show_thanks(thank(centre, by=by, today=TODAY), agent_id=gus)
    assert PRAISED in text(signed_in("leader"))
    assert figures(signed_in) == before


def test_thanks_do_not_change_the_agents_own_figures(signed_in: SignedIn, centre: Centre) -> None:
    def until_thanks() -> str:
        return (
            text(signed_in("agent"), "/my-feedback")
            .partition("Thanks from")[0]
            .partition("Praise")[0]
        )

    praise(centre, PRAISED, day=DAY)
    before = until_thanks()
    recognition.show_thanks(thank(centre, today=TODAY), agent_id=centre.agents["n1-01"])
    assert until_thanks() == before


def test_recognition_and_own_feedback_never_look_at_the_pulse(
    signed_in: SignedIn, centre: Centre
) -> None:
    forums.hold(1)
    shown_praise(centre)
    recognition.show_thanks(thank(centre, today=TODAY), agent_id=centre.agents["n1-01"])
    gus = signed_in("agent")
    with counted() as statements:
        gus.get("/recognition")
        gus.get("/my-feedback")
    assert len(statements) > 10
    pulse = r"\b(wave|block|roster|ballot|counted_ballot|remark|released_\w+|claim|spent|receipt)\b"
    assert not [one for one in statements if re.search(pulse, one)]
