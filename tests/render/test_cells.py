"""Cells that a spreadsheet must not run."""

from __future__ import annotations

import pytest

from survey.render.cells import defuse


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://x.example")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r\n=1+1",
        "\u200b=1+1",
        "\u200f\u00a0=1+1",
        "＝1+1",
        "\tx",
        "-",
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    assert defuse(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "fine", "3 = 3", "a-b", "'quoted", "😀", "مرحبا = 1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert defuse(cell) == cell
