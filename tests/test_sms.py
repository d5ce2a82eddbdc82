"""Short messages to a real HTTP server that answers as providers do, and to a folder."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from survey import sms
from survey.errors import InvalidInput
from survey.mail import NotSent, Unanswered, Undeliverable, Unreachable, Withheld

MESSAGE = sms.ShortMessage("1-abc", "+4930123456", "How did we do? https://example.org/c/x")
Reply = tuple[int, str, dict[str, str]]
TAKEN: Reply = (201, json.dumps({"sid": "SM1", "status": "queued"}), {})


class Provider(ThreadingHTTPServer):
    """What it was sent, and what it answers."""

    def __init__(self, answer: Callable[[], Reply | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.forms: list[dict[str, list[str]]] = []
        self.names: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.forms.append(parse_qs(self.rfile.read(length).decode()))
        self.server.names.append(b64decode(self.headers["Authorization"].split()[1]).decode())
        reply = self.server.answer()
        if reply is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, body, headers = reply
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        with suppress(BrokenPipeError):  # nobody waits for it any more
            self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def providing(answer: Callable[[], Reply | None] | Reply) -> Iterator[tuple[Provider, str]]:
    """A provider that runs meanwhile, and the setting that names it."""
    server = Provider(answer if callable(answer) else lambda: answer)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        host = f"127.0.0.1:{server.server_port}"
        yield server, f"http://AC1:se%2Fcret@{host}/2010/Messages.json?From=%2B4930999"
    finally:
        server.shutdown()
        server.server_close()


def test_a_message_is_posted_as_the_provider_wants_it() -> None:
    with providing(TAKEN) as (server, url):
        sms.from_url(url).send(MESSAGE)
        sms.from_url(url.replace("From=%2B4930999", "MessagingServiceSid=MG1")).send(MESSAGE)
    assert server.forms == [
        {"To": [MESSAGE.to], "Body": [MESSAGE.text], "From": ["+4930999"]},
        {"To": [MESSAGE.to], "Body": [MESSAGE.text], "MessagingServiceSid": ["MG1"]},
    ]
    assert server.names == ["AC1:se/cret"] * 2


@pytest.mark.parametrize(
    ("reply", "kind", "sentence"),
    [
        ((400, '{"code": 21211}', {}), Undeliverable, "refused the number for good"),
        ((400, '{"code": 21610}', {}), Undeliverable, "refused the number for good"),
        ((400, '{"code": 21617}', {}), NotSent, "did not take the message"),
        ((400, "what", {}), NotSent, "did not take the message"),
        ((401, '{"code": 20003}', {}), Unreachable, "Check SURVEY_SMS_URL"),
        ((302, "", {"Location": "/elsewhere"}), Unreachable, "Check SURVEY_SMS_URL"),
        ((429, '{"code": 20429}', {"Retry-After": "7"}), Unreachable, "asked us to wait"),
        ((500, "<h1>Oops</h1>", {}), NotSent, r"did not take the message \(500\)"),
        ((503, "", {}), Unreachable, "asked us to wait"),
        ((200, "<h1>Welcome</h1>", {}), Unanswered, "what cannot be read"),
        ((200, "[]", {}), Unanswered, "what cannot be read"),
        ((200, "{" * 90_000, {}), Unanswered, "what cannot be read"),
        (None, Unanswered, "did not say whether"),
    ],
)
def test_what_the_provider_says_is_a_sentence(
    reply: Reply | None, kind: type[NotSent], sentence: str
) -> None:
    with providing(lambda: reply) as (_, url), pytest.raises(NotSent, match=sentence) as refused:
        sms.from_url(url).send(MESSAGE)
    assert type(refused.value) is kind
    assert "se/cret" not in refused.value.message


def test_the_time_it_asks_for_is_kept() -> None:
    with (
        providing((429, "{}", {"Retry-After": "7"})) as (_, url),
        pytest.raises(Unreachable) as refused,
    ):
        sms.from_url(url).send(MESSAGE)
    assert refused.value.seconds == 7


def test_a_provider_that_keeps_silent_may_have_taken_it() -> None:
    def slowly() -> Reply:
        time.sleep(0.5)
        return TAKEN

    with providing(slowly) as (server, _):
        patient = sms.Provider(
            f"127.0.0.1:{server.server_port}", "/", "a", "b", (), is_tls=False, patience=0.1
        )
        with pytest.raises(Unanswered):
            patient.send(MESSAGE)


def test_a_provider_that_is_away_has_taken_nothing() -> None:
    asked: list[bool] = []
    with pytest.raises(Unreachable, match="could not be reached"):
        sms.from_url("http://a:b@127.0.0.1:9/?From=x").send(
            MESSAGE, confirm=lambda: bool(asked.append(True))
        )
    assert asked == []


def test_what_is_not_confirmed_is_not_sent() -> None:
    with providing(TAKEN) as (server, url), pytest.raises(Withheld):
        sms.from_url(url).send(MESSAGE, confirm=lambda: False)
    assert server.forms == []


def test_a_folder_keeps_a_message_once(tmp_path: Path) -> None:
    screen = io.StringIO()
    folder = sms.from_url(f"outbox:{tmp_path / 'out'}", echo=screen)
    folder.send(MESSAGE)
    folder.send(MESSAGE)
    (kept,) = (tmp_path / "out").iterdir()
    assert kept.read_text() == f"To: {MESSAGE.to}\n\n{MESSAGE.text}\n"
    assert screen.getvalue() == f"Short message to {MESSAGE.to}\n" * 2


@pytest.mark.parametrize(
    "url", ["outbox:", "https://host/x?From=1", "https://a:b@host/x", "https://a:b@host/?To=1", "x"]
)
def test_settings_that_cannot_send_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        sms.from_url(url)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("€" * 80, 1), ("€" * 81, 2), ("ي" * 70, 1), ("ي" * 71, 2), ("ي" * 134, 2), ("😀" * 35, 1),
    ],
)  # fmt: skip
def test_messages_are_counted_as_networks_count_them(text: str, n: int) -> None:
    assert sms.n_segments(text) == n


def test_long_words_give_way_to_the_link() -> None:
    link = "https://feedback.example.org/c/" + "x" * 24
    text = sms.fitted("word " * 300, link, most_segments=3)
    assert text.endswith("... " + link)
    assert sms.n_segments(text) <= 3
    assert sms.fitted("Short words:", link, most_segments=3) == f"Short words: {link}"
    assert sms.fitted("ي" * 900, link, most_segments=3) == link
