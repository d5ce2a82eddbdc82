"""What has been kept long enough goes, batch by batch; what has not stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from survey.commands.forgetting import forget
from survey.commands.work import CHORES, HANDLERS
from survey.config import Settings, load
from survey.operations import retention, webhook_settings, webhooks
from survey.operations.jobs import Job
from survey.setting_values import KEPT
from survey.store import reads_of_cases
from survey.store.database import rows, run
from tests import marked
from tests.conftest import NOW, ROOT
from tests.operations.cases import unhappy
from tests.operations.test_rights import places_with_a_mark

UTC_ZONE = ZoneInfo("UTC")
EVERYTHING = {kind: 1 for kind, _, _ in KEPT}
# The marked customer's contacts closed on 20 February; nothing else is younger than 1970.
LATER = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def forget_all(keep_days: dict[str, int], *, now: datetime = LATER, n: int = 2_000) -> list[int]:
    """The size of every batch until nothing was left to forget."""
    sizes = []
    while found := retention.forget_batch(keep_days, now=now, zone=UTC_ZONE, n=n):
        sizes.append(found)
    return sizes


def settle_everything() -> None:
    """Close the case and send or stop the messages, so that nothing holds data back."""
    run("UPDATE customer_case SET state = 'closed', closed_at = 2, outcome = 'recovered'")
    run("UPDATE delivery SET state = 'stopped', ended_at = 2 WHERE state = 'waiting'")
    run("UPDATE delivery SET ended_at = 2 WHERE ended_at IS NULL")
    run("UPDATE webhook_message SET failed_at = 2 WHERE delivered_at IS NULL")


def test_every_timer_together_forgets_everything_personal(both_stores: str) -> None:
    marked.build()
    settle_everything()
    forget_all(EVERYTHING)
    # Work that waits is done or given up, not forgotten by the calendar.
    assert places_with_a_mark() == {"job.payload"}


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("addresses", {"contact_identity.email", "contact_identity.phone"}),
        ("references", {"contact.customer_ref"}),
        ("comments", {"response.comment", "answer_text.text", "digest_comment.reply"}),
        ("drafts", {"answer_draft.typed"}),
        ("deliveries", {"delivery.note"}),
        ("cases", {"case_entry.text", "customer_case.customer_ref"}),
        ("webhook_log", {"webhook_message.body", "webhook_attempt.note"}),
    ],
)
def test_each_timer_forgets_its_kind_and_no_other(store: str, kind: str, gone: set[str]) -> None:
    marked.build()
    settle_everything()
    before = places_with_a_mark()
    forget_all({kind: 1})
    assert before - places_with_a_mark() == gone


def test_who_was_asked_is_forgotten_after_its_days(both_stores: str) -> None:
    marked.build()
    forget_all({"askings": 1})
    assert rows("SELECT count(*) FROM asking") == [(0,)]


def test_what_is_kept_for_good_or_not_long_enough_stays(both_stores: str) -> None:
    marked.build()
    settle_everything()
    before = places_with_a_mark()
    assert forget_all({}) == []
    assert forget_all({kind: 36_500 for kind, _, _ in KEPT}) == []
    assert places_with_a_mark() == before


def test_the_last_day_counts_whole_and_is_the_centres(store: str) -> None:
    """A contact of 20 February, kept for 18 days, goes on 11 March, by the centre's calendar."""
    marked.build()
    settle_everything()
    keep = {"addresses": 18}
    assert forget_all(keep, now=datetime(2026, 3, 10, 23, 59, tzinfo=UTC)) == []
    east = ZoneInfo("Pacific/Kiritimati")
    assert retention.forget_batch(keep, now=datetime(2026, 3, 10, 12, 0, tzinfo=UTC), zone=east)


def test_addresses_stay_while_a_case_is_open_or_a_message_waits(both_stores: str) -> None:
    _, mine = marked.build()
    forget_all(EVERYTHING)
    left = {row[0] for row in rows("SELECT contact_id FROM contact_identity")}
    # The first has an open case, the second a message that waits; the third has neither.
    assert left == set(mine[:2])


def test_it_goes_in_batches_that_are_each_kept(store: str) -> None:
    marked.build(200)
    run("UPDATE response SET comment = 'words'")
    n = rows("SELECT count(*) FROM response")[0][0]
    sizes = forget_all({"comments": 1}, n=7)
    assert max(sizes) == 7
    assert sum(sizes) == n


def test_counts_answers_and_decisions_are_left_alone(both_stores: str) -> None:
    marked.build()
    settle_everything()
    tables = ("answer", "answer_rollup", "contact_rollup", "survey_decision", "invitation")
    before = {table: sorted(rows(f"SELECT * FROM {table}"), key=repr) for table in tables}
    forget_all(EVERYTHING)
    assert before == {table: sorted(rows(f"SELECT * FROM {table}"), key=repr) for table in tables}


def test_what_came_in_while_a_customer_was_erased_goes_the_next_day(both_stores: str) -> None:
    from survey.operations import rights

    _, mine = marked.build()
    rights.erase_customer(marked.EMAIL, now=NOW)
    run("UPDATE response SET comment = ? WHERE contact_id = ?", (marked.WORDS, mine[0]))
    retention.erase_again(now=NOW + timedelta(days=1))
    assert places_with_a_mark() == set()


def test_the_chore_is_done_once_a_day_and_uses_the_settings(settings: Settings) -> None:
    assert ("forget", "day", "forget") in [(one.name, one.every, one.kind) for one in CHORES]
    assert HANDLERS["forget"] is forget
    assert settings.keep_days["addresses"] == 90
    kept = load({"SURVEY_KEEP_ADDRESSES_DAYS": "0", "SURVEY_SECRET_KEY": "x"}).keep_days
    assert "addresses" not in kept


@pytest.mark.slow
def test_killed_between_batches_it_goes_on_where_it_stopped(store: str) -> None:
    marked.build(300)
    run("UPDATE response SET comment = 'words'")
    n = rows("SELECT count(*) FROM response")[0][0]
    code = (
        "import os, signal, sys\n"
        "from datetime import datetime, UTC\n"
        "from zoneinfo import ZoneInfo\n"
        "from survey.store import database\n"
        "from survey.operations import retention\n"
        "database.connect(sys.argv[1])\n"
        "now = datetime(2026, 3, 10, 12, tzinfo=UTC)\n"
        "for _ in range(3):\n"
        "    retention.forget_batch({'comments': 1}, now=now, zone=ZoneInfo('UTC'), n=5)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", code, store]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert rows("SELECT count(comment) FROM response") == [(n - 15,)]
    forget_all({"comments": 1})
    assert rows("SELECT count(comment) FROM response") == [(0,)]


def test_what_is_left_over_is_queued_anew(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from survey.commands import forgetting
    from survey.commands.work import tools_of
    from survey.web.application import create_app

    marked.build(100)
    run("UPDATE response SET comment = 'words'")
    run("DELETE FROM job")
    monkeypatch.setattr(forgetting, "MOST_BATCHES", 1)
    job = Job(1, "forget", {"period": "2026-03-10"}, 1, NOW)
    forget(job, tools_of(create_app(settings)), NOW)
    assert rows("SELECT kind FROM job") == [("forget",)]


def unhappy_again() -> tuple[int, int, int]:
    """Two contacts of one customer, the second noted in the case of the first; and the case."""
    first, second = unhappy.customers("R-1", "R-1")
    run("INSERT INTO contact_identity (contact_id, email) VALUES (?, 'bob@example.org')", (second,))
    unhappy.answer(first, 1)
    unhappy.answer(second, 1)
    return first, second, int(rows("SELECT id FROM customer_case")[0][0])


def test_the_address_told_later_stays_while_the_case_is_open(both_stores: str) -> None:
    """The case is about the first contact; only the second, unhappy again, told an address."""
    _, _, case_id = unhappy_again()
    both = {"addresses": 1, "references": 1}
    assert forget_all(both, now=NOW + timedelta(days=400)) == []
    assert reads_of_cases.customer_of(case_id).email == "bob@example.org"
    run("UPDATE customer_case SET state = 'closed', closed_at = 2, outcome = 'recovered'")
    assert forget_all(both, now=NOW + timedelta(days=400)) == [1, 2]
    assert reads_of_cases.customer_of(case_id).email is None


def letter(attempts: str, *, kind: str = "mail", leased_until: int | None = None) -> None:
    """A letter due in 1970, tried so often."""
    run(
        "INSERT INTO job (kind, payload, due_at, attempts, leased_until)"
        f' VALUES (?, \'{{"to": "bob@example.org"}}\', 1, {attempts}, ?)',
        (kind, leased_until),
    )


def test_letters_given_up_go_with_what_mail_servers_said(both_stores: str) -> None:
    """Not what waits, is under way, or is other work: that says on its page that it failed."""
    letter("8")
    letter("8", kind="sign_in", leased_until=2)
    forget_all({kind: 1 for kind, _, _ in KEPT if kind != "deliveries"})
    assert rows("SELECT count(*) FROM job") == [(2,)]
    letter("7")
    letter("8", kind="report")
    letter("8", leased_until=int(LATER.timestamp()))
    assert forget_all({"deliveries": 1}) == [2]
    assert rows("SELECT kind, attempts FROM job ORDER BY id") == [
        ("mail", 7), ("report", 8), ("mail", 8),
    ]  # fmt: skip


def test_messages_of_a_stopped_webhook_are_forgotten_too(both_stores: str) -> None:
    """Also those whose work is gone: neither was taken, neither was refused."""
    unhappy.customers("R-1")
    kept, stopped = (
        webhook_settings.add(name, f"https://{name}.example.org", ["invitation.created"], now=NOW)
        for name in ("kept", "stopped")
    )
    webhooks.publish("invitation.created", {"invitation_id": 1}, now=NOW)
    later = NOW + timedelta(days=400)
    webhook_settings.stop(stopped, now=NOW)
    assert forget_all({"webhook_log": 1}, now=later) == [1]
    assert rows("SELECT webhook_id FROM webhook_message") == [(kept,)]
    assert forget_all({"webhook_log": 1}, now=later) == []
    run("DELETE FROM job")
    assert forget_all({"webhook_log": 1}, now=later) == [1]
