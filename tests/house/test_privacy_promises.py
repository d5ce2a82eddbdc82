"""Every promise of docs/privacy.md names a test, and the test exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Promises")[2].partition("\n## ")[0]
PROMISES = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in SECTION.splitlines()
    if line.startswith("|") and not line.startswith(("| promise", "|---"))
]


def test_there_are_promises() -> None:
    assert len(PROMISES) > 25


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[0])
def test_the_promise_is_held_by_a_test_that_exists(promise: tuple[str, ...]) -> None:
    _, named = promise
    found = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", named)
    assert found, f"name one test: {named}"
    tree = ast.parse((ROOT / found[1]).read_text(encoding="utf-8"))
    assert found[2] in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([\w./-]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists()


@pytest.mark.parametrize("heading", ["How a ballot travels", "What is published"])
def test_every_numbered_point_has_a_promise_that_bears_its_number(heading: str) -> None:
    points = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    held = SECTION.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    numbers = re.findall(r"^(\d+)\. ", points, flags=re.MULTILINE)
    assert len(numbers) > 5
    assert not re.findall(r"^- ", points, flags=re.MULTILINE), "give each point a number"
    assert set(re.findall(r"^\| (\d+)\. ", held, flags=re.MULTILINE)) == set(numbers)
