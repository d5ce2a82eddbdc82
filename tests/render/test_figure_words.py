"""Every word of a figure is said in the language of the report, none is left in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from survey.render import figures
from survey.render.figures import PHONE, PRINT, Canvas
from survey.render.figures.marks import Text, flat
from survey.render.speech import speaking
from survey.render.tables import Table
from tests.catalogues import PSEUDO, catalogue
from tests.render import gallery
from translations.keys import used

TEXTS = [
    node.value
    for node in ast.walk(ast.parse(Path(gallery.__file__).read_text()))
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
]
DATA = {word for text in TEXTS for word in re.findall("[a-z]{2,}", text.lower())} | {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue that says every key in capitals, so that what was not said shows."""

    def capitals(text: str) -> str:
        return "".join(
            part if part.startswith("%(") else part.upper()
            for part in re.split(r"(%\(\w+\)s)", text)
        )

    words = {
        key: capitals(key) if isinstance(key, str) else tuple(map(capitals, key)) for key in used()
    }
    return catalogue(tmp_path_factory.mktemp("translations"), PSEUDO, words)


def unsaid(text: str) -> list[str]:
    """The words of a text, but for cut ones, that are neither in capitals nor data."""
    words = re.findall(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z…])", text)
    return [word for word in words if not word.isupper() and word.lower() not in DATA]


def numbers_in(table: Table) -> list[list[object]]:
    return [[one.raw for one in row if not isinstance(one.raw, str)] for row in table.rows]


@pytest.mark.parametrize("canvas", [PHONE, PRINT])
@pytest.mark.parametrize("name", gallery.FIGURES)
def test_notes_and_words_for_the_data_are_said_whole(
    name: str, canvas: Canvas, folder: Path
) -> None:
    with speaking(PSEUDO, folder):
        drawing = gallery.FIGURES[name](canvas=canvas)
    assert unsaid(drawing.desc) == []
    assert unsaid(drawing.note) == []
    labels = [mark.text for mark in flat(drawing.marks) if isinstance(mark, Text)]
    assert unsaid(" ".join(labels)) == []


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_heads_of_tables_are_said_and_their_keys_are_not(name: str, folder: Path) -> None:
    english = gallery.FIGURES[name](canvas=PRINT).table
    with speaking(PSEUDO, folder):
        other = gallery.FIGURES[name](canvas=PRINT).table
    assert english is not None
    assert other is not None
    assert [one.key for one in other.columns] == [one.key for one in english.columns]
    for column in other.columns:
        assert unsaid(column.meaning) == []
        assert unsaid(column.label) == []
    assert numbers_in(other) == numbers_in(english)


def test_heat_maps_and_tiles_are_said_too(folder: Path) -> None:
    with speaking(PSEUDO, folder):
        heat = figures.heat_map([("A", 12, [(3.0, "above"), (None, "")])], columns=("x", "y"),
                                title="T", axis=gallery.MEAN)  # fmt: skip
        tile = figures.tile("A", 0.8, 0.7, 0.9, axis=gallery.SHARE, n=40, change=0.02,
                            change_low=-0.01, change_high=0.05, since="May")  # fmt: skip
    (row,) = heat.rows
    said = (heat.note, row.cells[0].word, row.cells[1].text, tile.interval, tile.change, tile.n)
    assert [word for text in said for word in unsaid(text)] == []
