"""The report as a file: what is in it, what is not, and the same bytes from the same data."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from survey.commands.reporting import WAY_BACK, make_edition
from survey.config import load
from survey.intake.editions import Edition
from survey.operations import forum
from survey.operations.reports import digests
from survey.operations.reports.archive import Printing
from survey.operations.reports.verification import DATA_NAME, TEMPLATE_NAME
from survey.operations.rollups import rebuild
from survey.render.document import accent_sheet
from survey.store import database, demo_mark
from tests import centre as small_centre
from tests import forums, waves
from tests.answers import Told, tell

ROOT = Path(__file__).resolve().parents[2]
CANARY = "CANARY-OF-A-FEW"


@pytest.fixture(scope="module")
def centre(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with two closed waves; in the second one block is hidden."""
    path = tmp_path_factory.mktemp("forum") / "survey.db"
    shutil.copy(migrated_file, path)
    url = f"sqlite:///{path}"
    database.connect(url)
    small_centre_of_forums()
    yield url
    database.disconnect()


def small_centre_of_forums() -> None:
    """Customers with real contacts behind the rollups, two waves, one decision."""
    small = small_centre.build()
    forums.hold(1, months_ago=2)
    codes = waves.open_with_cards(
        2,
        seed=2,
        window_from=forums._month(1)[0],
        window_until=forums._month(1)[1],
    )
    for code, cards in codes.items():
        if code == "n1":
            # Four agents: a mean of 2.42, which nobody may read.
            few = [(2, 2, 2), (2, 2, 3), (3, 3, 2), (3, 2, 3)]
            ballots = [
                waves.ballot(vigour=a, dedication=b, pride=c, ask_people=CANARY) for a, b, c in few
            ]
        else:
            ballots = [waves.ballot(3 + (at % 2), decide=4, trusted=3, enps=8) for at in range(9)]
        waves.submit(cards, ballots)
    waves.close(2)
    day = forums._month(1)[0]
    tell(small, [Told(f"s1-{1 + k % 10:02}", day, 1 + k % 5) for k in range(40)])
    forum.record_decision(1, forums.DECISION, today=forums.TODAY)


def _made() -> Printing:
    """The centre's report on the second wave, as everything else in the product makes it."""
    settings = load({"SURVEY_ORGANISATION": "Larkfield", "SURVEY_SECRET_KEY": "for tests only"})
    return make_edition(Edition("centre", "wave:2"), settings=settings, today=forums.TODAY)


@pytest.fixture(scope="module")
def made(centre: str) -> tuple[Printing, list[str]]:
    """The report on the second wave of a made-up centre, and what the engine complained of."""
    assert centre
    demo_mark.begin(now=waves.NOW)
    heard: list[str] = []
    ear = logging.Handler(logging.WARNING)
    ear.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]  # a handler is made of this
    logging.getLogger("weasyprint").addHandler(ear)
    found = _made()
    logging.getLogger("weasyprint").removeHandler(ear)
    return found, heard


@pytest.fixture(scope="module")
def printed(made: tuple[Printing, list[str]]) -> tuple[bytes, list[str]]:
    """Its PDF, and what the engine complained of."""
    return made[0].pdf, made[1]


def test_it_can_be_read_as_text_page_by_page(printed: tuple[bytes, list[str]]) -> None:
    reader = PdfReader(BytesIO(printed[0]))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert reader.metadata is not None
    assert reader.metadata.title == "Forum report: Larkfield"
    assert "Forum report" in texts[0]
    assert all("Made-up data" in text for text in texts)
    whole = " ".join(texts)
    for part in ("n = 40", "See the delivery status", "Wave 2"):
        assert part in whole, part


def test_the_digests_stand_in_the_properties_and_on_paper(
    made: tuple[Printing, list[str]],
) -> None:
    reader = PdfReader(BytesIO(made[0].pdf))
    assert reader.metadata is not None
    assert reader.metadata[DATA_NAME] == made[0].data_digest
    assert reader.metadata[TEMPLATE_NAME] == made[0].template_digest
    words = "".join(page.extract_text() for page in reader.pages)
    assert made[0].data_digest in "".join(words.split())


def test_no_page_is_nearly_empty(printed: tuple[bytes, list[str]]) -> None:
    reader = PdfReader(BytesIO(printed[0]))
    lengths = [len(page.extract_text()) for page in reader.pages]
    assert min(lengths) > 150, lengths


def test_the_engine_had_nothing_to_complain_of(printed: tuple[bytes, list[str]]) -> None:
    assert printed[1] == []


def test_it_is_tagged_with_language_bookmarks_headers_and_alternatives(
    printed: tuple[bytes, list[str]],
) -> None:
    reader = PdfReader(BytesIO(printed[0]))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    names = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert names[0] == "Forum report"
    assert len(names) >= 3
    elements = list(_elements(root["/StructTreeRoot"]))
    figures = [one for one in elements if str(one["/S"]) == "/Figure"]
    assert len(figures) >= 8
    assert all(str(one.get("/Alt", "")) for one in figures)
    assert {"/H1", "/H2", "/H3", "/Table", "/TH"} <= {str(one["/S"]) for one in elements}
    cells = [one for one in elements if str(one["/S"]) == "/TD"]
    assert any("/Headers" in str(one.get("/A")) for one in cells)


def _elements(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object()
    if not isinstance(node, DictionaryObject):
        return
    if "/S" in node:
        yield node
    kids = node.get("/K", ArrayObject())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        yield from _elements(kid)


def test_nothing_of_a_hidden_block_is_in_it(made: tuple[Printing, list[str]]) -> None:
    html, data = made[0].document, made[0].data.decode()
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(made[0].pdf)).pages)
    for shown in (html, made[0].screen, data, text):
        assert CANARY not in shown
        assert not re.search(r"2\.42", shown)
    assert "hidden: fewer than 5 answers" in html


def test_the_document_opens_nothing_but_the_report_s_own_files(
    made: tuple[Printing, list[str]],
) -> None:
    sheets = [body.decode() for name, body in made[0].parts.items() if name.endswith(".css")]
    for html in (made[0].document, made[0].screen):
        asked = set(re.findall(r'(?:href|src)="([^"]*)"', html))
        asked |= set(re.findall(r'url\("?([^")]*)"?\)', "".join(sheets) + html))
        outside = {one for one in asked if not one.startswith(("#", "https:", "data:", WAY_BACK))}
        own = {one for one in outside if accent_sheet(one)}
        assert outside - own <= set(digests.read_parts())


def test_another_process_makes_the_same_bytes_after_counting_again(
    centre: str, printed: tuple[bytes, list[str]], tmp_path: Path
) -> None:
    rebuild()
    output = tmp_path / "again.pdf"
    environment = {key: value for key, value in os.environ.items() if "SURVEY_" not in key}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "flask", "--app", "app"),
            *("report", "--occasion", "wave:2", "-o", str(output)),
        ],
        cwd=ROOT,
        env=environment | {
            "SURVEY_DATABASE_URL": centre,
            "SURVEY_DATA_FOLDER": str(tmp_path / "var"),
            "SURVEY_ORGANISATION": "Larkfield",
            "PYTHONHASHSEED": "7",
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"The report is in {output}." in done.stdout
    assert "Printing again.pdf" in done.stderr
    assert output.read_bytes() == printed[0]
