"""Questions leave by mail: each at most once, none forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands.sending import send_some
from survey.commands.tools import Tools
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.rules import Rules
from survey.operations import deliveries, satisfaction, stops, tokens
from survey.render.environment import make_environment
from survey.store import database
from survey.store.database import rows, run
from tests.asked import AWAKE, KEY, ask, delivery, states
from tests.conftest import NOW, ROOT, settings_for
from tests.mail_server import Inbox, serving

SENDER = "Larkfield Support <feedback@example.org>"
HOUR = timedelta(hours=1)


@pytest.fixture
def tools(store: str, tmp_path: Path) -> Tools:
    settings = replace(settings_for(store, tmp_path), mail_from=SENDER)
    return Tools(
        settings=settings,
        mailer=mail.from_url(settings.mail_url, sender=SENDER),
        texter=sms.from_url(settings.sms_url),
        templates=make_environment([ROOT / "templates"]),
    )


def by(tools: Tools, port: int, **options: float) -> Tools:
    return replace(tools, mailer=mail.Smtp(SENDER, "smtp", "127.0.0.1", port, **options))


def send_all(tools: Tools, *, now: datetime = NOW) -> None:
    while send_some(tools, now=now):
        pass


def test_every_customer_gets_one_invitation(tools: Tools) -> None:
    contacts = ask(12)
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(by(tools, port))
        send_all(by(tools, port))
    assert sorted(inbox.recipients) == sorted(f"c{n}@example.org" for n in range(12))
    assert set(states()) == {"sent"}
    assert delivery()["handed_over_at"] == delivery()["ended_at"] == int(NOW.timestamp())
    links = {tokens.invitation_token(one, secret_key=KEY) for one in contacts}
    assert all(any(link in str(one) for link in links) for one in inbox.messages)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_with_few_customers_few_letters_leave(tools: Tools, n: int) -> None:
    ask(n)
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(by(tools, port))
    assert len(inbox.messages) == n


def test_a_letter_says_how_to_stop_and_where_its_bounce_goes(tools: Tools) -> None:
    ask(1)
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(by(tools, port))
    (message,) = inbox.messages
    assert message["List-Unsubscribe"].startswith("<http://localhost/u/1-")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    mark = tokens.delivery_mark(1, "message", secret_key=KEY)
    assert inbox.senders == [f"bounce+{mark}@example.org"]
    assert message["Message-ID"] == f"<{mark}@example.org>"
    assert tokens.marked_delivery(mark, "unsubscribe", secret_key=KEY) is None


@pytest.mark.slow
def test_one_refused_of_a_thousand_does_not_stop_the_others(tools: Tools) -> None:
    ask(1000)
    inbox = Inbox()
    inbox.at_rcpt = lambda address: (
        "550 5.1.1 no such user" if address == "c7@example.org" else "250 OK"
    )
    with serving(inbox) as port:
        send_all(by(tools, port))
    assert len(inbox.messages) == len(set(inbox.recipients)) == 999
    assert states().count("refused") == 1
    assert stops.is_stopped("c7@example.org")
    assert rows("SELECT kind, origin FROM address_stop") == [("bounced", "smtp")]


@pytest.mark.parametrize(
    "reply", ["550 5.7.1 relaying denied", "530 5.7.0 sign in first", "554 no", "450 grey", "552 x"]
)
def test_what_is_wrong_with_us_is_not_blamed_on_the_customer(tools: Tools, reply: str) -> None:
    ask(1)
    inbox = Inbox()
    inbox.at_rcpt = lambda _address: reply
    with serving(inbox) as port:
        send_all(by(tools, port))
        assert states() == ["waiting"]
        assert not stops.is_stopped("c0@example.org")
        assert "did not take the address just now" in delivery()["note"]
        inbox.at_rcpt = lambda _address: "250 OK"
        send_all(by(tools, port), now=NOW + deliveries.FIRST_PAUSE)
    assert states() == ["sent"]


@pytest.mark.parametrize("reply", ["451 later", "550 our fault", "421 closing", "552 too large"])
def test_a_letter_refused_after_its_last_line_waits_and_keeps_its_name(
    tools: Tools, reply: str
) -> None:
    ask(1)
    inbox = Inbox()
    inbox.at_data = lambda number: reply if number == 1 else "250 OK"
    with serving(inbox) as port:
        send_all(by(tools, port))
        kept = delivery()
        assert (kept["state"], kept["handed_over_at"], kept["attempts"]) == ("waiting", None, 1)
        send_all(by(tools, port), now=NOW + deliveries.FIRST_PAUSE)
    assert states() == ["sent"]
    assert [one["Message-ID"] for one in inbox.messages] == [
        f"<{tokens.delivery_mark(1, 'message', secret_key=KEY)}@example.org>"
    ]


def test_a_server_that_dies_after_the_last_line_has_taken_nothing(tools: Tools) -> None:
    ask(1)
    inbox = Inbox()
    inbox.is_dying = True
    with serving(inbox) as port:
        send_all(by(tools, port))
        assert states() == ["waiting"]
        assert "broke off" in delivery()["note"]
        inbox.is_dying = False
        send_all(by(tools, port), now=NOW + deliveries.FIRST_PAUSE)
    assert (inbox.n_offered, len(inbox.messages), states()) == (2, 1, ["sent"])


def test_a_server_that_keeps_silent_after_the_last_line_is_not_sent_the_letter_again(
    tools: Tools,
) -> None:
    ask(1)
    inbox = Inbox(seconds=1.0)
    with serving(inbox) as port:
        send_all(by(tools, port, last_patience=0.2))
        send_all(by(tools, port), now=NOW + HOUR)
    assert states() == ["handed_over"]
    assert "did not say whether it took the mail" in delivery()["note"]
    assert inbox.n_offered == 1


def test_a_server_that_is_away_costs_nobody_an_attempt(tools: Tools) -> None:
    ask(5)
    away = by(tools, 9)
    assert send_some(away, now=NOW)
    assert not send_some(away, now=NOW), "the server is left alone for a while"
    assert rows("SELECT DISTINCT state, attempts FROM delivery") == [("waiting", 0)]
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(replace(away, mailer=by(tools, port).mailer), now=NOW + HOUR)
    assert len(inbox.messages) == 5


@pytest.mark.parametrize("reply", ["421 too busy", "451 not now", "550 5.7.1 who are you"])
def test_a_server_that_takes_no_sender_is_left_alone(tools: Tools, reply: str) -> None:
    ask(3)
    inbox = Inbox()
    inbox.at_mail = lambda: reply
    with serving(inbox) as port:
        send_all(by(tools, port))
    assert rows("SELECT DISTINCT state, attempts FROM delivery") == [("waiting", 0)]
    assert rows("SELECT count(*) FROM address_stop") == [(0,)]


def test_attempts_come_twice_as_late_each_time_until_it_is_too_late_to_answer(
    tools: Tools,
) -> None:
    """chatwoot/chatwoot#11569: a question that can hardly be answered any more is not sent."""
    ask(1, rules=replace(AWAKE, expires_days=1))
    inbox = Inbox()
    inbox.at_rcpt = lambda _address: "450 grey"
    now, pauses = NOW, []
    with serving(inbox) as port:
        sending = by(tools, port)
        while states() == ["waiting"]:
            send_all(sending, now=now)
            due = datetime.fromtimestamp(delivery()["due_at"], UTC)
            pauses.append((due - now).total_seconds())
            now = due
    assert pauses[:4] == [10, 20, 40, 80]
    assert max(pauses) == 3600
    assert states() == ["expired"]
    assert NOW + timedelta(hours=11) < now <= NOW + timedelta(hours=12)


def test_a_message_that_keeps_failing_is_given_up_and_can_be_tried_again(tools: Tools) -> None:
    ask(1)
    inbox = Inbox()
    inbox.at_data = lambda _number: "554 our mail looks like spam"
    now = NOW
    with serving(inbox) as port:
        sending = by(tools, port)
        while states() == ["waiting"]:
            send_all(sending, now=now)
            now += HOUR
        assert states() == ["given_up"]
        inbox.at_data = lambda _number: "250 OK"
        assert deliveries.retry_given_up(now=now) == 1
        send_all(sending, now=now)
    assert states() == ["sent"]


ANSWERED = """
INSERT INTO response (contact_id, invitation_id, instrument_digest, received_at)
SELECT contact_id, id, instrument_digest, 1 FROM invitation WHERE contact_id = ?
"""


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda contact: run(ANSWERED, (contact,)), "stopped"),
        (lambda _c: run("UPDATE invitation SET withdrawn_at = 1"), "stopped"),
        (lambda _c: run("DELETE FROM contact_identity"), "stopped"),
        (lambda _c: run("UPDATE survey SET state = 'retired', retired_at = 1"), "stopped"),
        (lambda _c: _stop(), "stopped"),
        (lambda _c: run("UPDATE invitation SET created_at = 1, expires_at = 2"), "expired"),
    ],
)
def test_nothing_is_sent_to_who_has_answered_or_cannot_be_asked_any_more(
    tools: Tools, change: Callable[[int], object], state: str
) -> None:
    """fbsamples/original-coast-clothing#18: asked once more although all was said."""
    (contact,) = ask(1)
    change(contact)
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(by(tools, port))
    assert inbox.n_offered == 0
    assert states() == [state]
    assert delivery()["note"]


def _stop() -> None:
    stops.stop_address("C0@example.org", kind="opted_out", origin="page", now=NOW)


def test_who_answers_while_the_letter_is_on_its_way_does_not_get_it(tools: Tools) -> None:
    (contact,) = ask(1)
    inbox = Inbox()
    inbox.at_rcpt = lambda _address: _answered_meanwhile(contact)
    with serving(inbox) as port:
        send_all(by(tools, port))
    assert inbox.messages == []
    assert states() == ["stopped"]


def _answered_meanwhile(contact: int) -> str:
    run(ANSWERED, (contact,))
    database.disconnect()
    return "250 OK"


def test_nobody_is_woken(tools: Tools) -> None:
    """It is 12:00 in London, 21:00 in Tokyo."""
    ask(1, rules=Rules(quiet_from="20:00", quiet_until="08:00"), timezone="Asia/Tokyo")
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(by(tools, port))
        assert inbox.n_offered == 0
        due = datetime(2026, 3, 10, 23, 0, tzinfo=UTC)
        assert delivery()["due_at"] == int(due.timestamp())
        assert delivery()["attempts"] == 0
        send_all(by(tools, port), now=due)
    assert len(inbox.messages) == 1


def test_a_claim_that_was_lost_completes_nothing(tools: Tools) -> None:
    ask(1)
    claim = deliveries.take(["mail"], now=NOW)
    assert claim is not None
    late = deliveries.look(claim, now=NOW, zone=UTC)
    assert late is not None
    again = deliveries.take(["mail"], now=NOW + deliveries.LEASE)
    assert again is not None
    first = deliveries.look(again, now=NOW, zone=UTC)
    assert first is not None
    assert not deliveries.hand_over(late, now=NOW)
    assert deliveries.hand_over(first, now=NOW)
    assert not deliveries.hand_over(first, now=NOW)
    deliveries.fail(late, "Too late to say so.", now=NOW)
    deliveries.confirm(first, now=NOW)
    assert states() == ["sent"]


def test_a_reminder_comes_once_with_the_same_link(tools: Tools) -> None:
    """chatwoot/chatwoot#12865, glpi-project/glpi#3705: who has not answered is reminded, once."""
    ask(2, rules=replace(AWAKE, reminder_days=4))
    inbox = Inbox()
    with serving(inbox) as port:
        sending = by(tools, port)
        send_all(sending)
        run(ANSWERED, (1,))
        for days in (1, 3, 4, 5, 8, 12):
            send_all(sending, now=NOW + timedelta(days=days))
    assert sorted(inbox.recipients) == ["c0@example.org", "c1@example.org", "c1@example.org"]
    first, reminder = (one for one in inbox.messages if one["To"] == "c1@example.org")
    link = f"http://localhost/c/{tokens.invitation_token(2, secret_key=KEY)}"
    assert link in first.get_body(("plain",)).get_content()
    assert link in reminder.get_body(("plain",)).get_content()
    assert first["Subject"] != reminder["Subject"]
    assert states("reminder") == ["sent"]


def test_nobody_is_reminded_where_the_rules_say_so_or_the_time_is_short(tools: Tools) -> None:
    ask(1, rules=replace(AWAKE, reminder_days=0))
    send_all(tools)
    assert states("reminder") == []


def test_there_is_no_reminder_after_the_link_has_ended(tools: Tools) -> None:
    ask(1, rules=replace(AWAKE, reminder_days=4, expires_days=4))
    send_all(tools)
    assert states() == ["sent"]
    assert states("reminder") == []


def test_the_link_is_there_whatever_the_surveys_own_words_are(tools: Tools) -> None:
    """chatwoot/chatwoot#11913: an invitation was sent without its link."""
    own = replace(
        AFTER_CONTACT,
        texts={"subject": "Hello\u202e\nthere", "invitation": "Just words.", "sms": "Words"},
    )
    ask(1, instrument=own)
    inbox = Inbox()
    with serving(inbox) as port:
        send_all(by(tools, port))
    link = f"http://localhost/c/{tokens.invitation_token(1, secret_key=KEY)}"
    (message,) = inbox.messages
    text, html = (part.get_content() for part in message.iter_parts())
    assert message["Subject"] == "Hello  there"
    assert "Just words." in text
    assert link in text
    assert [f"{link}?score={n}" in html for n in range(1, 6)] == [True] * 5
    assert satisfaction.VALID_FOR.days == 14
    assert "24 March 2026" in text
