"""Reference cases, where the folder that holds them is beside the repository."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REFERENCE_CASES = Path(__file__).resolve().parents[3] / "shared" / "refcases"


class Case:
    """One reference case: its expected values and its tables, with numbers read as numbers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def expected(self) -> Any:
        return json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))

    def rows(self, name: str) -> list[dict[str, Any]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return [
                {column: _number(text) for column, text in row.items()}
                for row in csv.DictReader(file)
            ]

    def columns(self, name: str) -> dict[str, list[Any]]:
        rows = self.rows(name)
        return {column: [row[column] for row in rows] for column in rows[0]}


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text or None


@pytest.fixture
def case() -> Callable[[str], Case]:
    """Opens a reference case by its number, or skips the test where there are none."""

    def open_case(number: str) -> Case:
        folders = list(REFERENCE_CASES.glob(f"{number}_*"))
        if not folders:
            pytest.skip(f"reference case {number} is not here")
        return Case(folders[0])

    return open_case
