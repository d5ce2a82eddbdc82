"""Mail to a real SMTP server in a thread, with TLS and failures, and to a folder."""

from __future__ import annotations

import io
import os
import resource
import shutil
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from survey import mail
from survey.errors import InvalidInput
from tests.conftest import NOW

SENDER = "Both Ends <feedback@example.org>"
LETTER = mail.Letter(
    key="abc123",
    to="ana@example.org",
    subject="Grüße – sign in",
    text="Open https://example.org/sign-in/token\n",
    html="<!doctype html><title>x</title><p>Open it</p>",
    written_at=NOW,
)


class Inbox:
    """What the server took, and how it answers at RCPT and DATA."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answer_to_address = "250 OK"
        self.answer_to_data = "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.answer_to_address.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_address

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        return self.answer_to_data


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port = finder.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield port
    finally:
        server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that nobody trusts by default, and its key."""
    if shutil.which("openssl") is None:
        assert not os.environ.get("CI"), "the TLS tests need the openssl program"
        pytest.skip("there is no openssl program to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(chain)],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


@pytest.fixture
def server_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


def sign_in_as(name: str, password: str) -> Callable[..., AuthResult]:
    def check(_server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        fits = (given.login, given.password) == (name.encode(), password.encode())
        return AuthResult(success=fits, handled=False)

    return check


def check_arrived(inbox: Inbox) -> None:
    (message,) = inbox.messages
    assert inbox.recipients == ["ana@example.org"]
    assert message["To"] == "ana@example.org"
    assert message["From"] == SENDER
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == "<abc123@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.iter_parts()
    assert text.get_content().replace("\r", "") == LETTER.text
    assert html.get_content_type() == "text/html"
    assert "Open it" in html.get_content()


def test_a_letter_arrives_in_the_clear() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        mail.from_url(f"smtp://127.0.0.1:{port}", sender=SENDER).send(LETTER)
    check_arrived(inbox)


def test_a_letter_arrives_by_starttls_with_a_password(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    inbox = Inbox()
    guarded = {
        "tls_context": server_tls,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": sign_in_as("us@er", "pass/word"),
    }
    with serving(inbox, **guarded) as port:
        url = f"smtp+starttls://us%40er:pass%2Fword@localhost:{port}"
        mail.from_url(url, sender=SENDER, tls=trust).send(LETTER)
        with pytest.raises(mail.NotSent, match="refused our user name or password"):
            mail.from_url(url.replace("pass", "fail"), sender=SENDER, tls=trust).send(LETTER)
    check_arrived(inbox)


def test_a_letter_arrives_by_tls_from_the_start(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    inbox = Inbox()
    with serving(inbox, ssl_context=server_tls, server_hostname="localhost") as port:
        mail.from_url(f"smtps://localhost:{port}", sender=SENDER, tls=trust).send(LETTER)
    check_arrived(inbox)


def test_a_server_that_nobody_vouches_for_gets_nothing(server_tls: ssl.SSLContext) -> None:
    inbox = Inbox()
    with serving(inbox, tls_context=server_tls) as port:
        mailer = mail.from_url(f"smtp+starttls://localhost:{port}", sender=SENDER)
        with pytest.raises(mail.NotSent, match="no certificate that this machine trusts"):
            mailer.send(LETTER)
    assert inbox.messages == []


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        mailer = mail.from_url(f"smtp+starttls://127.0.0.1:{port}", sender=SENDER)
        with pytest.raises(mail.NotSent, match="offers no STARTTLS"):
            mailer.send(LETTER)
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("to_address", "to_data", "kind", "sentence"),
    [
        ("550 no such user", "", mail.Undeliverable, "refused the address for good"),
        ("450 grey", "", mail.NotSent, "did not take the address just now"),
        ("250 OK", "452 disk full", mail.NotSent, r"did not take the mail \(452\)"),
        ("250 OK", "554 spam", mail.NotSent, r"did not take the mail \(554\)"),
    ],
)
def test_a_refusal_of_the_server_is_a_sentence(
    to_address: str, to_data: str, kind: type[mail.NotSent], sentence: str
) -> None:
    inbox = Inbox()
    inbox.answer_to_address, inbox.answer_to_data = to_address, to_data
    with serving(inbox) as port:
        mailer = mail.from_url(f"smtp://127.0.0.1:{port}", sender=SENDER)
        with pytest.raises(mail.NotSent, match=sentence) as refused:
            mailer.send(LETTER)
    assert type(refused.value) is kind


def test_a_server_that_is_away_is_a_sentence() -> None:
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port = finder.getsockname()[1]
    with pytest.raises(mail.NotSent, match="could not be reached"):
        mail.from_url(f"smtp://127.0.0.1:{port}", sender=SENDER).send(LETTER)


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = mail.Smtp(SENDER, "smtp", *silent.getsockname(), patience=0.2)
        with pytest.raises(mail.NotSent, match="could not be reached, or broke off"):
            mailer.send(LETTER)


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "ana@example.org\r\nBcc: eve@example.org"},
        {"to": "ana@example.org, eve@example.org"},
        {"to": "Ana <ana@example.org>"},
        {"to": "ana"},
        {"to": ""},
        {"subject": "Sign in\nBcc: eve@example.org"},
        {"subject": ""},
        {"key": "../../etc/passwd"},
        {"key": "a>\r\nBcc: eve@example.org"},
    ],
)
def test_nobody_writes_headers_into_a_letter(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        replace(LETTER, **changed)


def test_a_folder_keeps_a_letter_once_and_whole(tmp_path: Path) -> None:
    screen = io.StringIO()
    mailer = mail.from_url(f"outbox:{tmp_path / 'out'}", sender=SENDER, echo=screen)
    mailer.send(LETTER)
    mailer.send(LETTER)
    (kept,) = (tmp_path / "out").iterdir()
    assert kept.name == "20260310T120000Z-abc123.eml"
    message = message_from_bytes(kept.read_bytes(), policy=default)
    assert message["To"] == "ana@example.org"
    assert screen.getvalue().splitlines() == [f"Mail to ana@example.org: {LETTER.subject}"] * 2
    mailer.send(replace(LETTER, is_for_screen=True))
    assert screen.getvalue().count("https://example.org/sign-in/token") == 1


def test_the_same_letter_has_the_same_bytes() -> None:
    first, second = (mail.compose(LETTER, sender=SENDER).as_bytes() for _ in range(2))
    assert first == second


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(mail.NotSent, match="could not be written"):
        mail.from_url(f"outbox:{tmp_path / 'out'}", sender=SENDER).send(LETTER)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(mail.NotSent, match="could not be written"):
            mail.from_url(f"outbox:{tmp_path}", sender=SENDER).send(LETTER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("outbox:", SENDER),
        ("smtp://", SENDER),
        ("smtp://host:port", SENDER),
        ("pigeon://host", SENDER),
        ("outbox:x", "nobody"),
        ("outbox:x", "A <a@example.org>\nBcc: b@example.org"),
    ],
)
def test_settings_that_cannot_send_are_refused(url: str, sender: str) -> None:
    with pytest.raises(InvalidInput):
        mail.from_url(url, sender=sender)


def test_the_ports_are_the_usual_ones() -> None:
    assert mail.from_url("smtp://h", sender=SENDER) == mail.Smtp(
        SENDER, "smtp", "h", smtplib.SMTP_PORT
    )
    assert mail.from_url("smtps://h", sender=SENDER) == mail.Smtp(SENDER, "smtps", "h", 465)
