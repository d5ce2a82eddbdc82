"""Messages are signed as Standard Webhooks says, and posted once, whatever is on the other side."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from survey import webhook
from tests.conftest import NOW
from tests.receiver import receiving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def post(url: str, *, patience: float = 5) -> webhook.Outcome:
    return webhook.post(
        f"{url}/hooks?a=1", "msg_1", '{"a":"ü"}', secret=SECRET, now=NOW, patience=patience
    )


def test_the_published_example_has_the_published_signature() -> None:
    signature = webhook.sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}', secret=SECRET
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_webhook_of_each_installation_has_a_secret_of_its_own() -> None:
    later = datetime(2026, 3, 10, 12, 1, tzinfo=UTC)
    made = {
        webhook.secret_of(number, at, secret_key=key)
        for number in (1, 2) for at in (NOW, later) for key in ("one", "other")
    }  # fmt: skip
    assert len(made) == 8
    assert webhook.secret_of(1, NOW, secret_key="one") in made
    assert all(secret.startswith("whsec_") and len(secret) == 50 for secret in made)


def test_the_message_arrives_whole_and_signed() -> None:
    with receiving(200) as other:
        outcome = post(other.url)
    ((path, headers, body),) = other.got
    assert outcome == webhook.Outcome(200, "Taken.")
    assert path == "/hooks?a=1"
    assert body.decode() == '{"a":"ü"}'
    seconds = int(NOW.timestamp())
    assert headers["webhook-id"] == "msg_1"
    assert headers["webhook-timestamp"] == str(seconds)
    assert headers["webhook-signature"] == webhook.sign(
        "msg_1", seconds, body.decode(), secret=SECRET
    )


@pytest.mark.parametrize(
    ("status", "is_taken"),
    [(200, True), (204, True), (302, False), (404, False), (410, False), (429, False),
     (500, False)],
)  # fmt: skip
def test_only_a_2xx_is_taken_and_no_redirect_is_followed(status: int, is_taken: bool) -> None:
    with receiving(status) as other:
        outcome = post(other.url)
    assert (outcome.status, outcome.is_taken) == (status, is_taken)
    assert outcome.is_gone == (status == 410)
    assert len(other.got) == 1


@pytest.mark.parametrize("answer", ["hang", "drip"])
def test_who_keeps_us_waiting_is_left(answer: str) -> None:
    with receiving(answer) as other:
        outcome = post(other.url, patience=0.3)
    assert outcome == webhook.Outcome(None, "No answer came within 0.3 seconds.")


def test_a_line_that_breaks_or_is_not_there_is_told_in_a_sentence() -> None:
    with receiving("reset") as other:
        broken = post(other.url)
    gone = post(other.url)
    tls = post(other.url.replace("http:", "https:"))
    nowhere = post("http://nowhere.invalid")
    for outcome in (broken, gone, tls, nowhere):
        assert outcome.status is None
        assert "failed or broke off" in outcome.note


@pytest.mark.parametrize(
    ("url", "is_inside"),
    [
        ("https://crm.example.org/x", False), ("http://127.0.0.1/x", True),
        ("http://[::1]:80/", True), ("http://10.1.2.3/", True), ("http://localhost:9/", True),
        ("http://crm/", True), ("http://crm.internal./", True), ("https://8.8.8.8/", False),
    ],
)  # fmt: skip
def test_addresses_inside_are_recognised(url: str, is_inside: bool) -> None:
    assert webhook.is_inside(url) == is_inside
