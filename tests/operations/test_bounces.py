"""Bounces end what they are about, and nothing else; whatever else comes is ignored."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from survey import commands
from survey.intake.bounce import NoBounce
from survey.operations import bounces, deliveries, stops, tokens
from survey.store.database import rows, run
from tests import bounces as reports
from tests.asked import KEY, ask, delivery, states
from tests.conftest import NOW


def send(n: int = 1) -> None:
    """The messages of `n` customers, handed over."""
    ask(n)
    for _ in range(n):
        claim = deliveries.take(["mail"], now=NOW)
        assert claim is not None
        outgoing = deliveries.look(claim, now=NOW, zone=NOW.tzinfo)  # type: ignore[arg-type]
        assert outgoing is not None
        assert deliveries.hand_over(outgoing, now=NOW)
        deliveries.confirm(outgoing, now=NOW)


def accept(raw: bytes, recipient: str = "") -> str:
    return bounces.accept_bounce(raw, recipient=recipient, secret_key=KEY, now=NOW)


def mark(number: int = 1) -> str:
    return tokens.delivery_mark(number, "message", secret_key=KEY)


def test_a_hard_bounce_ends_its_delivery_and_stops_the_address(both_stores: str) -> None:
    send(2)
    report = reports.report(mark(), diagnosis="550 5.1.1 <c0@example.org>: no such user")
    assert accept(report) == bounces.STOPPED
    assert accept(report) == bounces.STOPPED
    assert states() == ["bounced", "sent"]
    assert stops.is_stopped("c0@example.org")
    assert not stops.is_stopped("c1@example.org")
    assert rows("SELECT kind, origin FROM address_stop") == [("bounced", "dsn")]
    assert delivery()["note"] == (
        "The mail did not arrive (5.1.1): 550 5.1.1 (address): no such user."
    )


def test_a_soft_bounce_is_noted_only(store: str) -> None:
    send()
    assert accept(reports.report(mark(), action="delayed", status="4.2.2")) == bounces.NOTED
    assert states() == ["sent"]
    assert not stops.is_stopped("c0@example.org")
    assert "is late" in delivery()["note"]


@pytest.mark.parametrize(
    "status", ["5.1.7", "5.1.8", "5.3.0", "5.3.4", "5.4.6", "5.6.0", "5.7.1", "4.4.7"]
)
def test_what_is_wrong_with_our_mail_or_the_way_does_not_stop_the_address(
    store: str, status: str
) -> None:
    send()
    assert accept(reports.report(mark(), status=status)) == bounces.ENDED
    assert states() == ["bounced"]
    assert not stops.is_stopped("c0@example.org")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (reports.report("1-" + "a" * 24), "was not made here"),
        (reports.holiday("1-" + "a" * 24), "no delivery report"),
        (reports.report("somebody"), "did not come to an address for bounces"),
        (b"", "did not come to an address for bounces"),
        (b"\xff\x00" * 500, "did not come to an address for bounces"),
    ],
)
def test_what_is_forged_or_foreign_is_ignored(store: str, raw: bytes, sentence: str) -> None:
    send()
    with pytest.raises(NoBounce, match=sentence):
        accept(raw)
    assert states() == ["sent"]


def test_holiday_notices_and_good_news_are_no_bounces(store: str) -> None:
    send()
    with pytest.raises(NoBounce, match="no delivery report"):
        accept(reports.holiday(mark()))
    with pytest.raises(NoBounce, match="‘delivered’, which is no failure"):
        accept(reports.report(mark(), action="delivered", status="2.0.0"))
    assert states() == ["sent"]


def test_the_recipient_may_be_told_apart_from_the_message(store: str) -> None:
    send()
    raw = reports.report("somebody")
    assert accept(raw, recipient=f"BOUNCE+{mark().upper()}@example.org") == bounces.STOPPED


def test_a_report_about_what_was_never_sent_is_ignored(store: str) -> None:
    ask(1)
    with pytest.raises(NoBounce, match="no mail of that number was sent"):
        accept(reports.report(mark()))
    assert states() == ["waiting"]


def test_a_mail_server_pipes_them_in(app: Flask, tmp_path: Path) -> None:
    """`flask accept-bounce` from stdin and from files; what is none costs no exit status."""
    send(2)
    commands.install(app)
    runner = app.test_cli_runner()
    piped = runner.invoke(args=("accept-bounce",), input=reports.report(mark()))
    assert (piped.exit_code, piped.output.strip()) == (0, bounces.STOPPED)
    kept = tmp_path / "1.eml"
    kept.write_bytes(reports.holiday(mark(2)))
    ignored = runner.invoke(args=("accept-bounce", str(kept)))
    assert ignored.exit_code == 0
    assert "no delivery report" in ignored.output
    assert states() == ["bounced", "sent"]


def test_a_mail_server_is_told_to_try_again_where_the_database_is_away(app: Flask) -> None:
    send()
    commands.install(app)
    run("ALTER TABLE delivery RENAME TO elsewhere")
    piped = app.test_cli_runner().invoke(args=("accept-bounce",), input=reports.report(mark()))
    assert piped.exit_code == 75
    assert "database could not be used" in piped.output
