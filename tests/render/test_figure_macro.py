"""What the macro of figures prints around a drawing."""

from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from survey.render import figures
from survey.render.environment import make_environment
from survey.render.figures import IntervalRow, on_screen
from tests.render import gallery

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "</bdi><script>alert(1)</script>"


def printed(figure: figures.Figure, *, table: bool) -> str:
    template = make_environment([ROOT / "templates"]).from_string(
        '{% from "macros/figure.html" import figure %}{{ figure(it, table=table) }}'
    )
    return template.render(it=figure, table=table)


def test_the_data_stand_below_the_figure_only_where_asked_for() -> None:
    shown = on_screen(gallery.FIGURES["interval"], subtitle="S")
    assert "<details" not in printed(shown, table=False)
    page = ElementTree.fromstring(printed(shown, table=True))
    (table,) = page.iter("table")
    heads = ["".join(cell.itertext()) for cell in table.findall("thead/tr/th")]
    assert heads == ["Name", "Satisfied customers", "low end", "high end", "n"]
    assert {cell.get("scope") for cell in table.iter("th")} == {"col", "row"}
    assert [cell.get("scope") for cell in table.findall("tbody/tr/th")] == ["row"] * 10
    assert table.findtext("caption") == "T"
    assert [cell.get("class") for cell in table.findall("thead/tr/th")][1:] == ["number"] * 4


def test_names_in_the_table_stay_words() -> None:
    build = partial(
        figures.interval_plot, [IntervalRow(HOSTILE, 0.5, n=50)], title=HOSTILE, axis=gallery.SHARE
    )
    page = printed(on_screen(build), table=True)
    assert "<script" not in page
    ElementTree.fromstring(page)


def test_a_figure_of_nothing_has_an_empty_table_and_its_sentence() -> None:
    page = printed(on_screen(gallery.FIGURES["no row"]), table=True)
    assert "No row can be shown." in page
    ElementTree.fromstring(page)
