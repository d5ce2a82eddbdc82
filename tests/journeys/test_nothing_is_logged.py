"""What server and worker say while people answer and sign in: no code, no token, no answer."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from secrets import token_bytes

from survey.blind_signatures import client
from survey.insight.pulse_links import to_base64url
from survey.privacy import gate
from survey.privacy.cards import grouped
from survey.store.database import rows, run
from tests import centre, invited, links, waves
from tests.conftest import ROOT
from tests.served import environment_for, send, serving

EMAIL = "ana@example.org"
REMARK, COMMENT = "Fewer-systems-remark", "Quick-and-friendly-comment"
BALLOT = {"vigour": "4", "ask_cost": REMARK}
# Somebody may have asked for an access log of every server on the machine.
TALKATIVE = {"GRANIAN_LOG_ACCESS_ENABLED": "true", "GRANIAN_LOG_LEVEL": "debug"}


def test_server_and_worker_say_no_code_no_token_and_no_answer(store: str, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    codes, link = _people()
    with serving(store, tmp_path, words=words, **TALKATIVE) as port:
        _vote(port, codes)
        _answer(port, link)
        token = _sign_in(port, store, tmp_path, words)
        _speak_badly(port, codes[3])
    heard = words.read_text(encoding="utf-8")
    assert "database failure" in heard, "the test hears the server"
    secrets = [*codes, *map(grouped, codes), link.removeprefix("/c/"), token]
    secrets += [REMARK, COMMENT, "vigour", "csat", EMAIL, "127.0.0.1", "/pulse", "/c/", "/sign-in"]
    assert [secret for secret in secrets if secret in heard] == []


def test_server_says_nothing_of_a_claim_or_an_answer_by_link(store: str, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    waves.build_teams({"a": 9})
    today = datetime.now(UTC).date()
    links.open_by_link(opens_on=today - timedelta(days=3), closes_on=today + timedelta(days=8))
    more = TALKATIVE | {"SURVEY_SECRET_KEY": links.SECRET}
    with serving(store, tmp_path, words=words, **more) as port:
        secrets = _claim_and_answer_by_link(port, links.tokens()["a"])
    heard = words.read_text(encoding="utf-8")
    assert heard.count("database failure") >= 2, "the test hears the server"
    secrets += [REMARK, "vigour", "127.0.0.1", "/pulse"]
    assert [secret for secret in secrets if secret in heard] == []


def _claim_and_answer_by_link(port: int, tokens: list[str]) -> list[str]:
    """One agent's claim and ballot, each failing first; gives all that is secret in them."""
    path, token = "/pulse/answer/1/a", tokens[0]
    key = gate.block_keys(gate.wave(1).id)
    (modulus,) = [one.modulus for one in key.values()]
    message = client.draw_message(token_bytes)
    blinding = client.blind(modulus, message, randomness=token_bytes)
    blinded = to_base64url(blinding.blinded)
    run("CREATE TRIGGER full BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    assert _claim(port, token, blinded)[0] == 503
    run("DROP TRIGGER full")
    assert _claim(port, "A" * 24, blinded)[0] == 404
    assert _claim(port, token, "odd")[0] == 422
    status, said = _claim(port, token, blinded)
    assert status == 200
    blind_signature = urlsafe_b64decode(said["signature"] + "==")
    signature = client.finish(modulus, message, blind_signature, blinding.inverse)
    credential = {"message": to_base64url(message), "signature": to_base64url(signature)}
    run("CREATE TRIGGER full BEFORE INSERT ON ballot BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    assert send(port, "POST", path, BALLOT | credential).status == 503
    run("DROP TRIGGER full")
    forged = credential | {"signature": to_base64url(token_bytes(256))}
    assert send(port, "POST", path, BALLOT | forged).status == 404
    sent = send(port, "POST", path, BALLOT | credential)
    assert sent.status == 200
    receipt = json.loads(sent.read())["receipt"]
    raw = [one.hex() for one in (message, signature, blinding.blinded, blind_signature)]
    return [
        token,
        blinded,
        said["signature"],
        *credential.values(),
        *forged.values(),
        receipt,
        *raw,
    ]


def _claim(port: int, token: str, blinded: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    content = json.dumps({"blinded": blinded})
    kind = {"Content-Type": "application/json"}
    connection.request("POST", f"/pulse/claim/{token}", content, kind)
    reply = connection.getresponse()
    found = reply.read()
    return reply.status, json.loads(found) if reply.status == 200 else {}


def _people() -> tuple[list[str], str]:
    """Codes of cards, and the path of a customer's link."""
    (contact,) = invited.add_contacts(1)
    link = f"/c/{invited.invite(contact, now=datetime.now(UTC))}"
    run("UPDATE unit SET code = 'elsewhere' WHERE code = 'centre'")
    centre.build()
    return waves.open_today_with_cards()["n1"], link


def _vote(port: int, codes: list[str]) -> None:
    path = f"/pulse/ballot/{codes[0]}"
    assert send(port, "POST", "/pulse/ballot", {"code": grouped(codes[0])}).status == 303
    assert send(port, "GET", path).status == 200
    assert send(port, "POST", path, BALLOT | {"pride": "6"}).status == 422
    assert send(port, "POST", path, BALLOT).status == 303
    assert send(port, "POST", path, BALLOT).status == 404
    assert send(port, "DELETE", path).status == 405
    lost = f"/pulse/ballot/{codes[1]}"
    run("CREATE TRIGGER full BEFORE INSERT ON ballot BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    assert send(port, "POST", lost, BALLOT).status == 503
    run("DROP TRIGGER full")
    run("ALTER TABLE ballot_card RENAME TO away")
    assert send(port, "GET", lost).status == 503
    assert send(port, "POST", "/pulse/ballot", {"code": codes[1]}).status == 503
    run("ALTER TABLE away RENAME TO ballot_card")
    assert send(port, "POST", lost, BALLOT).status == 303
    assert rows("SELECT count(*) FROM ballot") == [(2,)]


def _answer(port: int, link: str) -> None:
    assert send(port, "GET", f"{link}?score=4").status == 200
    assert send(port, "POST", link, {"comment": COMMENT}).status == 422
    assert send(port, "POST", link, {"csat": "4", "comment": COMMENT}).status == 303
    assert send(port, "POST", link, {"csat": "1", "comment": COMMENT}).status == 409
    assert rows("SELECT comment FROM response") == [(COMMENT,)]


def _sign_in(port: int, url: str, folder: Path, words: Path) -> str:
    """The token of a link that was asked for, mailed and used."""
    assert send(port, "POST", "/sign-in", {"email": EMAIL}).status == 303
    with words.open("ab") as heard:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "work", "--once"],
            cwd=ROOT,
            env=environment_for(url, folder),
            check=False,
            stdout=heard,
            stderr=heard,
            timeout=60,
        )
    assert done.returncode == 0
    (letter,) = (folder / "outbox").iterdir()
    text = message_from_bytes(letter.read_bytes(), policy=default).get_body(("plain",))
    assert text is not None
    found = re.search(r"/sign-in/(\S+)", text.get_content())
    assert found is not None
    assert send(port, "GET", f"/sign-in/{found[1]}").status == 200
    used = send(port, "POST", f"/sign-in/{found[1]}", {})
    assert (used.status, used.getheader("Location")) == (303, "/overview")
    return found[1]


def _speak_badly(port: int, code: str) -> None:
    """Requests that break off, or are none."""
    start = f"POST /pulse/ballot/{code} HTTP/1.1\r\nHost: here\r\n"
    for request in (
        f"{start}Content-Length: 900\r\n\r\nvigour=4&ask_cost={REMARK}",
        f"{start}Content-Length: many\r\n\r\nvigour=4",
        f"{start}Transfer-Encoding: chunked\r\n\r\nzz\r\nvigour=4",
        f"GET /pulse/ballot/{code} HTTP/9.9\r\n\r\n",
        f"GET /pulse/ballot/{code}\x00 HTTP/1.1\r\nHost: here\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(request.encode())
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1000)
