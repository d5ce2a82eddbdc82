"""Reports as documents and as pages: paper, languages, contents, bookmarks, no empty pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from survey.errors import Refusal
from survey.insight.report.report import ForumReport
from survey.intake.editions import Edition
from survey.pdf import render_pdf
from survey.render import document as documents
from survey.render.document import FOLDER, Look, Stamp, accent_sheet, document
from survey.render.speech import speaking
from survey.store import database
from tests import forums
from tests.editions import built

MM = 72 / 25.4
STAMP = Stamp("9f3a" * 16, "04bc" * 16)
OCCASION = "wave:3"
EDITIONS = {
    "centre": Edition("centre", OCCASION),
    "letter": Edition("centre", OCCASION, paper="letter"),
    "arabic": Edition("centre", OCCASION, language="ar"),
    "team": Edition("unit", OCCASION, unit_id=1),
    "agents": Edition("agents", OCCASION),
    "slides": Edition("slides", OCCASION),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """An edition with its document and its pages."""

    report: ForumReport
    html: str
    pdf: bytes

    @property
    def read(self) -> PdfReader:
        return PdfReader(BytesIO(self.pdf))


@pytest.fixture(scope="module")
def reports(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, ForumReport]]:
    file = tmp_path_factory.mktemp("documents") / "survey.db"
    shutil.copy(migrated_file, file)
    database.connect(f"sqlite:///{file}")
    team = forums.build(3)["a"]
    editions = EDITIONS | {"team": replace(EDITIONS["team"], unit_id=team)}
    yield {
        name: built(edition, today=forums.TODAY, is_demo=True) for name, edition in editions.items()
    }
    database.disconnect()


@pytest.fixture(scope="module")
def printed(reports: dict[str, ForumReport]) -> dict[str, Printed]:
    found = {}
    for name, report in reports.items():
        html = _html(report)
        found[name] = Printed(report, html, render_pdf(html, base=FOLDER))
    return found


def _html(
    report: ForumReport, look: Look | None = None, *, for_screen: bool = False, back: str = ""
) -> str:
    with speaking(report.edition.language):
        return document(
            report, look=look or Look(), stamp=STAMP, for_screen=for_screen, way_back=back
        )


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("centre", 210, 297),
        ("arabic", 210, 297),
        ("team", 210, 297),
        ("letter", 215.9, 279.4),
        ("slides", 254, 142.9),
    ],
)
def test_every_page_has_the_size_of_its_paper(
    printed: dict[str, Printed], name: str, width: float, height: float
) -> None:
    for page in printed[name].read.pages:
        assert float(page.mediabox.width) == pytest.approx(width * MM, abs=0.5)
        assert float(page.mediabox.height) == pytest.approx(height * MM, abs=0.5)


def test_teams_and_agents_get_two_pages(printed: dict[str, Printed]) -> None:
    assert len(printed["team"].read.pages) == len(printed["agents"].read.pages) == 2


@pytest.mark.parametrize("name", [*EDITIONS])
def test_no_page_is_nearly_empty(printed: dict[str, Printed], name: str) -> None:
    # A slide may hold one sentence; a report's last page may be short.
    least = 0.1 if name == "slides" else 0.25
    shares = _filled(printed[name].pdf)
    assert min(shares[:-1]) > least, shares
    assert shares[-1] > 0.1, shares


def _filled(pdf: bytes) -> list[float]:
    """How far down each page something stands, of what lies between head and foot, 0 to 1."""
    shares = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=0.5).to_pil().convert("L")
        top, bottom = int(0.07 * picture.height), int(0.93 * picture.height)
        inked = picture.crop((0, top, picture.width, bottom)).point(lambda grey: 255 * (grey < 200))
        box = inked.getbbox()
        shares.append(box[3] / (bottom - top) if box else 0.0)
    return shares


@pytest.mark.parametrize("name", ["centre", "letter"])
def test_the_page_numbers_in_the_contents_are_true(printed: dict[str, Printed], name: str) -> None:
    pdf = printed[name].read
    contents = pdf.pages[0].extract_text().split("In this report")[1]
    sections = [one for one in _outline(pdf) if one[0] == 0][1:]
    assert len(sections) == len(printed[name].report.edition.sections)
    for _, title, number in sections:
        found = re.search(rf"{re.escape(title)}\s*(\d+)", contents)
        assert found, title
        assert int(found[1]) == number


def _outline(pdf: PdfReader) -> list[tuple[int, str, int]]:
    """Depth, title and page of every bookmark in order."""
    return list(_flat(pdf, pdf.outline, 0))


def _flat(pdf: PdfReader, outline: Any, depth: int) -> Iterator[tuple[int, str, int]]:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(pdf, one, depth + 1)
        else:
            yield depth, one.title, (pdf.get_destination_page_number(one) or 0) + 1


def test_bookmarks_name_title_sections_and_parts_in_order(printed: dict[str, Printed]) -> None:
    found = _outline(printed["centre"].read)
    assert [title for depth, title, _ in found if depth == 0][:3] == [
        "Forum report", "In five sentences", "Decisions asked for today",
    ]  # fmt: skip
    assert [page for _, _, page in found] == sorted(page for _, _, page in found)
    slides = [title for _, title, _ in _outline(printed["slides"].read)]
    assert len(slides) == len(set(slides))


def test_running_heads_begin_on_page_two_and_every_page_is_counted(
    printed: dict[str, Printed],
) -> None:
    pages = [page.extract_text() for page in printed["centre"].read.pages]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Made-up data" in page
    assert pages[0].count("Forum report") == 1
    assert all(page.startswith("Larkfield\nForum report") or "Larkfield" in page
               for page in pages[1:])  # fmt: skip
    assert "Decisions asked for today" in pages[1]


def test_the_digests_stand_on_the_cover_in_full_at_the_end_and_in_the_properties(
    printed: dict[str, Printed],
) -> None:
    pdf = printed["centre"].read
    assert "9f3a 9f3a 9f3a 9f3a" in pdf.pages[0].extract_text()
    whole = " ".join(page.extract_text().replace("\n", " ") for page in pdf.pages)
    assert STAMP.full[1] in whole
    properties = pdf.metadata
    assert properties is not None
    assert properties["/bothendsdata"] == STAMP.data_digest
    assert properties["/bothendstemplate"] == STAMP.template_digest


def test_the_same_report_gives_the_same_bytes(printed: dict[str, Printed]) -> None:
    agents = printed["agents"]
    again = _html(agents.report)
    assert again == agents.html
    assert render_pdf(again, base=FOLDER) == agents.pdf


def test_a_page_says_its_language_and_runs_as_it_is_read(printed: dict[str, Printed]) -> None:
    arabic = printed["arabic"]
    assert '<html lang="ar" dir="rtl"' in arabic.html
    assert "@top-right { content: string(organisation)" in arabic.html
    assert '<html lang="en" dir="ltr"' in printed["centre"].html
    assert "@top-left { content: string(organisation)" in printed["centre"].html
    assert arabic.read.trailer["/Root"]["/Lang"] == "ar"


def test_only_bundled_fonts_are_used(printed: dict[str, Printed]) -> None:
    bundled = ("Inter", "Report-Arabic", "Report-Devanagari")
    for one in printed.values():
        fonts = {
            str(font.get_object()["/BaseFont"]).split("+")[-1]
            for page in one.read.pages
            for font in page["/Resources"].get("/Font", {}).values()
        }
        assert fonts
        assert all(name.startswith(bundled) for name in fonts), fonts


def test_accent_and_logo_stand_where_they_may(reports: dict[str, ForumReport]) -> None:
    look = Look(accent="#7a1f5c", logo="data:image/png;base64,AAAA")
    html = _html(reports["agents"], look)
    assert ":root { --accent: #7a1f5c; }" in html
    assert '<img class="logo" src="data:image/png;base64,AAAA" alt="Logo of Larkfield">' in html
    with pytest.raises(ValueError, match="no colour"):
        Look(accent="red; } body { display: none")


def test_a_note_stands_in_its_section_as_the_editors_and_as_text(
    reports: dict[str, ForumReport],
) -> None:
    note = "Read <script>alert(1)</script> file:///etc/passwd"
    html = _html(replace(reports["centre"], notes={"people": note}))
    section = html.split('id="people"')[1].split('id="customers"')[0]
    assert "Note by the editors" in section
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in section
    assert html.count("Note by the editors") == section.count("Note by the editors")


def test_an_edition_for_screens_has_no_style_of_its_own_and_ways_about(
    reports: dict[str, ForumReport],
) -> None:
    html = _html(reports["centre"], Look(accent="#7a1f5c"), for_screen=True, back="../")
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", html)
    assert '<a class="skip" href="#content">' in html
    assert '<a href="../">' in html
    linked = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    assert linked == ["report.css", "paper-a4.css", "accent-7a1f5c.css"]
    assert accent_sheet(linked[-1]) == ":root { --accent: #7a1f5c; }\n"
    assert accent_sheet("accent-7a1f5c.css/../x") is None


@pytest.mark.parametrize("name", [*EDITIONS])
@pytest.mark.parametrize("for_screen", [False, True])
def test_headings_skip_no_level_and_ids_are_used_once(
    reports: dict[str, ForumReport], name: str, for_screen: bool
) -> None:
    html = _html(reports[name], for_screen=for_screen)
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    wanted = re.findall(r'aria-labelledby="([^"]+)"|href="#([^"]+)"', html)
    assert {one or other for one, other in wanted} <= set(ids)
    assert all('scope="' in cell for cell in re.findall(r"<th[ >][^>]*", html))


def test_what_could_end_a_string_of_a_style_sheet_does_not() -> None:
    assert documents._quoted('a"b\\c<d\n') == r'"a\22 b\5c c\3c d\a "'


def test_a_missing_font_is_named(
    reports: dict[str, ForumReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FOLDER / "fonts", tmp_path / "fonts")
    (tmp_path / "fonts" / "noto-sans-arabic-bold.ttf").unlink()
    monkeypatch.setattr(documents, "FOLDER", tmp_path)
    with pytest.raises(Refusal, match=r"the font reports/fonts/noto-sans-arabic-bold\.ttf is"):
        _html(reports["agents"])


def test_the_bundled_fonts_hold_the_letters_of_every_language() -> None:
    fonts = [TTFont(FOLDER / "fonts" / name) for name in documents.FONTS]
    known = [set(font.getBestCmap()) for font in fonts]
    latin = "ąćęłńóśźżàâæçéèêëîïôœùûüÿñáíúãõäöüßĄĆĘŁŃÓŚŹŻÉÈÀÇÑÃÕÄÖÜ¿¡«»„“”‘’–—−\u202f\u00a0…±≥≤×%‰"
    assert all({ord(one) for one in latin} <= letters for letters in known[:2])
    assert all({*range(0x621, 0x64B), 0x20, 0x60C, 0x661} <= letters for letters in known[2:4])
    assert all({*range(0x905, 0x93A), 0x20, 0x967} <= letters for letters in known[4:])
