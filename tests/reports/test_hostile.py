"""What people write stays words: nothing of it is run, fetched or opened, on paper or on screen."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from survey.intake.decision import NewDecision
from survey.intake.editions import Edition
from survey.operations import forum
from survey.operations.reports.archive import Printing
from survey.operations.section_notes import mark_of, write_notes
from survey.store import database
from survey.store.database import run
from tests import centre as small_centre
from tests import forums
from tests.conftest import NOW
from tests.reports import editions
from tests.reports.listening import listen
from tests.reports.structure import problems_of

OWN_LINKS = ("#", "report.css", "paper-", "accent-", "marks/", "./")
KINDS = ("centre", "agents", "slides")


@dataclass(slots=True)
class Ear:
    """A server on this machine that should never be asked for anything."""

    port: int
    heard: list[str]

    def hostile(self, before: str = "") -> str:
        """Words that ask for this server, a file and a metadata service in every way there is."""
        here = f"http://127.0.0.1:{self.port}"
        return (
            f'{before}<script src="{here}/a.js">alert(1)</script><img src="{here}/b.png">'
            f'<link rel="stylesheet" href="{here}/c.css"><style>@import "{here}/d.css"</style>'
            f"{{{{ 7 * 7 }}}} {{% include 'x' %}} file:///etc/passwd http://169.254.169.254/"
        )


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Ear(server.server_address[1], heard)
    server.shutdown()


@pytest.fixture(scope="module")
def printed(
    ear: Ear, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Printing]]:
    """The editions of a centre in which everything that can be written is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(migrated_file, folder / "survey.db")
    database.connect(f"sqlite:///{folder / 'survey.db'}")
    made = small_centre.build()
    for number, months_ago in ((1, 2), (2, 1)):
        forums.hold(
            number, months_ago=months_ago, remarks={"ask_cost": ear.hostile("Fewer ")[:280]}
        )
        for team in small_centre.TEAMS:
            forums.say(made.units[team], {5: 30, 3: 8, 1: 2}, months_ago=months_ago)
    _write_everywhere(made, ear)
    yield {
        kind: editions.made(Edition(kind, "wave:2"), folder, organisation=ear.hostile("Org ")[:90])
        for kind in KINDS
    }
    database.disconnect()


def _write_everywhere(made: small_centre.Centre, ear: Ear) -> None:
    hostile = ear.hostile()
    run("UPDATE unit SET name = ? WHERE code = 'n1'", (hostile[:200],))
    run("UPDATE unit SET name = ? WHERE code = 'n2'", ("فريق الفواتير " * 14,))
    run("UPDATE block SET name = ? WHERE code = 'n1'", (hostile[:200],))
    words = {"month": hostile[:600], "people": ear.hostile("Second. ")[:600]}
    write_notes("wave:2", None, words, seen=mark_of({}), user_id=made.users["analyst"], now=NOW)
    decision = NewDecision("Cost", hostile[:300], hostile[:300], "£1", hostile[:80], None)
    forum.record_decision(1, decision, today=editions.TODAY)


class Tags(HTMLParser):
    """Every element of a document with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_was_asked_for_anything(printed: dict[str, Printing], ear: Ear, kind: str) -> None:
    assert printed[kind].pdf.startswith(b"%PDF")
    assert ear.heard == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_paper_has_no_script_no_file_and_no_way_out(
    printed: dict[str, Printing], kind: str
) -> None:
    assert problems_of(printed[kind].pdf, language="en") == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_can_be_read_as_they_were_written(
    printed: dict[str, Printing], ear: Ear, kind: str
) -> None:
    heard = " ".join(one.words for one in listen(printed[kind].pdf))
    plain = "".join(heard.split())
    if kind in ("centre", "slides"):
        assert "".join(ear.hostile().split())[:60] in plain
    assert "Org<script" in plain
    assert "49" not in re.findall(r"\{\{?\s*(\d+)", heard)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["document", "screen"])
def test_the_document_has_no_element_and_no_address_but_its_own(
    printed: dict[str, Printing], kind: str, form: str
) -> None:
    html = getattr(printed[kind], form)
    assert "<script" not in html
    assert "<script src=" in unescape(html)
    for tag, attributes in Tags(html).found:
        assert tag not in ("script", "iframe", "object", "embed", "base", "form", "audio", "video")
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href"):
            value = attributes.get(name)
            assert value is None or value.startswith(OWN_LINKS), (tag, value)
        if tag == "img":
            assert (attributes.get("src") or "").startswith("data:image/")


def test_a_style_sheet_cannot_be_left_by_what_is_written_into_it(
    printed: dict[str, Printing], ear: Ear
) -> None:
    styles = re.findall(r"<style>(.*?)</style>", printed["centre"].document, re.DOTALL)
    assert styles
    assert not [one for one in styles if re.search(r"@import|url\(|<|127\.0\.0\.1:\d+/d", one)]


def test_the_listener_does_hear_whoever_asks(ear: Ear) -> None:
    """So that its silence above means something."""
    from urllib.request import urlopen

    urlopen(f"http://127.0.0.1:{ear.port}/heard", timeout=5).close()
    assert ear.heard.pop() == "/heard"
