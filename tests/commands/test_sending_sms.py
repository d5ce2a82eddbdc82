"""Questions leave by short message: a refusal is tried again, an unknown end never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands.sending import send_some
from survey.commands.tools import Tools
from survey.operations import deliveries, stops, tokens
from survey.render.environment import make_environment
from survey.store.database import rows
from tests.asked import KEY, ask, delivery, states
from tests.conftest import NOW, ROOT, settings_for
from tests.test_sms import TAKEN, Reply, providing

SOON = NOW + deliveries.FIRST_PAUSE


@pytest.fixture
def tools(store: str, tmp_path: Path) -> Tools:
    settings = settings_for(store, tmp_path)
    return Tools(
        settings=settings,
        mailer=mail.from_url(settings.mail_url, sender=settings.mail_from),
        texter=sms.from_url(settings.sms_url),
        templates=make_environment([ROOT / "templates"]),
    )


def test_a_short_message_leaves_once_with_the_link(tools: Tools) -> None:
    ask(3, via="sms")
    with providing(TAKEN) as (server, url):
        sending = replace(tools, texter=sms.from_url(url))
        while send_some(sending, now=NOW):
            pass
    assert sorted(form["To"][0] for form in server.forms) == [f"+4930{n:06}" for n in range(3)]
    link = f"http://localhost/c/{tokens.invitation_token(1, secret_key=KEY)}"
    assert server.forms[0]["Body"] == [f"Both Ends: how did we do? Please tell us: {link}"]
    assert states() == ["sent"] * 3


@pytest.mark.parametrize("reply", [(500, "Oops", {}), (400, '{"code": 21617}', {})])
def test_a_message_that_was_refused_for_now_is_sent_again(tools: Tools, reply: Reply) -> None:
    ask(1, via="sms")
    replies = [reply, TAKEN]
    with providing(lambda: replies.pop(0)) as (server, url):
        sending = replace(tools, texter=sms.from_url(url))
        assert send_some(sending, now=NOW)
        assert (states(), delivery()["handed_over_at"]) == (["waiting"], None)
        assert send_some(sending, now=SOON)
    assert states() == ["sent"]
    assert len(server.forms) == 2


@pytest.mark.parametrize("reply", [None, (200, "<h1>Welcome</h1>", {})])
def test_a_message_whose_end_nobody_knows_is_not_sent_again(
    tools: Tools, reply: Reply | None
) -> None:
    ask(1, via="sms")
    with providing(lambda: reply) as (server, url):
        sending = replace(tools, texter=sms.from_url(url))
        assert send_some(sending, now=NOW)
        assert not send_some(sending, now=NOW + timedelta(days=1))
    assert states() == ["handed_over"]
    assert delivery()["note"]
    assert len(server.forms) == 1


@pytest.mark.parametrize(
    "reply", [None, (200, "<h1>Down for maintenance</h1>", {}), (200, "7", {})]
)
def test_a_provider_that_answers_nonsense_is_risked_one_message_per_rest(
    tools: Tools, reply: Reply | None
) -> None:
    ask(30, via="sms")
    with providing(lambda: reply) as (server, url):
        sending = replace(tools, texter=sms.from_url(url))
        for _ in range(10):
            send_some(sending, now=NOW)
        assert len(server.forms) == states().count("handed_over") == 1
        for seconds in range(60):
            send_some(sending, now=NOW + timedelta(seconds=seconds))
    assert len(server.forms) == 4, "after 0, 5, 15 and 35 seconds"
    with providing(TAKEN) as (server, url):
        later = replace(sending, texter=sms.from_url(url))
        while send_some(later, now=NOW + timedelta(hours=1)):
            pass
    assert states().count("sent") == 26


def test_a_number_that_takes_no_messages_is_stopped_and_the_others_go_on(tools: Tools) -> None:
    ask(3, via="sms")
    replies: list[Reply] = [TAKEN, (400, '{"code": 21614}', {}), TAKEN]
    with providing(lambda: replies.pop(0)) as (_, url):
        sending = replace(tools, texter=sms.from_url(url))
        while send_some(sending, now=NOW):
            pass
    assert states() == ["sent", "refused", "sent"]
    assert stops.is_stopped("+4930000001")


def test_a_provider_that_asks_to_wait_is_waited_for_and_mail_is_not(tools: Tools) -> None:
    ask(2, via="sms")
    with providing((429, "{}", {"Retry-After": "600"})) as (server, url):
        sending = replace(tools, texter=sms.from_url(url))
        assert send_some(sending, now=NOW)
        assert not send_some(sending, now=NOW + timedelta(seconds=599))
        assert send_some(sending, now=NOW + timedelta(seconds=600))
    assert len(server.forms) == 2
    assert rows("SELECT DISTINCT state, attempts FROM delivery") == [("waiting", 0)]
    assert tools.rests["mail"].until < NOW
