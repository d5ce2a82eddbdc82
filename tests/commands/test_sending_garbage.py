"""A server that talks nonsense, at any point of the conversation."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands.sending import send_some
from survey.commands.tools import Tools
from survey.render.environment import make_environment
from survey.store.database import rows
from tests.asked import ask, states
from tests.conftest import NOW, ROOT, settings_for

GOOD = [b"220 hello", b"250 hello", b"250 sender", b"250 recipient", b"354 go on", b"250 taken"]
WHERE = ["greeting", "hello", "sender", "address", "data", "end"]


@contextmanager
def speaking(replies: list[bytes]) -> Iterator[int]:
    """The port of a server that gives these replies, whatever it hears."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=_converse, args=(connection, replies)).start()

        threading.Thread(target=speak, daemon=True).start()
        yield server.getsockname()[1]


def _converse(connection: socket.socket, replies: list[bytes]) -> None:
    with suppress(OSError), connection, connection.makefile("rb") as heard:
        is_data = False
        for reply in replies:
            connection.sendall(reply + b"\r\n")
            line = heard.readline()
            while is_data and line not in (b".\r\n", b""):
                line = heard.readline()
            is_data = line.upper().startswith(b"DATA")


@pytest.fixture
def tools(store: str, tmp_path: Path) -> Tools:
    settings = settings_for(store, tmp_path)
    return Tools(
        settings=settings,
        mailer=mail.from_url(settings.mail_url, sender=settings.mail_from),
        texter=sms.from_url(settings.sms_url),
        templates=make_environment([ROOT / "templates"]),
    )


@pytest.mark.parametrize("nonsense", [b"lorem ipsum", b"\xff\xfe\x00", b"999 what", b""])
@pytest.mark.parametrize("at", range(len(GOOD)), ids=WHERE)
def test_nonsense_is_never_taken_for_a_yes(tools: Tools, at: int, nonsense: bytes) -> None:
    ask(1)
    with speaking([*GOOD[:at], nonsense]) as port:
        mailer = mail.Smtp("a@example.org", "smtp", "127.0.0.1", port, patience=2, last_patience=2)
        assert send_some(replace(tools, mailer=mailer), now=NOW)
    # After the last line nobody can say whether the letter was taken; before it, it was not.
    assert states() == ["handed_over" if WHERE[at] == "end" else "waiting"]
    assert rows("SELECT count(*) FROM address_stop") == [(0,)]


def test_the_same_conversation_without_nonsense_is_a_yes(tools: Tools) -> None:
    ask(1)
    with speaking(GOOD) as port:
        mailer = mail.Smtp("a@example.org", "smtp", "127.0.0.1", port, patience=2)
        assert send_some(replace(tools, mailer=mailer), now=NOW)
    assert states() == ["sent"]
