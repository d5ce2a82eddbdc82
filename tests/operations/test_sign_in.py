"""One-time links on both engines, with the instant as an argument."""

import json
import threading
from datetime import datetime, timedelta

import pytest

from survey.errors import Busy, InvalidInput, NotFound
from survey.operations import jobs, people, sign_in
from survey.store import sign_in_links
from survey.store.database import disconnect, rows, run
from tests.conftest import NOW

EMAIL = "ana@example.org"


@pytest.fixture
def ana(both_stores: str) -> int:
    return people.add_user(EMAIL, "Ana", role="analyst")


def sent() -> None:
    """The mails that wait are sent, as far as the outbox is concerned."""
    run("DELETE FROM job WHERE kind = 'mail'")


def test_a_link_works_once(ana: int) -> None:
    assert sign_in.mail_link(EMAIL, token="t", now=NOW)
    signed_in = sign_in.use("t", now=NOW)
    assert signed_in == sign_in.SignedIn(ana, 0, "analyst")
    assert sign_in.use("t", now=NOW) is None


def test_a_link_ends_after_half_an_hour(ana: int) -> None:
    sign_in.make_link(EMAIL, token="t", now=NOW)
    assert sign_in.use("t", now=NOW + sign_in.LINK_LIFETIME) is None
    assert sign_in.use("t", now=NOW + sign_in.LINK_LIFETIME - timedelta(seconds=1)) is not None


def test_the_token_is_kept_as_a_digest_and_in_the_waiting_mail_only(ana: int) -> None:
    sign_in.mail_link(EMAIL, token="open-sesame", now=NOW)
    assert b"open-sesame" not in bytes(rows("SELECT digest FROM sign_in_link")[0][0])
    job = jobs.claim(["mail"], now=NOW)
    assert job is not None
    assert job.payload["values"]["token"] == "open-sesame"
    jobs.complete(job)
    assert rows("SELECT * FROM job") == []


def test_a_mail_that_cannot_leave_keeps_no_token(ana: int) -> None:
    sign_in.mail_link(EMAIL, token="open-sesame", now=NOW)
    job = jobs.claim(["mail"], now=NOW)
    assert job is not None
    jobs.fail(job, "The address is unknown there.", now=NOW, for_good=True)
    assert rows("SELECT count(*) FROM job") == [(1,)]
    assert rows("SELECT * FROM job WHERE payload LIKE '%sesame%'") == []


def test_a_mail_is_not_sent_once_its_link_has_run_out(ana: int) -> None:
    sign_in.mail_link(EMAIL, token="open-sesame", now=NOW)
    later = NOW + sign_in.LINK_LIFETIME
    assert jobs.claim(["mail"], now=later) is None
    assert jobs.restart(now=later) == 0
    assert rows("SELECT * FROM job") == []


def test_whoever_asks_twice_while_the_first_mail_waits_gets_one(ana: int) -> None:
    assert sign_in.mail_link(EMAIL, token="1", now=NOW)
    assert not sign_in.mail_link(EMAIL, token="2", now=NOW)
    assert sign_in.use("2", now=NOW) is None


def test_mail_to_one_user_pauses_and_goes_on(ana: int) -> None:
    for number in range(sign_in.MOST_MAILS):
        assert sign_in.mail_link(EMAIL, token=str(number), now=NOW)
        sent()
    soon = NOW + sign_in.MAIL_WINDOW - timedelta(seconds=1)
    assert not sign_in.mail_link(EMAIL, token="more", now=soon)
    assert sign_in.mail_link(EMAIL, token="later", now=NOW + sign_in.MAIL_WINDOW)
    assert sign_in.use("more", now=soon) is None
    assert sign_in.use("later", now=NOW + sign_in.MAIL_WINDOW) is not None


def test_a_stranger_who_asks_all_the_time_shuts_nobody_out(ana: int) -> None:
    """Every link mailed works until it runs out, and a fresh one is never long in coming."""
    mailed: list[tuple[str, datetime]] = []
    for minute in range(0, 60, 2):
        now = NOW + timedelta(minutes=minute)
        for question in range(3):
            token = f"{minute}-{question}"
            if sign_in.mail_link(EMAIL, token=token, now=now):
                mailed.append((token, now))
                sent()
        works = [at for token, at in mailed if sign_in_links.is_open_link(token, now=now)]
        assert works == [at for _, at in mailed if now - at < sign_in.LINK_LIFETIME]
        assert now - works[-1] < sign_in.MAIL_WINDOW
    assert len(mailed) <= sign_in.MOST_MAILS * 6
    assert sign_in.use(mailed[-1][0], now=now) is not None


def test_whoever_has_signed_in_can_ask_again_at_once(ana: int) -> None:
    for number in range(2 * sign_in.MOST_MAILS):
        assert sign_in.mail_link(EMAIL, token=str(number), now=NOW)
        sent()
        assert sign_in.use(str(number), now=NOW) is not None


def test_signing_in_ends_the_other_links(ana: int) -> None:
    for token in ("1", "2"):
        sign_in.make_link(EMAIL, token=token, now=NOW)
    assert sign_in.use("1", now=NOW) is not None
    assert sign_in.use("2", now=NOW) is None


def test_nobody_and_the_deactivated_get_no_mail(ana: int) -> None:
    people.deactivate_user(ana, now=NOW)
    assert not sign_in.mail_link(EMAIL, token="1", now=NOW)
    assert not sign_in.mail_link("nobody@example.org", token="2", now=NOW)
    assert rows("SELECT * FROM job") == rows("SELECT * FROM sign_in_link") == []
    with pytest.raises(NotFound):
        sign_in.make_link(EMAIL, token="3", now=NOW)


def test_asking_writes_the_same_for_everybody_and_once_while_it_waits(ana: int) -> None:
    for email in (EMAIL, "nobody@example.org", " ANA@example.org"):
        sign_in.ask(email, now=NOW)
    found = rows("SELECT kind, payload, length(subject) FROM job ORDER BY id")
    assert [(kind, json.loads(payload), length) for kind, payload, length in found] == [
        ("sign_in", {"email": EMAIL}, 72),
        ("sign_in", {"email": "nobody@example.org"}, 72),
    ]
    with pytest.raises(InvalidInput):
        sign_in.ask("nobody", now=NOW)


def test_a_flood_of_addresses_stops_being_kept_and_says_so(
    ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "MOST_WAITING", 3)
    for number in range(3):
        sign_in.ask(f"{number}@example.org", now=NOW)
    for email in (EMAIL, "nobody@example.org"):
        with pytest.raises(Busy, match="try again in a few minutes"):
            sign_in.ask(email, now=NOW)
    assert rows("SELECT count(*) FROM job") == [(3,)]


def test_of_four_at_once_one_gets_in(ana: int) -> None:
    sign_in.make_link(EMAIL, token="t", now=NOW)
    results: list[object] = []
    start = threading.Barrier(4)

    def press() -> None:
        start.wait()
        results.append(sign_in.use("t", now=NOW))
        disconnect()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result is None for result in results) == [False, True, True, True]


def test_ending_the_sessions_moves_the_epoch(ana: int) -> None:
    sign_in.end(ana)
    sign_in.make_link(EMAIL, token="t", now=NOW)
    signed_in = sign_in.use("t", now=NOW)
    assert signed_in is not None
    assert signed_in.epoch == 1
