"""PDF/UA from HTML: confined, repeatable, and clear about what is missing."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import pytest

from survey.pdf import render_pdf
from tests.conftest import ROOT

HTML = """<!doctype html><html lang="en"><head><title>A title</title>{head}</head>
<body><h1>Heading</h1><p>Words with ä and ﬁ.</p>{body}</body></html>"""


def _html(*, head: str = "", body: str = "") -> str:
    return HTML.format(head=head, body=body)


def _unpacked(pdf: bytes) -> bytes:
    """The file followed by the contents of its compressed streams."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompress(one) for one in packed if one.startswith(b"\x78"))


def test_the_document_is_tagged_titled_and_dated(tmp_path: Path) -> None:
    pdf = _unpacked(render_pdf(_html(), base=tmp_path, created=date(2026, 3, 13)))
    assert pdf.startswith(b"%PDF-")
    for mark in (b"pdfuaid", b"/MarkInfo", b"/Lang (en)", b"/DisplayDocTitle true", b"D:20260313"):
        assert mark in pdf
    assert re.search(rb"/Title \(A title\)", pdf)


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    fonts = '<style>@font-face { font-family: Inter; src: url("fonts/inter-regular.otf") }'
    html = _html(head=f"{fonts} p {{ font-family: Inter }}</style>")
    here = render_pdf(html, base=ROOT / "reports", created=date(2026, 3, 13))
    script = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from survey.pdf import render_pdf;"
        "sys.stdout.buffer.write(render_pdf(sys.stdin.read(), base=Path('reports'),"
        " created=date(2026, 3, 13)))"
    )
    there = subprocess.run(
        [sys.executable, "-c", script],
        input=html.encode(),
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert there.stdout == here
    assert render_pdf(_html(), base=ROOT / "reports") != here


def test_what_a_document_was_made_from_stands_in_its_properties(tmp_path: Path) -> None:
    html = _html(head='<meta name="both-ends-data" content="9f3a">')
    assert b"/bothendsdata (9f3a)" in _unpacked(render_pdf(html, base=tmp_path))


def test_the_heads_of_a_table_say_what_they_head(tmp_path: Path) -> None:
    table = """<table><thead><tr><th scope="col">Team</th><th scope="col">n</th></tr></thead>
    <tbody><tr><th scope="row">North</th><td>4</td></tr></tbody></table>"""
    pdf = _unpacked(render_pdf(_html(body=table), base=tmp_path))
    assert (pdf.count(b"/Scope /Column"), pdf.count(b"/Scope /Row")) == (2, 1)


def test_a_figures_label_is_drawn_in_one_piece(tmp_path: Path) -> None:
    label = "<text x='0' y='20'>{}</text>".format
    drawn = {words: _labels_drawn(label(words), tmp_path) for words in ("Team", "فريق", "टीम")}
    assert drawn == {"Team": 1, "فريق": 1, "टीम": 1}
    apart = "<text x='0 9 18 27' y='20'>Team</text>"
    assert _labels_drawn(apart, tmp_path) == 4


def _labels_drawn(labels: str, base: Path) -> int:
    svg = f"<svg width='200' height='30' role='img'><title>A figure</title>{labels}</svg>"
    with_label = _unpacked(render_pdf(_html(body=svg), base=base)).count(b" TJ")
    return with_label - _unpacked(render_pdf(_html(), base=base)).count(b" TJ")


@pytest.mark.parametrize(
    "picture",
    [
        "<img alt='Broken' src='data:image/svg+xml,<svg'>",
        "<img alt='Broken' src='data:image/png;base64,AAAA'>",
        "<img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>'>",
    ],
)
def test_a_picture_left_blank_or_without_words_is_an_error(tmp_path: Path, picture: str) -> None:
    with pytest.raises(ValueError, match="cannot be printed whole"):
        render_pdf(_html(body=picture), base=tmp_path)


def test_files_below_the_folder_and_data_addresses_are_read(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("p { color: #123456 }", encoding="utf-8")
    pixel = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
    html = _html(
        head='<link rel="stylesheet" href="own.css">', body=f'<img alt="dot" src="{pixel}">'
    )
    assert render_pdf(html, base=tmp_path) != render_pdf(_html(), base=tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "../outside.css",
        "missing.css",
        "link.css",
        "%2e%2e/outside.css",
        "http://127.0.0.1:9/x.css",
        "file://host.example/x.css",
    ],
)
def test_nothing_else_is_ever_read(tmp_path: Path, address: str) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (tmp_path / "outside.css").write_text("p { color: red }", encoding="utf-8")
    (base / "link.css").symlink_to(tmp_path / "outside.css")
    with pytest.raises(ValueError, match="which it may not read"):
        render_pdf(_html(head=f'<link rel="stylesheet" href="{address}">'), base=base)


def test_an_imported_sheet_is_confined_too(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text('@import "file:///etc/hostname";', encoding="utf-8")
    with pytest.raises(ValueError, match="which it may not read"):
        render_pdf(_html(head='<link rel="stylesheet" href="own.css">'), base=tmp_path)


def test_without_pango_one_sentence_names_the_packages() -> None:
    script = """
import cffi
def missing(self, name, flags=0):
    raise OSError(f"cannot load library {name!r}")
cffi.FFI.dlopen = missing
from pathlib import Path
from survey.errors import Refusal
from survey.pdf import render_pdf
try:
    render_pdf("<p>x", base=Path("."))
except Refusal as refusal:
    print(refusal.message)
"""
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said


def test_a_worker_grows_by_nothing_from_one_document_to_the_next() -> None:
    script = """
import os
from pathlib import Path
from survey.pdf import render_pdf
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
html = "<html lang='en'><title>T</title><style>@font-face { font-family: Inter;"
html += " src: url('fonts/inter-regular.otf') } p { font-family: Inter }</style><p>Words</p></html>"
for number in range(60):
    render_pdf(html, base=Path("reports"))
    if number == 19:
        early = resident()
print((resident() - early) // 2**20)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    # Forty sets of fonts would be ten megabytes.
    assert int(done.stdout) <= 3


def test_fonts_of_one_folder_are_not_those_of_another(tmp_path: Path) -> None:
    face = "<style>@font-face { font-family: Inter; src: url('fonts/inter-regular.otf') }"
    html = _html(head=f"{face} body {{ font-family: Inter }}</style>")
    ours = render_pdf(html, base=ROOT / "reports")
    (tmp_path / "fonts").mkdir()
    other = (ROOT / "reports" / "fonts" / "inter-semibold.otf").read_bytes()
    (tmp_path / "fonts" / "inter-regular.otf").write_bytes(other)
    assert render_pdf(html, base=tmp_path) != ours
    assert render_pdf(html, base=ROOT / "reports") == ours


def test_importing_the_module_does_not_start_the_engine() -> None:
    script = "import sys, survey.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
