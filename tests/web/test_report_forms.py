"""What can be taken away of a report: its tables, its data, its figures, as it was printed."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from survey.intake.editions import Edition
from survey.store import database, reads_of_reports
from survey.store.database import run
from tests import centre as small_centre
from tests import forums, waves
from tests.centre import Centre
from tests.pages import Client, Page
from tests.reports import editions

SignedIn = Callable[[str], Client]
FORMS = ("forms", "tables.zip", "tables.xlsx", "report.json", "figures/customers-1.png")


@dataclass(frozen=True, slots=True)
class Reported:
    """A database with the small centre, and the id of the report on its second wave."""

    path: Path
    centre: Centre
    report_id: int


@pytest.fixture(scope="module")
def reported(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """Made once, because a report takes seconds; every test has a copy."""
    folder = tmp_path_factory.mktemp("reported")
    shutil.copy(migrated_file, folder / "survey.db")
    database.connect(f"sqlite:///{folder / 'survey.db'}")
    made = small_centre.build()
    for number, months_ago in ((1, 2), (2, 1)):
        forums.hold(number, months_ago=months_ago)
        for team in ("n1", "n2", "s1", "s2"):
            forums.say(made.units[team], {5: 30, 3: 8, 1: 2}, months_ago=months_ago)
    report_id = editions.kept(editions.CENTRE, folder)
    database.settle()
    database.disconnect()
    return Reported(folder / "survey.db", made, report_id)


@pytest.fixture
def sqlite_url(reported: Reported, tmp_path: Path) -> str:
    shutil.copy(reported.path, tmp_path / "survey.db")
    return f"sqlite:///{tmp_path / 'survey.db'}"


@pytest.fixture
def centre(store: str, reported: Reported) -> Centre:
    return reported.centre


@pytest.fixture
def report_id(store: str, reported: Reported) -> int:
    return reported.report_id


def test_every_table_and_figure_on_the_page_can_be_taken_away(
    signed_in: SignedIn, report_id: int
) -> None:
    analyst, path = signed_in("analyst"), f"/reports/{report_id}"
    assert f"{path}/forms" in analyst.get(path).text
    page = Page(analyst.get(f"{path}/forms").text)
    pictures = [link for link in page.links if link.endswith(".png")]
    assert len(pictures) >= 8
    assert {one.split("/")[-1].split("-")[0] for one in pictures} >= {"customers", "people"}
    for one in pictures:
        reply = analyst.get(one)
        assert (reply.status_code, reply.mimetype) == (200, "image/png")
        width, height = Image.open(BytesIO(reply.data)).size
        assert width > 500
        assert height > 150
    packed = zipfile.ZipFile(BytesIO(analyst.get(f"{path}/tables.zip").data))
    book = openpyxl.load_workbook(BytesIO(analyst.get(f"{path}/tables.xlsx").data))
    assert len(packed.namelist()) == len(book.sheetnames) >= 10
    assert packed.namelist()[-1] == "codebook.csv"
    for name in packed.namelist()[:-1]:
        assert name.removesuffix(".csv") in page.text
    codebook = packed.read("codebook.csv").decode()
    assert all(f"\n{name.removesuffix('.csv')}," in codebook for name in packed.namelist()[:-1])


def test_the_data_are_the_bytes_of_the_digest_on_the_cover(
    signed_in: SignedIn, report_id: int
) -> None:
    reply = signed_in("analyst").get(f"/reports/{report_id}/report.json")
    row = reads_of_reports.report(report_id)
    assert row is not None
    assert hashlib.sha256(reply.data).hexdigest() == row.data_digest
    assert json.loads(reply.data)["edition"]["kind"] == "centre"
    assert "attachment; filename=centre-wave-2-en.json" in reply.headers["Content-Disposition"]
    assert reply.headers["Cache-Control"] == "private, no-cache"


def test_an_old_report_gives_what_it_was_printed_with(
    signed_in: SignedIn, report_id: int, centre: Centre
) -> None:
    analyst = signed_in("analyst")
    paths = [f"/reports/{report_id}/{form}" for form in FORMS[1:]]
    before = [analyst.get(path).data for path in paths]
    forums.say(centre.units["n1"], {1: 90}, channel="chat", months_ago=1)
    assert [analyst.get(path).data for path in paths] == before
    etag = analyst.get(paths[0]).headers["ETag"]
    assert analyst.get(paths[0], headers={"If-None-Match": etag}).status_code == 304


def test_who_may_not_open_the_report_gets_no_form_of_it(
    signed_in: SignedIn, report_id: int, centre: Centre, tmp_path: Path
) -> None:
    north = editions.kept(Edition("unit", "wave:2", unit_id=centre.units["north"]), tmp_path)
    south = editions.kept(Edition("unit", "wave:2", unit_id=centre.units["south"]), tmp_path)
    for role, may_open in (("leader", {north}), ("agent", set()), ("administrator", set())):
        client = signed_in(role)
        for one in (report_id, north, south):
            for form in FORMS if one == report_id else FORMS[:-1]:
                status = client.get(f"/reports/{one}/{form}").status_code
                assert status == (200 if one in may_open else 404), (role, one, form)
    pictures = [
        link
        for link in Page(signed_in("leader").get(f"/reports/{north}/forms").text).links
        if link.endswith(".png")
    ]
    assert {signed_in("leader").get(link).status_code for link in pictures} == {200}
    assert {signed_in("agent").get(link).status_code for link in pictures} == {404}


def test_of_a_withdrawn_report_nothing_can_be_taken(signed_in: SignedIn, report_id: int) -> None:
    run(
        "UPDATE report SET withdrawn_at = 1, pdf = NULL, document = NULL, screen = NULL,"
        " data = NULL WHERE id = ?",
        (report_id,),
    )
    analyst = signed_in("analyst")
    assert "/forms" not in analyst.get(f"/reports/{report_id}").text
    assert {analyst.get(f"/reports/{report_id}/{form}").status_code for form in FORMS} == {404}


def test_of_a_report_from_before_its_data_was_kept_there_are_pictures_only(
    signed_in: SignedIn, report_id: int
) -> None:
    run(
        "UPDATE report SET document = NULL, screen = NULL, data = NULL, parts = NULL WHERE id = ?",
        (report_id,),
    )
    analyst, path = signed_in("analyst"), f"/reports/{report_id}"
    page = analyst.get(f"{path}/forms").text
    assert "only the PDF was kept" in page
    assert analyst.get(f"{path}/figures/figure-1.png").status_code == 200
    assert analyst.get(f"{path}/tables.zip").status_code == 404


def test_what_is_not_in_the_report_is_not_found(signed_in: SignedIn, report_id: int) -> None:
    analyst = signed_in("analyst")
    for name in ("customers-99", "..%2f..%2fetc", "customers-1'"):
        assert analyst.get(f"/reports/{report_id}/figures/{name}.png").status_code == 404


def test_of_a_hidden_block_no_form_holds_a_number(
    signed_in: SignedIn, centre: Centre, tmp_path: Path
) -> None:
    codes = waves.open_with_cards(3)
    for code, cards in codes.items():
        few = [waves.ballot(1), waves.ballot(2), waves.ballot(1), waves.ballot(3)]
        waves.submit(cards, few if code == "n1" else [waves.ballot(4) for _ in range(9)])
    waves.close(3)
    one = editions.kept(Edition("centre", "wave:3"), tmp_path)
    data = signed_in("analyst").get(f"/reports/{one}/tables.zip").data
    packed = zipfile.ZipFile(BytesIO(data))
    whole = "\n".join(packed.read(name).decode() for name in packed.namelist())
    assert "1.75" not in whole
    assert "Orders" in whole
