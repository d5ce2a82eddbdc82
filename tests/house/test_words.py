"""Words we do not use: claims that one side moves the other, and second names for one thing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ_BY_PEOPLE = sorted(
    path
    for folder in ("templates", "reports")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".html", ".txt", ".svg")
)
CLAIMS = r"\b(drives?|driving|impact\w*|prov(?:es|en|ed)|ROI|boosts?|leads to|causes?d?)\b"
DOUBLES = r"\b(questionnaires?|anonymised survey|call centre|cooldown)\b"


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_claims_a_cause_or_doubles_a_word(path: Path) -> None:
    text = re.sub(r"{#.*?#}|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(CLAIMS, text, flags=re.IGNORECASE)
    assert not re.findall(DOUBLES, text, flags=re.IGNORECASE)


def sentences_of(path: Path) -> list[str]:
    """Every text a module holds but docstrings, which no reader of a page sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    ]


@pytest.mark.parametrize("folder", ["insight", "stats", "privacy", "render"])
def test_no_sentence_made_of_results_claims_a_cause(folder: str) -> None:
    claims = {
        path.name: found
        for path in (ROOT / "survey" / folder).rglob("*.py")
        # Words that are left out of themes are a list of words, not a sentence.
        if path.name != "stop_words.py"
        for text in sentences_of(path)
        if (found := re.findall(CLAIMS, text, flags=re.IGNORECASE))
    }
    assert claims == {}


def test_there_are_templates_to_check() -> None:
    assert len(READ_BY_PEOPLE) > 20


def test_a_session_is_that_of_a_browser_and_a_meeting_is_a_forum() -> None:
    paths = [*(ROOT / "survey" / "insight").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    pattern = re.compile(r"\bsessions?\b", flags=re.IGNORECASE)
    assert not [path for path in paths if pattern.search(path.read_text(encoding="utf-8"))]
